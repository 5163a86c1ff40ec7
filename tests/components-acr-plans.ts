import type { AcrPlan } from "../model/acr/acr-plan";
import type { Answers } from "./record";

export const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
export const PRINCIPAL = "22222222-2222-4222-8222-222222222222";
export const CLIENT = "33333333-3333-4333-8333-333333333333";
export const HOST = "contosoprod-e7ggejfuhzhgedc8.azurecr.io";

const GROUPS = `/subscriptions/${SUBSCRIPTION}/resourceGroups`;
export const REGISTRY = `${GROUPS}/rg-images/providers/Microsoft.ContainerRegistry/registries/contosoprod`;
export const VAULT = `${GROUPS}/rg-keys/providers/Microsoft.KeyVault/vaults/contoso-keys`;
export const IDENTITY = `${GROUPS}/rg-identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/contoso-key`;
const SUBNET = `${GROUPS}/rg-network/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints`;
const ZONE = `${GROUPS}/rg-network/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`;

/** The least that a registry can be. */
export const basic: AcrPlan = {
    name: "contosoprod",
    resourceGroup: { name: "rg-images", existing: false },
    location: "westeurope",
    tier: "Basic",
    tags: { team: "images" },
    protect: true,
    permissions: "legacy",
    apiVersion: "2025-11-01",
    properties: {
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: false,
        publicNetworkAccess: "Enabled",
        networkRuleBypassOptions: "AzureServices",
        networkRuleBypassAllowedForTasks: false,
        roleAssignmentMode: "LegacyRegistryPermissions",
        policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } },
    },
    identity: { system: false, existing: [] },
    replications: [],
    privateEndpoints: [],
    credentialSets: [],
    cacheRules: [],
    scopeMaps: [],
    tokens: [],
    webhooks: [],
    diagnostics: [],
    defender: false,
    agentPools: [],
    tasks: [],
    notices: [],
};

/** A registry with one of everything, and two where order matters. */
export const premium: AcrPlan = {
    ...basic,
    tier: "Premium",
    customerManagedKey: {
        keyIdentifier: "https://contoso-keys.vault.azure.net/keys/images",
        identity: { create: "contosoprod-key", vault: VAULT },
    },
    replications: [
        { name: "northeurope", location: "northeurope", regionEndpointEnabled: true },
        { name: "swedencentral", location: "swedencentral", regionEndpointEnabled: false },
    ],
    privateEndpoints: [
        { name: "hub", subnet: SUBNET, location: "westeurope", dnsZone: ZONE },
        { name: "spoke", subnet: SUBNET.replace("hub", "spoke"), location: "northeurope" },
    ],
    credentialSets: [{
        name: "docker-hub",
        loginServer: "docker.io",
        authCredentials: [{
            name: "Credential1",
            usernameSecretIdentifier: "https://contoso-keys.vault.azure.net/secrets/user",
            passwordSecretIdentifier: "https://contoso-keys.vault.azure.net/secrets/word",
        }],
        vault: VAULT,
    }],
    cacheRules: [
        { name: "library", sourceRepository: "docker.io/library/*", targetRepository: "library/*", credentialSet: "docker-hub" },
        { name: "playwright", sourceRepository: "mcr.microsoft.com/playwright", targetRepository: "playwright" },
    ],
    scopeMaps: [{ name: "team-a", description: "Team A", actions: ["repositories/team-a/*/content/read"] }],
    tokens: [{
        name: "robot",
        scopeMap: "team-a",
        status: "enabled",
    }],
    webhooks: [{
        name: "deploys",
        location: "northeurope",
        serviceUri: "https://hooks.example.com/uri-token",
        actions: ["push"],
        scope: "",
        customHeaders: { Authorization: "Bearer header-token" },
        status: "enabled",
    }],
    lock: "CanNotDelete",
    diagnostics: [{
        name: "audit",
        workspaceId: `${GROUPS}/rg-logs/providers/Microsoft.OperationalInsights/workspaces/logs`,
        logs: [{ categoryGroup: "allLogs", enabled: true }],
        metrics: [{ category: "AllMetrics", enabled: true }],
    }],
    defender: true,
};

/** The same with an identity that is there. */
export const premiumWithIdentity: AcrPlan = {
    ...premium,
    identity: { system: true, existing: [IDENTITY] },
    customerManagedKey: { keyIdentifier: "https://contoso-keys.vault.azure.net/keys/images", identity: { existing: IDENTITY } },
};

const named = (input: string) => (inputs: Record<string, unknown>) => ({ name: inputs[input] });

/** What Azure answers, as far as a registry asks. */
export const ANSWERS: Answers = {
    "azure-native:resources:ResourceGroup": named("resourceGroupName"),
    "azure-native:resources:Resource": ({ resourceName, properties }) => ({
        name: resourceName,
        type: "Microsoft.ContainerRegistry/registries",
        properties: { ...(properties as object), loginServer: HOST },
    }),
    "azure-native:resources:DeploymentAtSubscriptionScope": () => ({}),
    "azure-native:managedidentity:UserAssignedIdentity": () => ({ principalId: PRINCIPAL, clientId: CLIENT }),
    "azure-native:authorization:RoleAssignment": () => ({}),
    "azure-native:authorization:ManagementLockByScope": () => ({}),
    "azure-native:containerregistry:Replication": named("replicationName"),
    "azure-native:containerregistry:CredentialSet": ({ identity }) => ({ identity: { ...(identity as object), principalId: PRINCIPAL } }),
    "azure-native:containerregistry:CacheRule": () => ({}),
    "azure-native:containerregistry:ScopeMap": () => ({}),
    "azure-native:containerregistry:Token": () => ({}),
    "azure-native:containerregistry:Webhook": () => ({}),
    "azure-native:network:PrivateEndpoint": named("privateEndpointName"),
    "azure-native:network:PrivateDnsZoneGroup": () => ({}),
    "azure-native:monitor:DiagnosticSetting": () => ({}),
};

/** What Azure answers to look-ups. */
export const CALLS: Answers = {
    "azure-native:managedidentity:getUserAssignedIdentity": () => ({ id: IDENTITY, clientId: CLIENT, principalId: PRINCIPAL }),
    "azure-native:authorization:getClientConfig": () => ({ subscriptionId: SUBSCRIPTION, tenantId: "tenant", objectId: PRINCIPAL, clientId: CLIENT }),
    "azure-native:authorization:getClientToken": () => ({ token: "entra-token" }),
};
