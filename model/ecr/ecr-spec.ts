import type { LifecycleRuleSpec } from "./lifecycle/lifecycle-spec";

/** What a repository is like. */
export interface RepositorySettings {
    /** Whether tags stay with the image that they were pushed for. */
    readonly immutableTags: boolean;

    /** Tags, or patterns with `*`, that may be moved all the same, besides those that this stack's images move. */
    readonly movableTags: readonly string[];

    /** Whether images are scanned as they are pushed; the registry's `scanning` goes before it. */
    readonly scanOnPush: boolean;

    /** @default - a key of Amazon S3's (AES256) */
    readonly encryption?: EncryptionSpec;

    /** Whether the repository goes with the images in it. */
    readonly forceDelete: boolean;

    readonly lifecycle: readonly LifecycleRuleSpec[];

    readonly tags: Readonly<Record<string, string>>;
}

/** Encryption with AWS KMS, fixed when a repository is made. */
export interface EncryptionSpec {
    /** ARN of a key of the registry's region; @default - the key that AWS manages for ECR */
    readonly key?: string;

    /** Two independent layers (KMS_DSSE). */
    readonly dualLayer: boolean;
}

/** Who scans, and what, for the whole account and region. */
export interface ScanningSpec {
    readonly type: "basic" | "enhanced";
    readonly rules: readonly {
        readonly frequency: "push" | "continuous" | "manual";
        /** Patterns with `*` of repositories' names. */
        readonly repositories: readonly string[];
    }[];
}

/** Where pushed images are copied to. */
export interface ReplicationRuleSpec {
    readonly to: readonly {
        readonly region: string;
        /** @default - the registry's own */
        readonly account?: string;
    }[];

    /** Starts of repositories' names; empty for all. */
    readonly prefixes: readonly string[];
}

/** Images of another registry, copied at their first pull. */
export interface PullThroughCacheSpec {
    /** What the repositories' names start with, or ROOT. */
    readonly prefix: string;

    /** Host of the registry that is behind it. */
    readonly upstream: string;

    /** What the names there start with; @default - nothing */
    readonly upstreamPrefix?: string;

    /** ARN of the secret with its credentials, named `ecr-pullthroughcache/…`. */
    readonly credentials?: string;

    /** ARN of the role that pulls from another account's ECR. */
    readonly role?: string;
}

/** What repositories are like that ECR makes by itself. */
export interface CreationTemplateSpec extends Omit<RepositorySettings, "scanOnPush" | "forceDelete"> {
    /** What the repositories' names start with, or ROOT. */
    readonly prefix: string;

    readonly description?: string;

    /** When ECR makes repositories. */
    readonly appliesTo: readonly ("pull-through-cache" | "push" | "replication")[];

    /** ARN of the role that ECR makes them with; @default - one is made where tags or a key need it */
    readonly role?: string;
}

/** Settings of the account in the region; what is not set stays as it is. */
export interface AccountSettingsSpec {
    readonly basicScanning?: "AWS_NATIVE" | "CLAIR";

    readonly blobMounting?: boolean;

    /** V2: the registry's policy is about all actions, not the three of V1. */
    readonly registryPolicyScope?: "V1" | "V2";
}

/** A private registry of Amazon ECR, which is that of an account in a region, with its defaults filled in. */
export interface EcrSpec extends RepositorySettings {
    readonly kind: "ecr";

    /** The account's id, of 12 digits. Nothing is done with credentials of another one. */
    readonly account: string;

    readonly region: string;

    /** The start of the names of roles that are made; @default - registries-<stack> */
    readonly name?: string;

    /** Whether the engine refuses to delete repositories; @default - yes, but for a stack of development */
    readonly protect?: boolean;

    /** Repositories besides those of the images, and what differs of any, by name. */
    readonly repositories: Readonly<Record<string, Partial<RepositorySettings>>>;

    // From here on for the whole account and region: only one stack may own each.

    readonly scanning?: ScanningSpec;

    readonly replication: readonly ReplicationRuleSpec[];

    /** Accounts that may replicate to here, each with starts of repositories' names; empty for all. */
    readonly replicationFrom: readonly { readonly account: string; readonly prefixes: readonly string[] }[];

    readonly pullThroughCache: readonly PullThroughCacheSpec[];

    readonly creationTemplates: readonly CreationTemplateSpec[];

    readonly accountSettings: AccountSettingsSpec;

    /** ARNs of roles or users whose pulls do not count where `pulledDays` is looked at. */
    readonly pullTimeExclusions: readonly string[];

    /** Who says to AWS what pipelines are; one of each for a whole account. `create` where this stack owns it. */
    readonly oidcProviders: { readonly github: "create" | "existing"; readonly gitlab: "create" | "existing" };
}

/** What a public repository shows in the gallery. */
export interface CatalogSpec {
    readonly description?: string;
    readonly about?: string;
    readonly usage?: string;
    readonly architectures: readonly string[];
    readonly operatingSystems: readonly string[];
}

/** A public registry of Amazon ECR, which is that of an account, with its defaults filled in. */
export interface EcrPublicSpec {
    readonly kind: "ecr-public";

    /** The account's id, of 12 digits. Nothing is done with credentials of another one. */
    readonly account: string;

    /** The start of the names of roles that are made; @default - registries-<stack>-public */
    readonly name?: string;

    readonly protect?: boolean;

    readonly forceDelete: boolean;

    readonly tags: Readonly<Record<string, string>>;

    /** What is shown of repositories, and further ones besides those of the images, by name. */
    readonly repositories: Readonly<Record<string, CatalogSpec>>;

    readonly oidcProviders: EcrSpec["oidcProviders"];
}
