import type { RolePlan } from "./role-plan";

/** A private repository as it is to be made. */
export interface RepositoryPlan {
    readonly name: string;

    readonly tagMutability: "IMMUTABLE" | "IMMUTABLE_WITH_EXCLUSION" | "MUTABLE";

    /** Tags or patterns that may be moved; 1 to 5 exactly with IMMUTABLE_WITH_EXCLUSION. */
    readonly exclusionFilters: readonly string[];

    readonly scanOnPush: boolean;

    readonly encryption: EncryptionPlan;

    readonly forceDelete: boolean;

    readonly tags: Readonly<Record<string, string>>;

    /** JSON; @default - none */
    readonly lifecyclePolicy?: string;
}

/** What a repository's images are encrypted with. */
export interface EncryptionPlan {
    readonly type: "AES256" | "KMS" | "KMS_DSSE";
    /** ARN; @default - the key that AWS manages for ECR */
    readonly key?: string;
}

/** A rule of the registry's scanning, in the words of ECR. */
export interface ScanRulePlan {
    readonly frequency: "SCAN_ON_PUSH" | "CONTINUOUS_SCAN";
    readonly repositories: readonly string[];
}

/** A pull-through cache as it is to be made. */
export interface PullThroughCachePlan {
    readonly prefix: string;
    readonly upstreamUrl: string;
    readonly upstreamPrefix?: string;
    readonly credentialArn?: string;
    readonly roleArn?: string;
}

/** A repository creation template as it is to be made. */
export interface CreationTemplatePlan {
    readonly prefix: string;
    readonly description?: string;
    readonly appliedFor: readonly ("PULL_THROUGH_CACHE" | "CREATE_ON_PUSH" | "REPLICATION")[];
    readonly tagMutability: RepositoryPlan["tagMutability"];
    readonly exclusionFilters: readonly string[];
    readonly encryption: EncryptionPlan;
    readonly lifecyclePolicy?: string;
    /** JSON; @default - none */
    readonly repositoryPolicy?: string;
    readonly resourceTags: Readonly<Record<string, string>>;
    /** ARN; `"create"` for one that this stack makes; @default - none, as nothing needs it */
    readonly role?: string;
}

/** A private registry and all that belongs to it, as it is to be made. */
export interface EcrPlan {
    /** The start of the names of roles. */
    readonly name: string;

    readonly account: string;

    readonly region: string;

    /** `aws`, `aws-cn`, `aws-us-gov` … */
    readonly partition: string;

    /** What image references start with. */
    readonly host: string;

    readonly protect: boolean;

    readonly tags: Readonly<Record<string, string>>;

    /** By name. */
    readonly repositories: readonly RepositoryPlan[];

    /** @default - left as it is */
    readonly scanning?: { readonly type: "BASIC" | "ENHANCED"; readonly rules: readonly ScanRulePlan[] };

    readonly replication: readonly {
        readonly destinations: readonly { readonly region: string; readonly account: string }[];
        readonly prefixes: readonly string[];
    }[];

    /** JSON; @default - left as it is */
    readonly registryPolicy?: string;

    readonly pullThroughCache: readonly PullThroughCachePlan[];

    readonly creationTemplates: readonly CreationTemplatePlan[];

    /** The name of the role that ECR makes repositories with, where a template needs one. @default - none does */
    readonly templateRole?: RolePlan;

    readonly accountSettings: readonly { readonly name: string; readonly value: string }[];

    readonly pullTimeExclusions: readonly string[];

    /** What people should know of it before it is made. */
    readonly notices: readonly string[];
}
