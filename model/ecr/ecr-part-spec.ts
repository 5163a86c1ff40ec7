import type { RepositorySettings } from "./repository-spec";

/** Who scans, and what, for the whole account and region. */
export interface ScanningSpec {
    readonly type: "basic" | "enhanced";
    readonly rules: readonly {
        readonly frequency: "push" | "continuous";
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
