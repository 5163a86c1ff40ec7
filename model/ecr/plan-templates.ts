import type { AccessSpec } from "../access/access-spec";
import type { AwsGrantee } from "../access/grantee";
import type { Problem } from "../problem";
import { problemIf, quote } from "../registry-problem";
import type { CreationTemplateSpec } from "./ecr-part-spec";
import type { CreationTemplatePlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { planEncryption, planPolicy } from "./plan-repositories";
import { planCachePolicy } from "./registry-policy";
import { planTagMutability } from "./tag-mutability";
import { ROOT } from "./values/repository-name";

type Access = readonly AccessSpec<AwsGrantee>[];

const APPLIED_FOR = {
    "pull-through-cache": "PULL_THROUGH_CACHE", push: "CREATE_ON_PUSH", replication: "REPLICATION",
} as const satisfies Readonly<Record<CreationTemplateSpec["appliesTo"][number], CreationTemplatePlan["appliedFor"][number]>>;

/**
 * Returns the creation templates to make, by prefix: those that are asked for, and one for each cache from which somebody
 * may pull who needs a policy of the repository, which nobody could write before the first pull makes the repository.
 */
export function planTemplates(spec: EcrSpec, access: Access): readonly CreationTemplatePlan[] {
    const written = spec.creationTemplates.map((template) => planTemplate(template, policyFor(spec, template, access)));
    const prefixes = written.map(({ prefix }) => prefix);
    const implied = spec.pullThroughCache.filter(({ prefix }) => !prefixes.includes(prefix)).flatMap(({ prefix }) => {
        const policy = planCachePolicy(spec, prefix, access);
        return policy === undefined ? [] : [planTemplate({ ...settingsAbove(spec, prefix), prefix, appliesTo: ["pull-through-cache"] }, policy)];
    });
    return [...written, ...implied].sort((one, other) => (one.prefix < other.prefix ? -1 : 1));
}

/** Returns the prefixes of what caches make with tags: whoever pulls first has to be let give them. */
export function listTaggedPrefixes(templates: readonly Pick<CreationTemplatePlan, "prefix" | "appliedFor" | "resourceTags">[]): readonly string[] {
    return templates
        .filter(({ appliedFor, resourceTags }) => appliedFor.includes("PULL_THROUGH_CACHE") && Object.keys(resourceTags).length > 0)
        .map(({ prefix }) => prefix);
}

/** What Amazon ECR does without a template: it follows the tags of the upstream. */
const UNSAID = { immutableTags: false, movableTags: [], lifecycle: [], tags: {} } as const;

/** Returns the settings that hold without a template of its own: those of the longest prefix above, as ECR takes no more than one. */
function settingsAbove({ creationTemplates }: EcrSpec, prefix: string): Omit<CreationTemplateSpec, "prefix" | "appliesTo"> {
    const [nearest] = creationTemplates
        .filter((above) => above.appliesTo.includes("pull-through-cache") && (above.prefix === ROOT || prefix.startsWith(`${above.prefix}/`)))
        .sort((one, other) => depthOf(other.prefix) - depthOf(one.prefix));
    return nearest ?? UNSAID;
}

function depthOf(prefix: string): number {
    return prefix === ROOT ? 0 : prefix.length;
}

/** Returns where a template keeps those from pulling that may: the cache's repositories would get no policy by it. */
export function findTemplateProblems(spec: EcrSpec, access: Access): readonly Problem[] {
    return spec.creationTemplates.flatMap(({ prefix, appliesTo }, index) => problemIf(
        !appliesTo.includes("pull-through-cache") && isCached(spec, prefix) && planCachePolicy(spec, prefix, access) !== undefined,
        ["creationTemplates", index, "appliesTo"],
        "pull-through-cache among others, as the cache of the same prefix gives its repositories a policy by the template",
        quote(appliesTo.join(", "))));
}

function isCached({ pullThroughCache }: EcrSpec, prefix: string): boolean {
    return pullThroughCache.some((cache) => cache.prefix === prefix);
}

function policyFor(spec: EcrSpec, { prefix, appliesTo }: CreationTemplateSpec, access: Access): string | undefined {
    return appliesTo.includes("pull-through-cache") && isCached(spec, prefix) ? planCachePolicy(spec, prefix, access) : undefined;
}

function planTemplate(template: CreationTemplateSpec, repositoryPolicy: string | undefined): CreationTemplatePlan {
    const { prefix, description, appliesTo, encryption, tags, role = needsRole(template) ? "create" : undefined } = template;
    return {
        prefix,
        ...(description === undefined ? {} : { description }),
        appliedFor: appliesTo.map((occasion) => APPLIED_FOR[occasion]).sort(),
        ...planTagMutability(template, []),
        encryption: planEncryption(encryption),
        ...planPolicy(template),
        ...(repositoryPolicy === undefined ? {} : { repositoryPolicy }),
        resourceTags: tags,
        ...(role === undefined ? {} : { role }),
    };
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html */
function needsRole({ encryption, tags }: CreationTemplateSpec): boolean {
    return encryption !== undefined || Object.keys(tags).length > 0;
}
