import type {
    CacheRuleSpec, CredentialSetSpec, CustomerManagedKeySpec, DiagnosticsSpec, PrivateEndpointSpec, ReplicationSpec,
    ScopeMapSpec, TokenSpec, WebhookSpec,
} from "./acr-part-spec";
import type { AgentPoolSpec, PurgeSpec, TaskSpec } from "./tasks/task-spec";

export type {
    CacheRuleSpec, CredentialSetSpec, CustomerManagedKeySpec, DiagnosticsSpec, PrivateEndpointSpec, ReplicationSpec,
    ScopeMapSpec, TokenSpec, WebhookSpec,
} from "./acr-part-spec";

/** @see https://learn.microsoft.com/azure/container-registry/container-registry-skus */
export type AcrTier = "Basic" | "Standard" | "Premium";

/** Who decides what a principal may do: roles for the whole registry, or roles with conditions on repositories. */
export type AcrPermissions = "legacy" | "abac";

/** An Azure Container Registry that was asked for, with its defaults filled in. */
export interface AcrSpec {
    readonly kind: "acr";

    /** Part of the host's name, unique in all of Azure. */
    readonly name: string;

    /** Created by this stack, unless it exists. */
    readonly resourceGroup: { readonly name: string; readonly existing: boolean };

    /** The home region. */
    readonly location: string;

    /** @default - the lowest that has every feature that is asked for */
    readonly tier?: AcrTier;

    /** Tags of the registry and of everything beside it that takes tags. */
    readonly tags: Readonly<Record<string, string>>;

    /** Whether the engine refuses to delete the registry; @default - yes, but for a stack of development */
    readonly protect?: boolean;

    readonly permissions: AcrPermissions;

    readonly anonymousPull: boolean;

    /** Whether the registry is reachable from the internet; @default - no with private endpoints and no IP rules, else yes */
    readonly publicAccess?: boolean;

    /** IPv4 addresses or CIDR ranges that alone may reach the registry; empty for all. */
    readonly ipRules: readonly string[];

    /** Whether Azure's trusted services pass a restricted network. */
    readonly trustedServices: boolean;

    /** Whether ACR Tasks with the registry's own token pass a restricted network. */
    readonly tasksBypass: boolean;

    readonly replications: readonly ReplicationSpec[];

    readonly privateEndpoints: readonly PrivateEndpointSpec[];

    readonly dataEndpoints: boolean;

    readonly customerManagedKey?: CustomerManagedKeySpec;

    /** Days after which untagged manifests go; @default - never */
    readonly retentionDays?: number;

    /** Days for which deleted artifacts can be brought back, 0 for what was on and is to be off; @default - left as it is */
    readonly softDeleteDays?: number;

    readonly quarantine: boolean;

    /** Whether images may leave by import into another registry or an export pipeline. */
    readonly export: boolean;

    /** Whether tokens with the audience of Azure Resource Manager are taken. */
    readonly armTokens: boolean;

    readonly credentialSets: readonly CredentialSetSpec[];

    readonly cache: readonly CacheRuleSpec[];

    readonly scopeMaps: readonly ScopeMapSpec[];

    readonly tokens: readonly TokenSpec[];

    readonly webhooks: readonly WebhookSpec[];

    readonly lock?: "CanNotDelete" | "ReadOnly";

    readonly diagnostics: readonly DiagnosticsSpec[];

    /** Whether the registry has an identity of its own. */
    readonly systemIdentity: boolean;

    /** ARM ids of user-assigned identities that the registry has. */
    readonly identities: readonly string[];

    /** Whether Microsoft Defender scans all registries of the subscription. */
    readonly defender: boolean;

    readonly agentPools: readonly AgentPoolSpec[];

    readonly tasks: readonly TaskSpec[];

    readonly purge?: PurgeSpec;
}
