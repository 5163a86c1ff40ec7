import { assignmentRules, federatedConflict, federatedRules, lockRule } from "./access-rules";
import type { ArmError } from "./arm-error";
import { typeOf } from "./arm-id";
import {
    childRule, diagnosticRule, endpointRule, poolRule, premiumRule, pullRule, referenceRule, replicationRules, tokenRule, webhookRule,
} from "./child-rules";
import { registryRule } from "./registry-rules";
import type { Rule } from "./rule";

/** A resource type as azure-native has it. */
export interface Kind {
    /** The ARM id, with the names of inputs in braces. A change of one of these replaces the resource. */
    readonly path: string;

    /** Further inputs whose change replaces it. */
    readonly replaces?: readonly string[];

    /** It always exists: what it is when nobody has written it, or deleted it. */
    readonly unset?: Readonly<Record<string, unknown>>;
}

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/{registryName}`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`;
const ENDPOINT = `${GROUP}/providers/Microsoft.Network/privateEndpoints/{privateEndpointName}`;

/**
 * The resources that the double knows, by type token. What replaces them: `x-ms-mutability` in the REST API's
 * specification, and what azure-native adds to it.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/gen/replacement.go
 */
export const KINDS: Readonly<Record<string, Kind>> = {
    "azure-native:resources:ResourceGroup": { path: GROUP, replaces: ["location"] },
    "azure-native:resources:DeploymentAtSubscriptionScope": { path: "/subscriptions/{subscriptionId}/providers/Microsoft.Resources/deployments/{deploymentName}" },
    // Of any type; its location can be changed as far as azure-native goes, and Azure then refuses it.
    "azure-native:resources:Resource": { path: `${GROUP}/providers/{resourceProviderNamespace}/{parentResourcePath}/{resourceType}/{resourceName}` },
    "azure-native:containerregistry:Registry": { path: REGISTRY, replaces: ["location"] },
    "azure-native:containerregistry:Replication": { path: `${REGISTRY}/replications/{replicationName}`, replaces: ["location"] },
    "azure-native:containerregistry:CacheRule": { path: `${REGISTRY}/cacheRules/{cacheRuleName}`, replaces: ["sourceRepository", "targetRepository"] },
    "azure-native:containerregistry:CredentialSet": { path: `${REGISTRY}/credentialSets/{credentialSetName}`, replaces: ["loginServer"] },
    "azure-native:containerregistry:ScopeMap": { path: `${REGISTRY}/scopeMaps/{scopeMapName}` },
    "azure-native:containerregistry:Token": { path: `${REGISTRY}/tokens/{tokenName}` },
    "azure-native:containerregistry:Webhook": { path: `${REGISTRY}/webhooks/{webhookName}`, replaces: ["location"] },
    "azure-native:containerregistry:AgentPool": { path: `${REGISTRY}/agentPools/{agentPoolName}`, replaces: ["location"] },
    "azure-native:containerregistry:Task": { path: `${REGISTRY}/tasks/{taskName}`, replaces: ["location"] },
    "azure-native:network:PrivateEndpoint": { path: ENDPOINT, replaces: ["subnet"] },
    "azure-native:network:PrivateDnsZoneGroup": { path: `${ENDPOINT}/privateDnsZoneGroups/{privateDnsZoneGroupName}` },
    "azure-native:authorization:RoleAssignment": { path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}", replaces: ["principalId"] },
    "azure-native:authorization:ManagementLockByScope": { path: "/{scope}/providers/Microsoft.Authorization/locks/{lockName}" },
    "azure-native:managedidentity:UserAssignedIdentity": { path: IDENTITY, replaces: ["location"] },
    "azure-native:managedidentity:FederatedIdentityCredential": { path: `${IDENTITY}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}` },
    "azure-native:monitor:DiagnosticSetting": { path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}" },
    "azure-native:security:Pricing": { path: "/{scopeId}/providers/Microsoft.Security/pricings/{pricingName}", unset: { pricingTier: "Free" } },
    "azure-native:containerinstance:ContainerGroup": { path: `${GROUP}/providers/Microsoft.ContainerInstance/containerGroups/{containerGroupName}`, replaces: ["location"] },
};

/** Returns a kind. @throws {Error} If the double does not know the token. */
export function kindOf(token: string): Kind {
    const kind = KINDS[token];
    if (kind === undefined) {
        throw new Error(`the double of azure-native does not know ${token}; tests/azure/kinds.ts has those that it knows`);
    }
    return kind;
}

const CHILD = "microsoft.containerregistry/registries/";

/** Why Azure refuses a write, by resource type: so that a type means the same under every token. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
    "microsoft.containerregistry/registries": [registryRule],
    [`${CHILD}replications`]: [childRule, ...replicationRules],
    [`${CHILD}cacherules`]: [childRule, referenceRule("credentialSetResourceId")],
    [`${CHILD}credentialsets`]: [childRule],
    [`${CHILD}scopemaps`]: [childRule],
    [`${CHILD}tokens`]: [childRule, tokenRule, referenceRule("scopeMapId")],
    [`${CHILD}webhooks`]: [childRule, webhookRule],
    [`${CHILD}agentpools`]: [childRule, premiumRule, poolRule],
    [`${CHILD}tasks`]: [childRule],
    "microsoft.network/privateendpoints": [endpointRule],
    "microsoft.authorization/roleassignments": assignmentRules,
    "microsoft.authorization/locks": [lockRule],
    "microsoft.managedidentity/userassignedidentities/federatedidentitycredentials": federatedRules,
    "microsoft.insights/diagnosticsettings": [diagnosticRule],
    "microsoft.containerinstance/containergroups": [pullRule],
};

/** Returns the rules for writes of a resource type. */
export function rulesOf(type: string): readonly Rule[] {
    return RULES[type.toLowerCase()] ?? [];
}

/** Returns true if resources of a type come from the double, so that one that it does not have does not exist. */
export function isKnownType(type: string): boolean {
    return Object.values(KINDS).some(({ path }) => !path.includes("{resourceType}") && typeOf(path).toLowerCase() === type.toLowerCase());
}

/** What a write excludes at the same time, and how Azure says so. */
export function exclusionOf(id: string): { readonly key: string; readonly conflict: ArmError } | undefined {
    const [, identity] = /^(.+)\/federatedIdentityCredentials\/[^/]+$/i.exec(id) ?? [];
    return identity === undefined ? undefined : { key: identity.toLowerCase(), conflict: federatedConflict(identity) };
}
