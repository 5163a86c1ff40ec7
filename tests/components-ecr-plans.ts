import type { AwsGrantsPlan } from "../model/ecr/access/grant-plan";
import type { OidcProviderPlan, PipelineRolePlan } from "../model/ecr/pipelines/pipeline-plan";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../model/ecr/public/ecr-public-plan";
import type { Answers } from "./record";

export const ACCOUNT = "111122223333";
export const OTHER_ACCOUNT = "444455556666";
export const HOST = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;
const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
const SECRET = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:ecr-pullthroughcache/docker-hub-AbCdEf`;
export const SCANNER = `arn:aws:iam::${ACCOUNT}:role/security/scanner`;

/** Texts that stand for JSON, which is nobody's business here. */
const json = (title: string) => JSON.stringify({ title });

/** The least that a registry of one repository can be. */
export const basic: EcrPlan = {
    name: "registries-prod",
    account: ACCOUNT,
    region: "eu-central-1",
    partition: "aws",
    host: HOST,
    protect: true,
    tags: { team: "images" },
    repositories: [{
        name: "web",
        tagMutability: "IMMUTABLE",
        exclusionFilters: [],
        scanOnPush: true,
        encryption: { type: "AES256" },
        forceDelete: false,
        tags: { team: "images" },
    }],
    replication: [],
    pullThroughCache: [],
    creationTemplates: [],
    accountSettings: [],
    pullTimeExclusions: [],
    notices: [],
};

/** A registry with one of everything, and two where order matters. */
export const full: EcrPlan = {
    ...basic,
    repositories: [
        ...basic.repositories,
        {
            name: "team-a/worker",
            tagMutability: "IMMUTABLE_WITH_EXCLUSION",
            exclusionFilters: ["latest", "1.*"],
            scanOnPush: false,
            encryption: { type: "KMS", key: KEY },
            forceDelete: true,
            tags: {},
            lifecyclePolicy: json("lifecycle"),
        },
    ],
    scanning: { type: "ENHANCED", rules: [{ frequency: "CONTINUOUS_SCAN", repositories: ["*"] }] },
    replication: [
        { destinations: [{ region: "eu-west-1", account: ACCOUNT }, { region: "eu-west-1", account: OTHER_ACCOUNT }], prefixes: ["team-a/"] },
        { destinations: [{ region: "us-east-1", account: ACCOUNT }], prefixes: [] },
    ],
    registryPolicy: json("registry"),
    pullThroughCache: [
        { prefix: "docker-hub", upstreamUrl: "registry-1.docker.io", credentialArn: SECRET },
        { prefix: "shared", upstreamUrl: `${OTHER_ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`, upstreamPrefix: "base", roleArn: SCANNER },
    ],
    creationTemplates: [
        {
            prefix: "docker-hub",
            description: "what is cached",
            appliedFor: ["PULL_THROUGH_CACHE"],
            tagMutability: "MUTABLE",
            exclusionFilters: [],
            encryption: { type: "KMS" },
            lifecyclePolicy: json("cached"),
            repositoryPolicy: json("readers"),
            resourceTags: { team: "images" },
            role: "create",
        },
        {
            prefix: "ROOT",
            appliedFor: ["CREATE_ON_PUSH", "REPLICATION"],
            tagMutability: "IMMUTABLE_WITH_EXCLUSION",
            exclusionFilters: ["latest"],
            encryption: { type: "AES256" },
            resourceTags: {},
        },
    ],
    templateRole: { name: "registries-prod-templates", trust: json("ecr may"), policy: json("make repositories"), tags: { team: "images" } },
    accountSettings: [{ name: "BASIC_SCAN_TYPE_VERSION", value: "AWS_NATIVE" }, { name: "REGISTRY_POLICY_SCOPE", value: "V2" }],
    pullTimeExclusions: [SCANNER],
};

/** A public registry, of which one repository says more than the other. */
export const open: EcrPublicPlan = {
    name: "registries-prod-public",
    account: ACCOUNT,
    partition: "aws",
    protect: true,
    tags: {},
    repositories: [
        {
            name: "tools/cli",
            forceDelete: false,
            tags: { team: "images" },
            catalog: { description: "A tool", usageText: "docker run", architectures: ["x86-64"], operatingSystems: ["Linux"] },
        },
        { name: "web", forceDelete: true, tags: {} },
    ],
    notices: [],
};

/** Grants to a role of the account, and to others on one repository. */
export const grants: AwsGrantsPlan = {
    identities: [{ name: "registries-prod-ci-push", role: "ci", policy: json("ci pushes") }],
    repositoryPolicies: [{
        repository: "web",
        grants: [{ may: ["push"], grantee: { account: OTHER_ACCOUNT } }],
    }],
};

export const oidcProviders: OidcProviderPlan[] = [
    { name: "github", url: "https://token.actions.githubusercontent.com", audiences: ["sts.amazonaws.com"], tags: { team: "images" } },
    { name: "gitlab", url: "https://gitlab.com", audiences: ["https://gitlab.com"], tags: {} },
];

export const pipeline: PipelineRolePlan = {
    pipeline: "deploy",
    issuers: ["token.actions.githubusercontent.com"],
    name: "registries-prod-deploy",
    trust: json("github may"),
    policy: json("push"),
    tags: { team: "images" },
};

const arnOf = (kind: string) => ({ name }: Record<string, unknown>) => ({ arn: `arn:aws:iam::${ACCOUNT}:${kind}/${String(name)}` });

/** What AWS answers, as far as a registry asks. */
export const ANSWERS: Answers = {
    "aws:ecr/repository:Repository": () => ({ registryId: ACCOUNT }),
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": () => ({}),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": () => ({}),
    "aws:ecr/registryPolicy:RegistryPolicy": () => ({}),
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": () => ({}),
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": () => ({}),
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": () => ({}),
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": () => ({}),
    "aws:ecr/accountSetting:AccountSetting": () => ({}),
    "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion": () => ({}),
    "aws:ecrpublic/repository:Repository": ({ repositoryName }) =>
        ({ registryId: ACCOUNT, repositoryUri: `public.ecr.aws/a1b2c3d4/${String(repositoryName)}` }),
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": () => ({}),
    "aws:iam/role:Role": arnOf("role"),
    "aws:iam/rolePolicy:RolePolicy": () => ({}),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": () => ({}),
};

/** What AWS answers to look-ups. */
export const CALLS: Answers = {
    "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ authorizationToken: "QVdTOnRva2Vu", userName: "AWS", password: "ecr-token" }),
    "aws:ecrpublic/getAuthorizationToken:getAuthorizationToken": () => ({ authorizationToken: "QVdTOnRva2Vu", userName: "AWS", password: "public-token" }),
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/dev/alice` }),
};
