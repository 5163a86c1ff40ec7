import type { Props } from "../provider/wire";
import { SUBSCRIPTION } from "./options";

/** Type tokens of azure-native, by class. */
export const TOKEN = {
    group: "azure-native:resources:ResourceGroup",
    generic: "azure-native:resources:Resource",
    registry: "azure-native:containerregistry:Registry",
    replication: "azure-native:containerregistry:Replication",
    cacheRule: "azure-native:containerregistry:CacheRule",
    credentialSet: "azure-native:containerregistry:CredentialSet",
    scopeMap: "azure-native:containerregistry:ScopeMap",
    token: "azure-native:containerregistry:Token",
    webhook: "azure-native:containerregistry:Webhook",
    agentPool: "azure-native:containerregistry:AgentPool",
    endpoint: "azure-native:network:PrivateEndpoint",
    assignment: "azure-native:authorization:RoleAssignment",
    lock: "azure-native:authorization:ManagementLockByScope",
    identity: "azure-native:managedidentity:UserAssignedIdentity",
    federated: "azure-native:managedidentity:FederatedIdentityCredential",
    diagnostics: "azure-native:monitor:DiagnosticSetting",
    pricing: "azure-native:security:Pricing",
    containers: "azure-native:containerinstance:ContainerGroup",
} as const;

/** ARM ids of what the inputs below make. */
export const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const REGISTRY_ID = `${GROUP_ID}/providers/Microsoft.ContainerRegistry/registries/contoso`;
export const IDENTITY_ID = `${GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/puller`;

export const GROUP: Props = { resourceGroupName: "rg", location: "westeurope" };

/** Returns inputs of the generic resource for a registry. */
export function registry(tier: string, properties: Props = {}, more: Props = {}): Props {
    return {
        resourceGroupName: "rg",
        resourceProviderNamespace: "Microsoft.ContainerRegistry",
        parentResourcePath: "",
        resourceType: "registries",
        resourceName: "contoso",
        apiVersion: "2025-11-01",
        location: "westeurope",
        sku: { name: tier },
        properties,
        ...more,
    };
}

/** Returns inputs of the generic resource for a task of the registry. */
export function task(properties: Props, more: Props = {}): Props {
    return {
        ...registry("", properties),
        sku: undefined,
        parentResourcePath: "registries/contoso",
        resourceType: "tasks",
        resourceName: "purge",
        apiVersion: "2025-03-01-preview",
        ...more,
    };
}

/** Returns inputs of a child of the registry. */
export function child(more: Props): Props {
    return { resourceGroupName: "rg", registryName: "contoso", ...more };
}

export const IDENTITY: Props = { resourceGroupName: "rg", resourceName: "puller", location: "westeurope" };

/** Returns inputs of a role assignment on the registry: AcrPull, of somebody. */
export function assignment(more: Props = {}): Props {
    return {
        scope: REGISTRY_ID,
        roleAssignmentName: "11111111-2222-4333-8444-555555555555",
        principalId: "22222222-2222-4333-8444-555555555555",
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
        ...more,
    };
}

/** Returns inputs of a private endpoint to the registry. */
export function endpoint(target = REGISTRY_ID): Props {
    return {
        resourceGroupName: "rg",
        privateEndpointName: "hub",
        location: "westeurope",
        subnet: { id: `${GROUP_ID}/providers/Microsoft.Network/virtualNetworks/hub/subnets/registries` },
        privateLinkServiceConnections: [{ name: "registry", privateLinkServiceId: target, groupIds: ["registry"] }],
    };
}

/** Returns inputs of a federated credential of the identity. */
export function federated(name: string, subject = `repo:contoso/${name}:ref:refs/heads/main`): Props {
    return {
        resourceGroupName: "rg",
        resourceName: "puller",
        federatedIdentityCredentialResourceName: name,
        issuer: "https://token.actions.githubusercontent.com",
        subject,
        audiences: ["api://AzureADTokenExchange"],
    };
}
