import type { AcrPermissions, AcrTier } from "./acr-spec";
import type { AgentPoolPlan, TaskPlan } from "./task-plan";

/** An Azure Container Registry and all that belongs to it, as it is to be made. */
export interface AcrPlan {
    readonly name: string;

    readonly resourceGroup: { readonly name: string; readonly existing: boolean };

    readonly location: string;

    readonly tier: AcrTier;

    readonly tags: Readonly<Record<string, string>>;

    readonly protect: boolean;

    readonly permissions: AcrPermissions;

    /** Of the registry's own resource. */
    readonly apiVersion: string;

    /** The registry's `properties` in the words of its REST API, without `encryption`. */
    readonly properties: AcrProperties;

    readonly identity: { readonly system: boolean; readonly existing: readonly string[] };

    readonly customerManagedKey?: CustomerManagedKeyPlan;

    readonly replications: readonly ReplicationPlan[];

    readonly privateEndpoints: readonly PrivateEndpointPlan[];

    readonly credentialSets: readonly CredentialSetPlan[];

    readonly cacheRules: readonly CacheRulePlan[];

    readonly scopeMaps: readonly ScopeMapPlan[];

    readonly tokens: readonly TokenPlan[];

    readonly webhooks: readonly WebhookPlan[];

    readonly lock?: "CanNotDelete" | "ReadOnly";

    readonly diagnostics: readonly DiagnosticsPlan[];

    readonly defender: boolean;

    readonly agentPools: readonly AgentPoolPlan[];

    readonly tasks: readonly TaskPlan[];

    /** What was decided without being asked for, or reaches beyond the registry; for people. */
    readonly notices: readonly string[];
}

/** `enabled` or `disabled`, as policies have it. */
export type Status = "enabled" | "disabled";

/**
 * What this program sets of a registry's `properties`.
 *
 * @see https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/Registry.models.tsp
 */
export interface AcrProperties {
    /** An admin user cannot be asked for. */
    readonly adminUserEnabled: false;
    readonly anonymousPullEnabled: boolean;
    readonly dataEndpointEnabled: boolean;
    readonly publicNetworkAccess: "Enabled" | "Disabled";
    readonly networkRuleBypassOptions: "AzureServices" | "None";
    readonly networkRuleBypassAllowedForTasks: boolean;
    /** Only on Premium. */
    readonly networkRuleSet?: {
        readonly defaultAction: "Allow" | "Deny";
        readonly ipRules: readonly { readonly action: "Allow"; readonly value: string }[];
    };
    readonly roleAssignmentMode: "LegacyRegistryPermissions" | "AbacRepositoryPermissions";
    readonly policies: {
        readonly azureADAuthenticationAsArmPolicy: { readonly status: Status };
        /** Only on Premium. */
        readonly exportPolicy?: { readonly status: Status };
        /** Only on Premium. */
        readonly quarantinePolicy?: { readonly status: Status };
        /** Only on Premium. */
        readonly retentionPolicy?: { readonly days: number; readonly status: Status };
        /** Only where it is asked for, as it needs a preview of the API. */
        readonly softDeletePolicy?: { readonly retentionDays: number; readonly status: Status };
    };
}

/** What `CustomerManagedKeySpec` came to. */
export interface CustomerManagedKeyPlan {
    readonly keyIdentifier: string;

    /** ARM id of an existing identity, or the name of one to create and to grant the use of the vault's keys. */
    readonly identity: { readonly existing: string } | { readonly create: string; readonly vault: string };
}

/** What `ReplicationSpec` came to. */
export interface ReplicationPlan {
    /** The region's name without spaces, in lower case. */
    readonly name: string;
    readonly location: string;
    readonly regionEndpointEnabled: boolean;
}

/** What `PrivateEndpointSpec` came to. */
export interface PrivateEndpointPlan {
    readonly name: string;
    readonly subnet: string;
    readonly location: string;
    readonly dnsZone?: string;
}

/** What `CredentialSetSpec` came to; `authCredentials` is in the words of the REST API. */
export interface CredentialSetPlan {
    readonly name: string;
    readonly loginServer: string;
    readonly authCredentials: readonly {
        readonly name: "Credential1";
        readonly usernameSecretIdentifier: string;
        readonly passwordSecretIdentifier: string;
    }[];
    readonly vault?: string;
}

/** What `CacheRuleSpec` came to. */
export interface CacheRulePlan {
    readonly name: string;
    readonly sourceRepository: string;
    readonly targetRepository: string;
    /** Name of a credential set of the same plan. */
    readonly credentialSet?: string;
}

/** What `ScopeMapSpec` came to. */
export interface ScopeMapPlan {
    readonly name: string;
    readonly description?: string;
    /** `repositories/team-a/web/content/read` and so on. */
    readonly actions: readonly string[];
}

/** What `TokenSpec` came to; `credentials` is in the words of the REST API. */
export interface TokenPlan {
    readonly name: string;
    readonly scopeMap: string;
    readonly status: Status;
    readonly credentials: { readonly passwords: readonly { readonly name: "password1" | "password2"; readonly expiry: string }[] };
}

/** What `WebhookSpec` came to. */
export interface WebhookPlan {
    readonly name: string;
    readonly location: string;
    /** May hold a secret. */
    readonly serviceUri: string;
    readonly actions: readonly string[];
    readonly scope: string;
    /** May hold a secret. */
    readonly customHeaders: Readonly<Record<string, string>>;
    readonly status: Status;
}

/** What `DiagnosticsSpec` came to, in the words of the REST API. */
export interface DiagnosticsPlan {
    readonly name: string;
    readonly workspaceId?: string;
    readonly storageAccountId?: string;
    readonly eventHubAuthorizationRuleId?: string;
    readonly eventHubName?: string;
    readonly logs: readonly ({ readonly category: string; readonly enabled: true } | { readonly categoryGroup: string; readonly enabled: true })[];
    readonly metrics: readonly { readonly category: string; readonly enabled: true }[];
}
