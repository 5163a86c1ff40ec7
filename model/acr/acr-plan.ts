import type {
    CacheRulePlan, CredentialSetPlan, CustomerManagedKeyPlan, DiagnosticsPlan, PrivateEndpointPlan, ReplicationPlan,
    ScopeMapPlan, Status, TokenPlan, WebhookPlan,
} from "./acr-part-plan";
import type { AcrPermissions, AcrTier } from "./acr-spec";
import type { AgentPoolPlan, TaskPlan } from "./tasks/task-plan";

export type {
    CacheRulePlan, CredentialSetPlan, CustomerManagedKeyPlan, DiagnosticsPlan, PrivateEndpointPlan, ReplicationPlan,
    ScopeMapPlan, Status, TokenPlan, WebhookPlan,
} from "./acr-part-plan";

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
