import type {
    AccountSettingsSpec, CreationTemplateSpec, PullThroughCacheSpec, ReplicationRuleSpec, ScanningSpec,
} from "./ecr-part-spec";
import type { RepositorySettings } from "./repository-spec";

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
