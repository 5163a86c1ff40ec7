import { parseConfig } from "../../model/config";
import { planAws, planAwsPublic, type AwsPlan } from "../../model/ecr/aws-plan";
import type { EcrPlan } from "../../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../../model/ecr/public/ecr-public-plan";
import type { PushedImage } from "../../model/ecr/pushed-image";
import type { Problem } from "../../model/problem";

const account = "111122223333";
const OTHER = "444455556666";
const region = "eu-central-1";

const KEY = `arn:aws:kms:${region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const IMAGES: readonly PushedImage[] = [
    { repository: "team-a/web", tags: ["1.4.2", "1.4", "1", "latest"], floatingTags: ["1.4", "1", "latest"] },
];

const PIPELINES = {
    release: {
        may: ["push"],
        github: [{ repository: "contoso/web", branch: "main" }, { repository: "contoso/web", environment: "prod" }],
        gitlab: [{ project: "contoso/shop/web", branch: "main" }],
    },
    review: { may: ["pull"], github: [{ repository: "contoso/web", pullRequest: true }] },
};

const PROVIDERS = { github: "create", gitlab: "create" };

/** A private registry with all that there is, as far as moto has heard of it. */
export const PRIVATE: AwsPlan<EcrPlan> = planPrivate({
    registry: {
        kind: "ecr",
        account,
        region,
        tags: { department: "shop" },
        lifecycle: [
            { untagged: true, pushedDays: 14 },
            { tagPatterns: ["pr-*"], pushedDays: 30, description: "pull requests" },
            { tagPrefixes: ["nightly-"], keep: 10 },
        ],
        repositories: {
            worker: { encryption: { key: KEY }, scanOnPush: false, tags: { team: "b" }, lifecycle: [{ any: true, keep: 100 }] },
            playground: { immutableTags: false, forceDelete: true, encryption: {}, lifecycle: [] },
            "team-a/cache": { movableTags: ["cache-*"], lifecycle: [] },
        },
        scanning: { type: "enhanced", rules: [{ frequency: "continuous", repositories: ["team-a/*"] }, { frequency: "push", repositories: ["*"] }] },
        replication: [{ to: [{ region: "us-east-1" }, { region: "eu-west-1", account: OTHER }], prefixes: ["team-a/"] }],
        replicationFrom: [{ account: OTHER, prefixes: ["team-b/"] }],
        pullThroughCache: [
            { prefix: "docker-hub", upstream: "registry-1.docker.io", credentials: `arn:aws:secretsmanager:${region}:${account}:secret:ecr-pullthroughcache/hub-AbCdEf` },
            { prefix: "quay", upstream: "quay.io" },
        ],
        creationTemplates: [
            { prefix: "docker-hub", appliesTo: ["pull-through-cache"], description: "Docker Hub", encryption: {}, tags: { from: "hub" }, lifecycle: [{ any: true, pushedDays: 30 }] },
            { prefix: "ROOT", appliesTo: ["replication", "push"] },
        ],
        accountSettings: { blobMounting: true, registryPolicyScope: "V2" },
        pullTimeExclusions: [`arn:aws:iam::${account}:role/scanner`],
        oidcProviders: PROVIDERS,
    },
    access: [
        { may: ["push"], role: "ci" },
        { may: ["list", "pull", "delete"], role: "operations", repositories: "team-a/" },
        { may: ["pull"], account: OTHER, repositories: "team-a/" },
        { may: ["push"], role: `arn:aws:iam::${OTHER}:role/ci`, repositories: "team-a/web" },
        { may: ["pull"], organization: "o-abcdefghij", repositories: "team-a/web" },
        { may: ["pull"], lambda: `arn:aws:lambda:${region}:${account}:function:*`, repositories: "worker" },
    ],
    pipelines: PIPELINES,
});

/** A private registry with what moto does not know of operations that it implements. */
export const PARTLY_KNOWN: AwsPlan<EcrPlan> = planPrivate({
    registry: {
        kind: "ecr",
        account,
        region,
        lifecycle: [{ any: true, pulledDays: 90, archive: true }, { any: true, archivedDays: 365 }],
        replication: [{ to: [{ region: "us-east-1" }], prefixes: ["team-a/"] }, { to: [{ region: "eu-west-1" }], prefixes: ["team-b/"] }],
        pullThroughCache: [{ prefix: "quay", upstream: "quay.io" }],
        creationTemplates: [{ prefix: "team-c", appliesTo: ["replication"], movableTags: ["latest"], encryption: { key: KEY }, tags: { team: "c" } }],
        accountSettings: { basicScanning: "AWS_NATIVE" },
    },
    access: [{ may: ["pull"], account: OTHER }],
});

/** A private registry of another partition. */
export const GOVERNMENT: AwsPlan<EcrPlan> = planPrivate({
    registry: { kind: "ecr", account, region: "us-gov-west-1", encryption: { dualLayer: true }, oidcProviders: PROVIDERS },
    access: [{ may: ["push"], role: "ci" }, { may: ["pull"], account: OTHER }],
    pipelines: PIPELINES,
});

/** A public registry. */
export const PUBLIC: AwsPlan<EcrPublicPlan> = requirePlan(planAwsPublic, {
    registry: {
        kind: "ecr-public",
        account,
        tags: { department: "shop" },
        repositories: {
            "contoso/tool": { description: "A tool", about: "# About", usage: "# Usage", architectures: ["x86-64", "ARM 64"], operatingSystems: ["Linux"] },
        },
        oidcProviders: PROVIDERS,
    },
    access: [{ may: ["push"], role: "ci" }, { may: ["push", "delete"], account: OTHER }],
    pipelines: PIPELINES,
});

function planPrivate(values: Readonly<Record<string, unknown>>): AwsPlan<EcrPlan> {
    return requirePlan(planAws, values);
}

type Planner<S, P> = (spec: S, users: ReturnType<typeof parseConfig>["users"], facts: Parameters<typeof planAws>[2]) =>
    { readonly plan: P | undefined; readonly problems: readonly Problem[] };

/** Returns what is planned of a configuration as people write it. */
function requirePlan<S, P>(planner: Planner<S, P>, values: Readonly<Record<string, unknown>>): P {
    const { registries: [written], users, problems } = parseConfig({ images: {}, ...values });
    const planned = written === undefined ? undefined : planner(written.spec as S, users, { stack: "test", images: IMAGES, alsoAzure: false });
    if (planned?.plan === undefined || problems.length > 0) {
        throw new Error(`Cannot plan the test's registry: ${JSON.stringify([...problems, ...planned?.problems ?? []])}`);
    }
    return planned.plan;
}
