import { formatList } from "../word-list";
import type { EcrPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { listLifecycleNotices } from "./lifecycle/lifecycle-notices";
import { matchesPattern } from "./lifecycle/tag-pattern";
import { listTaggedPrefixes } from "./plan-templates";
import type { PushedImage } from "./pushed-image";
import { writtenOf } from "./repository-list";
import { ROOT } from "./values/repository-name";

type Planned = Omit<EcrPlan, "notices">;

/** Returns what people should know of a private registry before it is made: what was decided for them, and what reaches further. */
export function listNotices(spec: EcrSpec, plan: Planned, images: readonly PushedImage[]): readonly string[] {
    return [
        ...explainOwnership(plan),
        ...explainLasting(plan),
        ...explainLifecycles(spec, images),
        ...explainScanning(spec, plan),
        ...explainReplication(plan),
        ...explainCaches(plan),
        ...explainTemplates(spec, plan),
    ].map((notice) => `registry ${spec.account} in ${spec.region}: ${notice}`);
}

/** Of each there is one, whoever sets it. A destroy puts back what AWS starts with, but for account settings, which stay. */
function explainOwnership({ scanning, replication, registryPolicy, accountSettings }: Planned): readonly string[] {
    const owned = [
        ...(scanning === undefined ? [] : ["scanning"]),
        ...(replication.length === 0 ? [] : ["replication"]),
        ...(registryPolicy === undefined ? [] : ["the registry's policy"]),
        ...accountSettings.map(({ name }) => name),
    ];
    return owned.length === 0 ? []
        : [`${formatList(owned)} hold${owned.length === 1 ? "s" : ""} for the whole account and region: no other stack may set the same`];
}

function explainLasting({ repositories, protect }: Planned): readonly string[] {
    const encrypted = repositories.some(({ encryption }) => encryption.type !== "AES256");
    const forced = repositories.filter(({ forceDelete }) => forceDelete).map(({ name }) => name);
    return [
        ...(encrypted ? ["encryption is fixed when a repository is made: to change it is to replace the repository with all that is in it"] : []),
        ...(forced.length > 0 && !protect ? [`to delete ${formatList(forced)} is to delete the images in it, as forceDelete says`] : []),
    ];
}

function explainLifecycles(spec: EcrSpec, images: readonly PushedImage[]): readonly string[] {
    const shared = images.filter(({ repository }) => writtenOf(spec, repository).lifecycle === undefined);
    const own = Object.entries(spec.repositories).flatMap(([name, { lifecycle = [] }]) =>
        listLifecycleNotices(lifecycle, images.filter(({ repository }) => repository === name)).map((notice) => `repositories.${name}: ${notice}`));
    const templates = spec.creationTemplates.flatMap(({ lifecycle }, index) =>
        listLifecycleNotices(lifecycle).map((notice) => `creationTemplates[${index}]: ${notice}`));
    return [...listLifecycleNotices(spec.lifecycle, shared), ...own, ...templates];
}

function explainScanning({ scanning }: EcrSpec, { repositories }: Planned): readonly string[] {
    if (scanning === undefined) {
        return [];
    }
    const filters = scanning.rules.flatMap((rule) => rule.repositories);
    // A filter without a `*` matches wherever a name has it: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
    const isScanned = (name: string) => filters.some((filter) => (filter.includes("*") ? matchesPattern(filter, name) : name.includes(filter)));
    const unscanned = repositories.map(({ name }) => name).filter((name) => !isScanned(name));
    return [
        "scanning decides which images are scanned, not scanOnPush",
        ...(unscanned.length > 0 ? [`no rule of scanning is about ${formatList(unscanned)}`] : []),
    ];
}

function explainReplication({ account, replication }: Planned): readonly string[] {
    const destinations = replication.flatMap((rule) => rule.destinations);
    const others = [...new Set(destinations.map((destination) => destination.account).filter((other) => other !== account))];
    return [
        ...(destinations.length > 0
            ? ["replication copies what is pushed from now on; nothing is deleted there, and only creation templates there say what its repositories are like"]
            : []),
        ...others.map((other) => `account ${other} has to name ${account} in the replicationFrom of its own registry`),
    ];
}

function explainCaches({ pullThroughCache, creationTemplates, repositories }: Planned): readonly string[] {
    const fixed = creationTemplates.filter(({ prefix, appliedFor, tagMutability }) => tagMutability !== "MUTABLE"
        && appliedFor.includes("PULL_THROUGH_CACHE") && pullThroughCache.some((cache) => cache.prefix === prefix));
    return [
        ...(pullThroughCache.some(({ prefix }) => prefix === ROOT) && repositories.length > 0
            ? ["the cache with the prefix ROOT is of this stack's repositories too: what is missing there is taken from the upstream"] : []),
        ...fixed.map(({ prefix }) => `the cache ${prefix} does not follow its upstream's tags, as they cannot be moved here`),
    ];
}

function explainTemplates({ encryption: ofRegistry }: EcrSpec, { creationTemplates, templateRole }: Planned): readonly string[] {
    return [
        ...(creationTemplates.length > 0 ? ["creation templates are for repositories that Amazon ECR makes from now on"] : []),
        ...(templateRole === undefined ? [] : [`Amazon ECR makes repositories with the role ${templateRole.name}, as tags or keys in creation templates need one`]),
        ...(ofRegistry === undefined ? [] : creationTemplates.filter(({ encryption }) => encryption.type === "AES256"))
            .map(({ prefix }) => `the creation template for ${prefix} has no encryption with AWS KMS, unlike the registry`),
        // Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
        ...(listTaggedPrefixes(creationTemplates).length > 0 ? ["who pulls first from a cache whose repositories get tags needs ecr:TagResource too"] : []),
    ];
}
