import type { AgentPoolSpec, PurgeSpec, TaskSpec } from "./task-spec";

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

    /** Days for which deleted artifacts can be brought back; @default - they cannot */
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

/** A copy of the registry in another region. */
export interface ReplicationSpec {
    readonly location: string;

    /** Whether requests are routed to it. */
    readonly routing: boolean;
}

/** A way to the registry from a virtual network. */
export interface PrivateEndpointSpec {
    /** Unique among the registry's endpoints. */
    readonly name: string;

    /** The subnet's ARM id. */
    readonly subnet: string;

    /** The subnet's IPv4 range in CIDR form, from which the number of its addresses is known; @default - not checked */
    readonly subnetRange?: string;

    /** The subnet's region; @default - the registry's */
    readonly location?: string;

    /** ARM id of the private DNS zone `privatelink.azurecr.io`; @default - names are resolved by other means */
    readonly dnsZone?: string;
}

/** Encryption with a key of one's own; only at creation, and for good. */
export interface CustomerManagedKeySpec {
    /** The key's URL in its vault; without a version the registry follows its rotation. */
    readonly key: string;

    /** ARM id of the user-assigned identity that may use the key; @default - one is created and granted, which needs `vault` */
    readonly identity?: string;

    /** ARM id of the key's vault; needed where an identity is to be created. */
    readonly vault?: string;
}

/** How the registry logs in to an upstream registry. */
export interface CredentialSetSpec {
    readonly name: string;

    /** The upstream's host, such as `docker.io`. */
    readonly loginServer: string;

    /** URL of the Key Vault secret with the user's name. */
    readonly usernameSecret: string;

    /** URL of the Key Vault secret with the password or token. */
    readonly passwordSecret: string;

    /** ARM id of the vault, so that the set's identity is allowed to read it; @default - allowed by other means */
    readonly vault?: string;
}

/** Repositories that are filled from an upstream registry on first pull. */
export interface CacheRuleSpec {
    readonly name: string;

    /** With the host: `docker.io/library/*`. */
    readonly from: string;

    /** `library/*` */
    readonly to: string;

    /** Name of a credential set; @default - the upstream is public */
    readonly credentials?: string;
}

/** What a token may do. */
export interface ScopeMapSpec {
    readonly name: string;

    readonly description?: string;

    readonly repositories: readonly {
        /** A repository, or a prefix that ends in `/*`, or `*` for all. */
        readonly name: string;
        readonly may: readonly ("pull" | "push" | "delete")[];
    }[];
}

/** A login that is not of Entra ID, for what cannot have one. */
export interface TokenSpec {
    readonly name: string;

    /** Name of a scope map. */
    readonly scopeMap: string;

    readonly enabled: boolean;

    /** When its passwords end, in ISO 8601, UTC. */
    readonly expires: string;
}

/** Where the registry tells of pushes and deletions. */
export interface WebhookSpec {
    readonly name: string;

    /** May hold a secret. */
    readonly url: string;

    readonly actions: readonly ("push" | "delete" | "quarantine" | "chart_push" | "chart_delete")[];

    /** `repository`, `repository:tag` or `repository*`; @default - everything */
    readonly scope?: string;

    /** May hold a secret. */
    readonly headers: Readonly<Record<string, string>>;

    readonly enabled: boolean;

    /** A region of the registry; @default - the home region */
    readonly location?: string;
}

/** Where logs and metrics go: at least one of the three. */
export interface DiagnosticsSpec {
    readonly name: string;

    /** ARM id of a Log Analytics workspace. */
    readonly workspace?: string;

    /** ARM id of a storage account. */
    readonly storageAccount?: string;

    /** An event hub, by its namespace's authorization rule. */
    readonly eventHub?: { readonly authorizationRule: string; readonly name?: string };

    /** Empty for all. */
    readonly logs: readonly string[];

    readonly metrics: boolean;
}
