import { base64, digest, hash, json, secret, Stack, text, type Inputs, type Output, type Resource } from "./stack";

const SUBSCRIPTION = "/subscriptions/6f1c2b7e-4a30-4c55-9d0e-21b7a4e8c9d1";
const TENANT = "0c9d1e2f-3a4b-4c5d-8e6f-708192a3b4c5";
const ROLES = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
const ACR_PULL = `${ROLES}/7f951dda-4ed3-4680-a7ca-43fe172d538d`;
const ACR_PUSH = `${ROLES}/8311e382-0749-4cb8-b61a-304f252e45ec`;
const REPOSITORY_READER = `${ROLES}/b93aa761-3e63-49ed-ac28-beffa264f7ac`;
const REPOSITORY_WRITER = `${ROLES}/2a1e307c-b015-4ebd-883e-5b7698a07328`;
const CRYPTO_USER = `${ROLES}/e147488a-f6f5-4113-8e2d-b22465e65bf6`;
const LOCATION = "westeurope";

function group(stack: Stack, name: string): Resource {
    return stack.add("azure-native:resources:ResourceGroup", name, { location: LOCATION, resourceGroupName: `rg-${name}`, tags: { team: "platform" } }, { id: `${SUBSCRIPTION}/resourceGroups/rg-${name}` });
}

function idOf(groupName: string, type: string, name: string): string {
    return `${SUBSCRIPTION}/resourceGroups/rg-${groupName}/providers/${type}/${name}`;
}

function identity(stack: Stack, owner: Resource, name: string): Resource {
    return stack.add("azure-native:managedidentity:UserAssignedIdentity", name, { location: LOCATION, resourceGroupName: owner.out("resourceGroupName"), resourceName: `id-${name}` }, {
        id: idOf(owner.name, "Microsoft.ManagedIdentity/userAssignedIdentities", `id-${name}`),
        outputs: { principalId: "a6c1b6e2-2f0f-4c4e-9a51-b07c6a0f7f11", clientId: "5d2f4a33-7d0e-4b1c-8d19-0f5f9d6a9e02", name: `id-${name}` },
    });
}

function grant(stack: Stack, name: string, roleDefinitionId: string, who: Output, scope: Output, more: Inputs = {}): Resource {
    return stack.add("azure-native:authorization:RoleAssignment", name, { principalId: who, principalType: "ServicePrincipal", roleAssignmentName: `${hash(name).slice(0, 8)}-1f2e-4d3c-8b4a-5f6e7d8c9b0a`, roleDefinitionId, scope, ...more });
}

function workspace(stack: Stack, owner: Resource): Resource {
    return stack.add("azure-native:operationalinsights:Workspace", "logs", { location: LOCATION, resourceGroupName: owner.out("resourceGroupName"), retentionInDays: 90, sku: { name: "PerGB2018" }, workspaceName: "log-platform-prod" }, {
        id: idOf(owner.name, "Microsoft.OperationalInsights/workspaces", "log-platform-prod"),
        outputs: { customerId: "3c5fb0f1-9d11-4f2b-9a4a-8a1f0f8f2b6d" },
    });
}

/** Each thing that Azure Container Registry offers for production, as a platform team sets it up. */
export function acrPlatform(): Stack {
    const stack = new Stack("container-platform", "prod");
    const images = group(stack, "images");
    const logs = workspace(stack, images);
    const network = stack.add("azure-native:network:VirtualNetwork", "hub", { addressSpace: { addressPrefixes: ["10.20.0.0/16"] }, location: LOCATION, resourceGroupName: images.out("resourceGroupName"), virtualNetworkName: "vnet-hub" }, { outputs: { name: "vnet-hub" } });
    const subnet = stack.add("azure-native:network:Subnet", "endpoints", { addressPrefix: "10.20.4.0/24", privateEndpointNetworkPolicies: "Disabled", resourceGroupName: images.out("resourceGroupName"), subnetName: "snet-endpoints", virtualNetworkName: network.out("name") }, { after: [network] });
    const keeper = identity(stack, images, "registry-cmk");
    const vault = stack.add("azure-native:keyvault:Vault", "keys", {
        location: LOCATION,
        properties: { enablePurgeProtection: true, enableRbacAuthorization: true, sku: { family: "A", name: "premium" }, tenantId: TENANT, publicNetworkAccess: "disabled" },
        resourceGroupName: images.out("resourceGroupName"),
        vaultName: "kv-images-prod",
    }, { outputs: { name: "kv-images-prod" }, protect: true });
    const key = stack.add("azure-native:keyvault:Key", "registry-key", { keyName: "registry", properties: { keySize: 3072, kty: "RSA", rotationPolicy: { lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P1Y" } }] } }, resourceGroupName: images.out("resourceGroupName"), vaultName: vault.out("name") }, {
        outputs: { keyUri: "https://kv-images-prod.vault.azure.net/keys/registry", keyUriWithVersion: "https://kv-images-prod.vault.azure.net/keys/registry/8c1f0a9be3d74d21a8b64c9d50f1e7a2" },
    });
    const mayUseKey = grant(stack, "registry-uses-key", CRYPTO_USER, keeper.out("principalId"), vault.id);
    const registry = stack.add("azure-native:containerregistry:Registry", "images", {
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: true,
        encryption: { keyVaultProperties: { identity: keeper.out("clientId"), keyIdentifier: key.out("keyUri") }, status: "enabled" },
        identity: { type: "UserAssigned", userAssignedIdentities: [keeper.id] },
        location: LOCATION,
        networkRuleBypassOptions: "AzureServices",
        networkRuleSet: { defaultAction: "Deny" },
        policies: {
            azureADAuthenticationAsArmPolicy: { status: "disabled" },
            exportPolicy: { status: "disabled" },
            quarantinePolicy: { status: "disabled" },
            retentionPolicy: { days: 14, status: "enabled" },
            trustPolicy: { status: "disabled", type: "Notary" },
        },
        publicNetworkAccess: "Disabled",
        registryName: "orchardimages",
        resourceGroupName: images.out("resourceGroupName"),
        sku: { name: "Premium" },
        tags: { owner: "platform", "cost-center": "4711" },
        zoneRedundancy: "Enabled",
    }, {
        id: idOf("images", "Microsoft.ContainerRegistry/registries", "orchardimages"),
        outputs: { loginServer: "orchardimages.azurecr.io", name: "orchardimages", provisioningState: "Succeeded", azureApiVersion: "2024-11-01-preview" },
        after: [mayUseKey],
        aliases: ["urn:pulumi:prod::container-platform::azure-native:containerregistry/v20230701:Registry::images"],
        protect: true,
    });
    const inRegistry: Inputs = { registryName: registry.out("name"), resourceGroupName: images.out("resourceGroupName") };
    stack.add("azure-native:authorization:ManagementLockByScope", "keep-images", { level: "CanNotDelete", lockName: "keep-images", notes: "ask the platform team", scope: registry.id });
    for (const location of ["northeurope", "germanywestcentral"]) {
        stack.add("azure-native:containerregistry:Replication", `images-${location}`, { ...inRegistry, location, regionEndpointEnabled: true, replicationName: location, zoneRedundancy: location === "northeurope" ? "Enabled" : "Disabled" });
    }
    const endpoint = stack.add("azure-native:network:PrivateEndpoint", "images-endpoint", {
        location: LOCATION,
        privateEndpointName: "pe-orchardimages",
        privateLinkServiceConnections: [{ groupIds: ["registry"], name: "registry", privateLinkServiceId: registry.id, requestMessage: "images" }],
        resourceGroupName: images.out("resourceGroupName"),
        subnet: { id: subnet.id },
    }, { outputs: { name: "pe-orchardimages" } });
    const zone = stack.add("azure-native:privatedns:PrivateZone", "registry-zone", { location: "Global", privateZoneName: "privatelink.azurecr.io", resourceGroupName: images.out("resourceGroupName") });
    stack.add("azure-native:network:PrivateDnsZoneGroup", "images-zone-group", { privateDnsZoneConfigs: [{ name: "registry", privateDnsZoneId: zone.id }], privateDnsZoneGroupName: "default", privateEndpointName: endpoint.out("name"), resourceGroupName: images.out("resourceGroupName") });
    stack.add("azure-native:monitor:DiagnosticSetting", "images-logs", { logs: [{ categoryGroup: "audit", enabled: true }, { category: "ContainerRegistryRepositoryEvents", enabled: true }], metrics: [{ category: "AllMetrics", enabled: true }], name: "to-log-analytics", resourceUri: registry.id, workspaceId: logs.id });
    stack.add("azure-native:monitor:DiagnosticSetting", "vault-logs", { logs: [{ categoryGroup: "audit", enabled: true }], name: "to-log-analytics", resourceUri: vault.id, workspaceId: logs.id });
    const runner = identity(stack, images, "purge");
    stack.add("azure-native:containerregistry:Task", "purge", {
        ...inRegistry,
        agentConfiguration: { cpu: 2 },
        credentials: { sourceRegistry: { loginMode: "Default" } },
        identity: { type: "UserAssigned", userAssignedIdentities: [runner.id] },
        location: LOCATION,
        platform: { architecture: "amd64", os: "Linux" },
        status: "Enabled",
        step: { encodedTaskContent: base64("version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'shop/.*:pr-.*' --ago 14d --untagged\n    disableWorkingDirectoryOverride: true\n    timeout: 3600\n  - cmd: acr purge --filter 'search/.*:sha-.*' --keep 20 --ago 90d\n    timeout: 3600\n"), type: "EncodedTask" },
        taskName: "purge-old",
        timeout: 7200,
        trigger: { timerTriggers: [{ name: "nightly", schedule: "0 2 * * *", status: "Enabled" }] },
    });
    grant(stack, "purge-deletes", `${ROLES}/c2f4ef07-c644-48eb-af81-4b1b4947fb11`, runner.out("principalId"), registry.id);
    const pool = stack.add("azure-native:containerregistry:AgentPool", "builders", { ...inRegistry, agentPoolName: "builders", count: 1, location: LOCATION, os: "Linux", tier: "S2", virtualNetworkSubnetResourceId: subnet.id }, { outputs: { name: "builders" } });
    stack.add("azure-native:containerregistry:Task", "base-images", {
        ...inRegistry,
        agentPoolName: pool.out("name"),
        identity: { type: "SystemAssigned" },
        location: LOCATION,
        platform: { os: "Linux" },
        step: { arguments: [{ isSecret: false, name: "NODE_VERSION", value: "22.14.0" }, { isSecret: true, name: "NPM_TOKEN", value: secret("t") }], contextAccessToken: secret("t"), contextPath: "https://github.com/orchard/base-images.git#main:node", dockerFilePath: "Dockerfile", imageNames: ["base/node:{{.Run.ID}}"], isPushEnabled: true, type: "Docker" },
        taskName: "base-images",
        trigger: { baseImageTrigger: { baseImageTriggerType: "Runtime", name: "base" }, sourceTriggers: [{ name: "main", sourceRepository: { branch: "main", repositoryUrl: "https://github.com/orchard/base-images", sourceControlAuthProperties: { token: secret("t"), tokenType: "PAT" }, sourceControlType: "Github" }, sourceTriggerEvents: ["commit"] }] },
    });
    const map = stack.add("azure-native:containerregistry:ScopeMap", "edge-devices", { ...inRegistry, actions: ["repositories/edge/gateway/content/read", "repositories/edge/gateway/metadata/read", "repositories/*/metadata/read"], description: "what a gateway pulls", scopeMapName: "edge-devices" });
    const token = stack.add("azure-native:containerregistry:Token", "edge-gateway", { ...inRegistry, credentials: { passwords: [{ expiry: "2026-09-30T00:00:00Z", name: "password1" }] }, scopeMapId: map.id, status: "enabled", tokenName: "edge-gateway" });
    stack.export("edgeToken", token.id);
    const credentials = stack.add("azure-native:containerregistry:CredentialSet", "docker-hub", { ...inRegistry, authCredentials: [{ name: "Credential1", passwordSecretIdentifier: "https://kv-images-prod.vault.azure.net/secrets/hub-token", usernameSecretIdentifier: "https://kv-images-prod.vault.azure.net/secrets/hub-user" }], credentialSetName: "docker-hub", identity: { type: "SystemAssigned" }, loginServer: "docker.io" });
    stack.add("azure-native:containerregistry:CacheRule", "hub", { ...inRegistry, cacheRuleName: "docker-hub", credentialSetResourceId: credentials.id, sourceRepository: "docker.io/library/*", targetRepository: "hub/library/*" });
    stack.add("azure-native:containerregistry:CacheRule", "dotnet", { ...inRegistry, cacheRuleName: "mcr-dotnet", sourceRepository: "mcr.microsoft.com/dotnet/*", targetRepository: "dotnet/*" });
    stack.add("azure-native:containerregistry:Webhook", "deployed", { ...inRegistry, actions: ["push"], customHeaders: secret({ "X-Api-Key": "k" }), location: LOCATION, scope: "shop/*", serviceUri: "https://hooks.orchard.example/acr", status: "enabled", webhookName: "onpush" }, {});
    const cluster = stack.add("azure-native:containerservice:ManagedCluster", "shop", {
        agentPoolProfiles: [{ count: 3, mode: "System", name: "system", osSKU: "AzureLinux", type: "VirtualMachineScaleSets", vmSize: "Standard_D4s_v5", vnetSubnetID: subnet.id }],
        autoUpgradeProfile: { upgradeChannel: "stable" },
        disableLocalAccounts: true,
        dnsPrefix: "orchard-shop",
        identity: { type: "SystemAssigned" },
        location: LOCATION,
        oidcIssuerProfile: { enabled: true },
        resourceGroupName: images.out("resourceGroupName"),
        resourceName: "aks-shop",
        securityProfile: { workloadIdentity: { enabled: true } },
    }, { outputs: { kubeletObjectId: "f7c2b0de-7c8e-4b8f-9f43-d1b2e0b6c110" } });
    grant(stack, "aks-pulls", ACR_PULL, cluster.out("kubeletObjectId"), registry.id);
    const pipeline = stack.add("azure-native:managedidentity:UserAssignedIdentity", "ci", { resourceGroupName: images.out("resourceGroupName"), resourceName: "id-ci" }, { outputs: { principalId: "11f0b3c7-98d1-4d1a-8cde-6e2f1b8a4d55", name: "id-ci" } });
    stack.add("azure-native:managedidentity:FederatedIdentityCredential", "ci-main", { audiences: ["api://AzureADTokenExchange"], federatedIdentityCredentialResourceName: "main", issuer: "https://token.actions.githubusercontent.com", resourceGroupName: images.out("resourceGroupName"), resourceName: pipeline.out("name"), subject: "repo:orchard/shop:ref:refs/heads/main" });
    grant(stack, "ci-pushes", ACR_PUSH, pipeline.out("principalId"), registry.id);
    stack.export("loginServer", registry.out("loginServer"));
    return stack;
}

/** A registry whose roles have conditions on repositories, in dated versions of the API as version 2 of the SDK has them. */
export function acrWithAbac(): Stack {
    const stack = new Stack("registry", "production");
    const images = group(stack, "registry");
    const logs = workspace(stack, images);
    const registry = stack.add("azure-native:containerregistry/v20250301preview:Registry", "registry", {
        adminUserEnabled: false,
        location: "West Europe",
        networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", iPAddressOrRange: "203.0.113.0/28" }] },
        policies: { softDeletePolicy: { retentionDays: 7, status: "disabled" } },
        publicNetworkAccess: "Enabled",
        registryName: "harbourimages8c1f",
        resourceGroupName: images.out("resourceGroupName"),
        roleAssignmentMode: "AbacRepositoryPermissions",
        sku: { name: "Premium" },
    }, { id: idOf("registry", "Microsoft.ContainerRegistry/registries", "harbourimages8c1f"), outputs: { loginServer: "harbourimages8c1f.azurecr.io", name: "harbourimages8c1f" } });
    stack.add("azure-native:network/v20240301:PrivateEndpoint", "endpoint", { location: LOCATION, manualPrivateLinkServiceConnections: [], privateLinkServiceConnections: [{ groupIds: ["registry"], name: "registry", privateLinkServiceId: registry.id }], resourceGroupName: images.out("resourceGroupName"), subnet: { id: `${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/endpoints` } });
    stack.add("azure-native:insights/v20210501preview:DiagnosticSetting", "logs", { logs: [{ category: "ContainerRegistryLoginEvents", enabled: true, retentionPolicy: { days: 0, enabled: false } }, { category: "ContainerRegistryRepositoryEvents", enabled: true }], resourceUri: registry.id, workspaceId: logs.id });
    const runner = identity(stack, images, "purge");
    stack.add("azure-native:containerregistry/v20250301preview:Task", "purge", {
        credentials: { sourceRegistry: { identity: runner.out("clientId") } },
        identity: { type: "UserAssigned", userAssignedIdentities: [runner.id] },
        location: LOCATION,
        platform: { os: "Linux" },
        registryName: registry.out("name"),
        resourceGroupName: images.out("resourceGroupName"),
        step: { encodedTaskContent: base64("version: v1.1.0\nsteps:\n- cmd: mcr.microsoft.com/acr/acr-cli:0.16 purge --registry $Registry -f 'team-a/.*:.*' --ago 60d --keep 10\n"), type: "EncodedTask", values: [{ isSecret: false, name: "LOG_LEVEL", value: "info" }] },
        taskName: "purge",
        trigger: { timerTriggers: [{ name: "weekly", schedule: "30 3 * * 0" }] },
    });
    const condition = "((!(ActionMatches{'Microsoft.ContainerRegistry/registries/repositories/content/read'})) OR (@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringStartsWith 'team-a/'))";
    grant(stack, "team-a-pulls", REPOSITORY_READER, identity(stack, images, "team-a").out("principalId"), registry.id, { condition, conditionVersion: "2.0" });
    grant(stack, "team-a-pushes", REPOSITORY_WRITER, identity(stack, images, "team-a-ci").out("principalId"), registry.id, { condition, conditionVersion: "2.0" });
    grant(stack, "admins", `${ROLES}/b24988ac-6180-42a0-ab88-20f7382dd24c`, identity(stack, images, "operators").out("principalId"), images.id);
    return stack;
}

/** Container Apps that pull with their own identities from a registry of another stack, which is read here. */
export function containerApps(): Stack {
    const stack = new Stack("shop", "prod");
    stack.add("pulumi:pulumi:StackReference", "platform", { name: "orchard/container-platform/prod" }, { outputs: { outputs: { loginServer: "orchardimages.azurecr.io" }, secretOutputNames: [] }, external: true });
    const apps = group(stack, "shop");
    const logs = workspace(stack, apps);
    const registry = stack.add("azure-native:containerregistry:Registry", "shared", {}, {
        external: true,
        id: idOf("images", "Microsoft.ContainerRegistry/registries", "orchardimages"),
        outputs: { adminUserEnabled: false, loginServer: "orchardimages.azurecr.io", name: "orchardimages", publicNetworkAccess: "Disabled", sku: { name: "Premium", tier: "Premium" } },
    });
    const puller = identity(stack, apps, "shop");
    const pulls = grant(stack, "shop-pulls", ACR_PULL, puller.out("principalId"), registry.id);
    const environment = stack.add("azure-native:app:ManagedEnvironment", "shop", { appLogsConfiguration: { destination: "log-analytics", logAnalyticsConfiguration: { customerId: logs.out("customerId"), sharedKey: secret("bm90IGEga2V5") } }, environmentName: "cae-shop", location: LOCATION, resourceGroupName: apps.out("resourceGroupName"), zoneRedundant: true });
    const database = stack.add("random:index/randomPassword:RandomPassword", "database", { length: 32, special: false }, { outputs: { result: secret("not-a-password") }, secretOutputs: ["bcryptHash", "result"] });
    const shared: Inputs = { location: LOCATION, resourceGroupName: apps.out("resourceGroupName"), identity: { type: "UserAssigned", userAssignedIdentities: [puller.id] } };
    stack.add("azure-native:app:ContainerApp", "shop-api", {
        ...shared,
        configuration: {
            activeRevisionsMode: "Multiple",
            dapr: { appId: "shop-api", appPort: 8080, enabled: true },
            ingress: { external: true, targetPort: 8080, traffic: [{ latestRevision: true, weight: 100 }] },
            registries: [{ identity: puller.id, server: registry.out("loginServer") }],
            secrets: [{ name: "database", value: database.out("result") }, { identity: puller.id, keyVaultUrl: "https://kv-shop.vault.azure.net/secrets/payment", name: "payment" }],
        },
        containerAppName: "shop-api",
        managedEnvironmentId: environment.id,
        template: {
            containers: [
                { env: [{ name: "DATABASE_PASSWORD", secretRef: "database" }, { name: "REGISTRY_URL", value: "https://registry.orchard.example" }, { name: "LOG_LEVEL", value: "info" }], image: `orchardimages.azurecr.io/shop/shop-api@${digest("shop-api")}`, name: "api", probes: [{ httpGet: { path: "/healthz", port: 8080 }, type: "Liveness" }], resources: { cpu: 0.5, memory: "1Gi" } },
                { image: "orchardimages.azurecr.io/otel/opentelemetry-collector-contrib:0.121.0", name: "otel", resources: { cpu: 0.25, memory: "0.5Gi" } },
            ],
            initContainers: [{ args: ["migrate"], image: `orchardimages.azurecr.io/shop/shop-api@${digest("shop-api")}`, name: "migrate" }],
            scale: { maxReplicas: 10, minReplicas: 2, rules: [{ http: { metadata: { concurrentRequests: "50" } }, name: "http" }] },
        },
        workloadProfileName: "Consumption",
    }, { after: [pulls], outputs: { latestRevisionFqdn: "shop-api--8k1c.westeurope.azurecontainerapps.io" }, pendingDelete: { containerAppName: "shop-api-old", template: { containers: [{ image: "orchardimages.azurecr.io/shop/shop-api:latest", name: "api" }] } } });
    stack.add("azure-native:app:Job", "nightly-report", {
        ...shared,
        configuration: { registries: [{ identity: puller.id, server: "orchardimages.azurecr.io" }], replicaTimeout: 1800, scheduleTriggerConfig: { cronExpression: "15 1 * * *" }, triggerType: "Schedule" },
        environmentId: environment.id,
        jobName: "nightly-report",
        template: { containers: [{ image: "orchardimages.azurecr.io/shop/report:2026.3.1", name: "report" }] },
    }, { after: [pulls] });
    stack.add("azure-native:app/v20240301:ContainerApp", "storefront", {
        ...shared,
        configuration: { ingress: { external: true, targetPort: 3000 }, registries: [{ identity: "system", server: "orchardimages.azurecr.io" }] },
        containerAppName: "storefront",
        environmentId: environment.id,
        template: { containers: [{ image: "orchardimages.azurecr.io/shop/storefront:main-3f9c2d1", name: "storefront" }] },
    });
    return stack;
}

/** Container groups: one on a private network, one with a sidecar from a public registry that needs no login. */
export function containerInstances(): Stack {
    const stack = new Stack("batch", "staging");
    const jobs = group(stack, "batch");
    const puller = identity(stack, jobs, "batch");
    const share = stack.add("azure-native:storage:StorageAccount", "work", { accountName: "stbatchwork", kind: "StorageV2", location: LOCATION, minimumTlsVersion: "TLS1_2", resourceGroupName: jobs.out("resourceGroupName"), sku: { name: "Standard_ZRS" } }, { outputs: { key: secret("bm8ga2V5") } });
    stack.add("azure-native:containerinstance:ContainerGroup", "importer", {
        containerGroupName: "ci-importer",
        containers: [
            { environmentVariables: [{ name: "QUEUE", value: "orders" }, { name: "API_KEY", secureValue: secret("k") }], image: "meridianregistry.azurecr.io/batch/importer:3.11.0", name: "importer", resources: { requests: { cpu: 1, memoryInGB: 2 } }, volumeMounts: [{ mountPath: "/work", name: "work" }] },
            { image: "mcr.microsoft.com/azuremonitor/containerinsights/ciprod:3.1.26", name: "logs", resources: { requests: { cpu: 0.25, memoryInGB: 0.5 } } },
        ],
        identity: { type: "UserAssigned", userAssignedIdentities: [puller.id] },
        imageRegistryCredentials: [{ identity: puller.id, server: "meridianregistry.azurecr.io" }],
        initContainers: [{ command: ["/bin/wait"], image: `meridianregistry.azurecr.io/batch/wait@${digest("wait")}`, name: "wait" }],
        location: LOCATION,
        osType: "Linux",
        resourceGroupName: jobs.out("resourceGroupName"),
        restartPolicy: "OnFailure",
        sku: "Standard",
        subnetIds: [{ id: `${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/hub/subnets/batch` }],
        volumes: [{ azureFile: { shareName: "work", storageAccountKey: share.out("key"), storageAccountName: share.out("accountName") }, name: "work" }],
        zones: ["1"],
    });
    stack.add("azure-native:containerinstance/v20230501:ContainerGroup", "probe", {
        containerGroupName: "ci-probe",
        containers: [{ image: "mcr.microsoft.com/cbl-mariner/busybox:2.0.20240123", name: "probe", resources: { requests: { cpu: 0.5, memoryInGB: 0.5 } } }],
        osType: "Linux",
        resourceGroupName: jobs.out("resourceGroupName"),
    });
    return stack;
}

/** Web apps and function apps from containers, with slots and a container at their side. */
export function webApps(): Stack {
    const stack = new Stack("portal", "prod");
    const portal = group(stack, "portal");
    const puller = identity(stack, portal, "portal");
    const plan = stack.add("azure-native:web:AppServicePlan", "plan", { kind: "linux", location: LOCATION, name: "asp-portal", reserved: true, resourceGroupName: portal.out("resourceGroupName"), sku: { capacity: 2, name: "P1v3", tier: "PremiumV3" } });
    const base: Inputs = { httpsOnly: true, identity: { type: "UserAssigned", userAssignedIdentities: [puller.id] }, location: LOCATION, resourceGroupName: portal.out("resourceGroupName"), serverFarmId: plan.id };
    const site = (image: string): Inputs => ({
        acrUseManagedIdentityCreds: true,
        acrUserManagedIdentityID: puller.out("clientId"),
        alwaysOn: true,
        appSettings: [{ name: "DOCKER_REGISTRY_SERVER_URL", value: "https://meridianregistry.azurecr.io" }, { name: "WEBSITES_PORT", value: "8080" }, { name: "SESSION_SECRET", value: secret("s") }, { name: "DATABASE_PASSWORD", value: "@Microsoft.KeyVault(SecretUri=https://kv-portal.vault.azure.net/secrets/database)" }],
        ftpsState: "Disabled",
        linuxFxVersion: `DOCKER|${image}`,
        minTlsVersion: "1.2",
        vnetImagePullEnabled: true,
    });
    const app = stack.add("azure-native:web:WebApp", "portal", { ...base, kind: "app,linux,container", name: "app-portal", siteConfig: site(`meridianregistry.azurecr.io/portal@${digest("portal")}`) }, { outputs: { defaultHostName: "app-portal.azurewebsites.net" } });
    stack.add("azure-native:web:WebAppSlot", "portal-next", { ...base, name: app.out("name"), siteConfig: site("meridianregistry.azurecr.io/portal:sha-9c1f0a7"), slot: "next" });
    stack.add("azure-native:web/v20230101:WebApp", "admin", { ...base, name: "app-admin", siteConfig: { acrUseManagedIdentityCreds: true, linuxFxVersion: "SITECONTAINERS" } }, { outputs: { defaultHostName: "app-admin.azurewebsites.net" } });
    stack.add("azure-native:web:WebAppSiteContainer", "admin-main", { authType: "UserAssigned", containerName: "main", image: "meridianregistry.azurecr.io/portal-admin:5.2.0", isMain: true, name: "app-admin", resourceGroupName: portal.out("resourceGroupName"), targetPort: "8080", userManagedIdentityClientId: puller.out("clientId") });
    stack.add("azure-native:web:WebAppSiteContainer", "admin-cache", { authType: "Anonymous", containerName: "cache", image: "mcr.microsoft.com/cbl-mariner/base/redis:6.2.14-3-cm2", isMain: false, name: "app-admin", resourceGroupName: portal.out("resourceGroupName") });
    stack.add("azure-native:web:WebApp", "thumbnails", {
        ...base,
        kind: "functionapp,linux,container",
        name: "func-thumbnails",
        siteConfig: { ...site("meridianregistry.azurecr.io/functions/thumbnails:20260301.4"), appSettings: [{ name: "FUNCTIONS_EXTENSION_VERSION", value: "~4" }, { name: "AzureWebJobsStorage__accountName", value: "stthumbnails" }, { name: "WEBSITES_ENABLE_APP_SERVICE_STORAGE", value: "false" }] },
    });
    stack.add("azure-native:web:WebAppApplicationSettings", "thumbnail-settings", { name: "func-thumbnails", properties: { AzureWebJobsStorage: secret("c"), FUNCTIONS_WORKER_RUNTIME: "python", DOCKER_ENABLE_CI: "false" }, resourceGroupName: portal.out("resourceGroupName") });
    stack.add("azure-native:web:WebApp", "composed", { ...base, name: "app-docs", siteConfig: { acrUseManagedIdentityCreds: true, linuxFxVersion: text`COMPOSE|${base64("services:\n  docs:\n    image: meridianregistry.azurecr.io/docs:1.9.3\n  search:\n    image: meridianregistry.azurecr.io/docs-search:1.9.3 # the same release\n")}` } });
    return stack;
}

/** The classic provider, with a registry, what uses it, and who may. */
export function classicAzure(): Stack {
    const stack = new Stack("legacy-platform", "live");
    const core = stack.add("azure:core/resourceGroup:ResourceGroup", "core", { location: "North Europe", name: "core" }, { id: `${SUBSCRIPTION}/resourceGroups/core` });
    const vnet = stack.add("azure:network/subnet:Subnet", "endpoints", { addressPrefixes: ["10.8.3.0/24"], name: "endpoints", resourceGroupName: core.out("name"), virtualNetworkName: "core" });
    const logs = stack.add("azure:operationalinsights/analyticsWorkspace:AnalyticsWorkspace", "logs", { location: "North Europe", name: "core-logs", resourceGroupName: core.out("name"), retentionInDays: 30, sku: "PerGB2018" }, { outputs: { primarySharedKey: secret("k") }, secretOutputs: ["primarySharedKey", "secondarySharedKey"] });
    const registry = stack.add("azure:containerservice/registry:Registry", "registry", {
        adminEnabled: false,
        exportPolicyEnabled: true,
        georeplications: [{ location: "West Europe", regionalEndpointEnabled: true, zoneRedundancyEnabled: true }],
        identity: { type: "SystemAssigned" },
        location: "North Europe",
        name: "lighthousecore",
        networkRuleBypassOption: "AzureServices",
        networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", ipRange: "198.51.100.7/32" }] },
        publicNetworkAccessEnabled: true,
        quarantinePolicyEnabled: false,
        resourceGroupName: core.out("name"),
        retentionPolicyInDays: 30,
        sku: "Premium",
        trustPolicyEnabled: false,
        zoneRedundancyEnabled: true,
    }, { id: `${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.ContainerRegistry/registries/lighthousecore`, outputs: { adminPassword: secret(""), adminUsername: "", loginServer: "lighthousecore.azurecr.io" }, secretOutputs: ["adminPassword"] });
    stack.add("azure:privatelink/endpoint:Endpoint", "registry", { location: "North Europe", name: "registry", privateDnsZoneGroup: { name: "default", privateDnsZoneIds: [`${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.Network/privateDnsZones/privatelink.azurecr.io`] }, privateServiceConnection: { isManualConnection: false, name: "registry", privateConnectionResourceId: registry.id, subresourceNames: ["registry"] }, resourceGroupName: core.out("name"), subnetId: vnet.id });
    stack.add("azure:monitoring/diagnosticSetting:DiagnosticSetting", "registry", { enabledLogs: [{ categoryGroup: "allLogs" }], logAnalyticsWorkspaceId: logs.id, metrics: [{ category: "AllMetrics" }], name: "all", targetResourceId: registry.id });
    stack.add("azure:containerservice/registryTask:RegistryTask", "purge", {
        agentSetting: { cpu: 2 },
        containerRegistryId: registry.id,
        encodedStep: { taskContent: "version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'web:.*' --ago 90d\n    timeout: 3600\n", values: { LOG_LEVEL: "info" } },
        identity: { identityIds: [`${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.ManagedIdentity/userAssignedIdentities/purge`], type: "UserAssigned" },
        name: "purge",
        platform: { os: "Linux" },
        timerTriggers: [{ name: "weekly", schedule: "0 4 * * 0" }],
    });
    const hub = stack.add("azure:containerservice/registryCredentialSet:RegistryCredentialSet", "hub", { authenticationCredentials: { passwordSecretId: "https://kv-core.vault.azure.net/secrets/hub-token", usernameSecretId: "https://kv-core.vault.azure.net/secrets/hub-user" }, containerRegistryId: registry.id, identity: { type: "SystemAssigned" }, loginServer: "docker.io", name: "docker-hub" });
    stack.add("azure:containerservice/registryCacheRule:RegistryCacheRule", "hub", { containerRegistryId: registry.id, credentialSetId: hub.id, name: "docker-hub", sourceRepo: "docker.io/library/nginx", targetRepo: "hub/nginx" });
    stack.add("azure:containerservice/registryWebhook:RegistryWebhook", "pushed", { actions: ["push"], customHeaders: { "Content-Type": "application/json" }, location: "North Europe", name: "pushed", registryName: registry.out("name"), resourceGroupName: core.out("name"), serviceUri: "https://hooks.lighthouse.example/acr", status: "enabled" });
    const map = stack.add("azure:containerservice/registryScopeMap:RegistryScopeMap", "branch-office", { actions: ["repositories/kiosk/content/read"], containerRegistryName: registry.out("name"), name: "branch-office", resourceGroupName: core.out("name") });
    const token = stack.add("azure:containerservice/registryToken:RegistryToken", "branch-office", { containerRegistryName: registry.out("name"), enabled: true, name: "branch-office", resourceGroupName: core.out("name"), scopeMapId: map.id });
    stack.add("azure:containerservice/tokenPassword:TokenPassword", "branch-office", { containerRegistryTokenId: token.id, password1: { expiry: "2026-12-31T00:00:00Z" } });
    const cluster = stack.add("azure:containerservice/kubernetesCluster:KubernetesCluster", "core", { defaultNodePool: { name: "default", nodeCount: 3, vmSize: "Standard_D4s_v5" }, dnsPrefix: "core", identity: { type: "SystemAssigned" }, location: "North Europe", name: "core", resourceGroupName: core.out("name") }, { outputs: { kubeletObjectId: "9c2d1e0f-7a6b-4c5d-8e9f-a0b1c2d3e4f5", kubeConfigRaw: secret("apiVersion: v1") }, secretOutputs: ["kubeConfigRaw"] });
    stack.add("azure:authorization/assignment:Assignment", "core-pulls", { principalId: cluster.out("kubeletObjectId"), roleDefinitionName: "AcrPull", scope: registry.id, skipServicePrincipalAadCheck: true });
    const puller = stack.add("azure:authorization/userAssignedIdentity:UserAssignedIdentity", "kiosk", { location: "North Europe", name: "kiosk", resourceGroupName: core.out("name") }, { outputs: { clientId: "3f2e1d0c-9b8a-4f7e-8d6c-5b4a39281706", principalId: "7d6c5b4a-3928-4170-8f6e-5d4c3b2a1908" } });
    stack.add("azure:appservice/linuxWebApp:LinuxWebApp", "kiosk", {
        appSettings: { DATABASE_URL: secret("d"), WEBSITES_PORT: "8080" },
        identity: { identityIds: [puller.id], type: "UserAssigned" },
        location: "North Europe",
        name: "kiosk",
        resourceGroupName: core.out("name"),
        servicePlanId: `${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.Web/serverFarms/core`,
        siteConfig: { applicationStack: { dockerImageName: "kiosk:2.4.1", dockerRegistryUrl: text`https://${registry.out("loginServer")}` }, containerRegistryManagedIdentityClientId: puller.out("clientId"), containerRegistryUseManagedIdentity: true },
    });
    stack.add("azure:containerapp/app:App", "kiosk-sync", {
        containerAppEnvironmentId: `${SUBSCRIPTION}/resourceGroups/core/providers/Microsoft.App/managedEnvironments/core`,
        identity: { identityIds: [puller.id], type: "UserAssigned" },
        name: "kiosk-sync",
        registries: [{ identity: puller.id, server: registry.out("loginServer") }],
        resourceGroupName: core.out("name"),
        revisionMode: "Single",
        secrets: [{ identity: "System", keyVaultSecretId: "https://kv-core.vault.azure.net/secrets/sync", name: "sync" }],
        template: { containers: [{ cpu: 0.5, envs: [{ name: "SYNC_TOKEN", secretName: "sync" }], image: text`${registry.out("loginServer")}/kiosk-sync:2.4.1`, memory: "1Gi", name: "sync" }], minReplicas: 1 },
    });
    stack.add("azure:containerservice/group:Group", "kiosk-probe", {
        containers: [{ cpu: 0.5, image: "lighthousecore.azurecr.io/kiosk-probe:1.0.3", memory: 0.5, name: "probe" }],
        identity: { identityIds: [puller.id], type: "UserAssigned" },
        imageRegistryCredentials: [{ server: "lighthousecore.azurecr.io", userAssignedIdentityId: puller.id }],
        ipAddressType: "Private",
        location: "North Europe",
        name: "kiosk-probe",
        osType: "Linux",
        resourceGroupName: core.out("name"),
    });
    return stack;
}

/** A team's stack that builds, pushes to the platform's registry, and runs what it built on AKS. */
export function aksShop(): Stack {
    const stack = new Stack("shop-api", "prod");
    const registry = stack.add("azure-native:containerregistry:Registry", "platform", {}, {
        external: true,
        id: idOf("images", "Microsoft.ContainerRegistry/registries", "orchardimages"),
        outputs: { loginServer: "orchardimages.azurecr.io", name: "orchardimages", roleAssignmentMode: "LegacyRegistryPermissions", sku: { name: "Premium" } },
    });
    const cluster = new ClusterOf(stack);
    const image = stack.add("docker-build:index:Image", "shop-api", {
        buildArgs: { APP_VERSION: "4.8.0", NODE_ENV: "production", NPM_CONFIG_REGISTRY: "https://npm.orchard.example/", NEXT_PUBLIC_MAPS_KEY: "pk-browser", PAYMENT_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:318274650912:secret:payment", SENTRY_RELEASE: "shop-api@4.8.0" },
        buildOnPreview: false,
        cacheFrom: [{ registry: { ref: text`${registry.out("loginServer")}/shop/shop-api:buildcache` } }],
        cacheTo: [{ registry: { imageManifest: true, mode: "max", ociMediaTypes: true, ref: text`${registry.out("loginServer")}/shop/shop-api:buildcache` } }],
        context: { location: "../services/shop-api", named: { contracts: { location: "../packages/contracts" } } },
        dockerfile: { location: "../services/shop-api/Dockerfile" },
        exec: false,
        labels: labels("shop-api", "4.8.0"),
        load: false,
        network: "default",
        noCache: false,
        platforms: ["linux/amd64"],
        pull: true,
        push: true,
        registries: [{ address: registry.out("loginServer"), password: secret("t"), username: "00000000-0000-0000-0000-000000000000" }],
        secrets: secret({ NPM_TOKEN: "t" }),
        ssh: [{ id: "default" }],
        tags: [text`${registry.out("loginServer")}/shop/shop-api:4.8.0`, text`${registry.out("loginServer")}/shop/shop-api:latest`],
        target: "runtime",
    }, { outputs: { contextHash: hash("context"), digest: digest("shop-api"), ref: `orchardimages.azurecr.io/shop/shop-api:4.8.0@${digest("shop-api")}` }, secretOutputs: ["secrets"] });
    const namespace = cluster.add("kubernetes:core/v1:Namespace", "shop", { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    const metadata = (name: string): Inputs => ({ labels: { app: name }, name, namespace: namespace.name });
    const passwords = cluster.add("kubernetes:core/v1:Secret", "database", { apiVersion: "v1", kind: "Secret", metadata: metadata("database"), stringData: secret({ password: "p", url: "u" }), type: "Opaque" }, { secretOutputs: ["data", "stringData"] });
    cluster.add("kubernetes:core/v1:Secret", "tls", { apiVersion: "v1", data: secret({ "tls.crt": "Y3J0", "tls.key": "a2V5" }), kind: "Secret", metadata: metadata("tls"), type: "kubernetes.io/tls" }, { secretOutputs: ["data"] });
    cluster.add("kubernetes:core/v1:Secret", "flags", { apiVersion: "v1", kind: "Secret", metadata: metadata("flags"), stringData: secret({ "flags.json": "{}" }) }, { secretOutputs: ["data", "stringData"] });
    const container = (name: string, more: Inputs = {}): Inputs => ({ env: [{ name: "DATABASE_URL", valueFrom: { secretKeyRef: { key: "url", name: passwords.name } } }], image: image.out("ref"), imagePullPolicy: "IfNotPresent", name, resources: { limits: { memory: "512Mi" }, requests: { cpu: "100m", memory: "256Mi" } }, securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true }, ...more });
    cluster.add("kubernetes:apps/v1:Deployment", "shop-api", {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: metadata("shop-api"),
        spec: { replicas: 3, selector: { matchLabels: { app: "shop-api" } }, template: { metadata: { labels: { app: "shop-api" } }, spec: {
            containers: [container("api"), { args: ["--config=/etc/otel/config.yaml"], image: "orchardimages.azurecr.io/hub/otel/opentelemetry-collector-k8s:0.121.0", name: "otel" }],
            initContainers: [container("migrate", { command: ["node", "migrate.js"] }), { image: "envoyproxy/envoy:distroless-v1.33.0", name: "mesh", restartPolicy: "Always" }],
            serviceAccountName: "shop-api",
            volumes: [{ emptyDir: {}, name: "tmp" }],
        } } },
    });
    cluster.add("kubernetes:apps/v1:StatefulSet", "queue", {
        apiVersion: "apps/v1",
        kind: "StatefulSet",
        metadata: metadata("queue"),
        spec: { replicas: 3, selector: { matchLabels: { app: "queue" } }, serviceName: "queue", template: { metadata: { labels: { app: "queue" } }, spec: { containers: [{ image: `orchardimages.azurecr.io/hub/library/nats@${digest("nats")}`, name: "nats" }] } }, volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "20Gi" } } } }] },
    });
    cluster.add("kubernetes:batch/v1:CronJob", "reindex", { apiVersion: "batch/v1", kind: "CronJob", metadata: metadata("reindex"), spec: { jobTemplate: { spec: { template: { spec: { containers: [container("reindex")], restartPolicy: "Never" } } } }, schedule: "*/30 * * * *" } });
    cluster.add("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "shop-api", { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: metadata("shop-api"), spec: { maxReplicas: 12, minReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "shop-api" } } });
    cluster.add("kubernetes:external-secrets.io/v1:ExternalSecret", "pull", { apiVersion: "external-secrets.io/v1", kind: "ExternalSecret", metadata: metadata("pull"), spec: { data: [{ remoteRef: { key: "ghcr" }, secretKey: "login" }], secretStoreRef: { kind: "ClusterSecretStore", name: "vault" }, target: { name: "ghcr", template: { data: { ".dockerconfigjson": "{{ .login }}" }, type: "kubernetes.io/dockerconfigjson" } } } });
    cluster.add("kubernetes:core/v1:Pod", "smoke", { apiVersion: "v1", kind: "Pod", metadata: metadata("smoke"), spec: { containers: [{ image: `ghcr.io/orchard/smoke@${digest("smoke")}`, name: "smoke" }], imagePullSecrets: [{ name: "ghcr" }] } });
    stack.export("image", image.out("ref"));
    stack.export("config", json({ image: image.out("ref") }));
    return stack;
}

/** A cluster that a kubeconfig leads to, with the provider that talks to it. */
export class ClusterOf {
    readonly provider: Resource;

    constructor(readonly stack: Stack) {
        this.provider = stack.add("pulumi:providers:kubernetes", "cluster", { enableServerSideApply: "true", kubeconfig: secret("apiVersion: v1\nkind: Config\n"), version: "4.23.0" }, { id: "5b0f6c1e-71a4-4d55-8c39-0e8a7d2f4b16" });
    }

    /** Declares something in the cluster. */
    add(type: string, name: string, inputs: Inputs, options: { readonly parent?: Resource; readonly secretOutputs?: readonly string[] } = {}): Resource {
        return this.stack.add(type, name, inputs, { id: `shop/${name}`, provider: this.provider, ...options });
    }
}

/** Labels that say what an image is. */
export function labels(title: string, version: string): Inputs {
    const said = { created: "2026-03-01T10:00:00Z", revision: hash(title).slice(0, 40), source: `https://github.com/orchard/${title}`, title, version };
    return Object.fromEntries(Object.entries(said).map(([name, value]) => [`org.opencontainers.image.${name}`, value]));
}

/** Networks, databases with passwords, web apps and functions that run code, storage and identities: nothing of containers. */
export function azureWithoutContainers(): Stack {
    const stack = new Stack("backoffice", "prod");
    const office = group(stack, "backoffice");
    const inGroup: Inputs = { location: LOCATION, resourceGroupName: office.out("resourceGroupName") };
    const network = stack.add("azure-native:network:VirtualNetwork", "office", { ...inGroup, addressSpace: { addressPrefixes: ["10.40.0.0/20"] }, subnets: [{ addressPrefix: "10.40.1.0/24", name: "apps", serviceEndpoints: [{ service: "Microsoft.Sql" }] }], virtualNetworkName: "vnet-office" });
    const password = stack.add("random:index/randomPassword:RandomPassword", "sql", { length: 40 }, { outputs: { result: secret("x") }, secretOutputs: ["result"] });
    const server = stack.add("azure-native:sql:Server", "sql", { ...inGroup, administratorLogin: "office", administratorLoginPassword: password.out("result"), minimalTlsVersion: "1.2", serverName: "sql-office" }, { outputs: { fullyQualifiedDomainName: "sql-office.database.windows.net", name: "sql-office" } });
    const database = stack.add("azure-native:sql:Database", "ledger", { ...inGroup, databaseName: "ledger", serverName: server.out("name"), sku: { name: "GP_S_Gen5_2" } });
    stack.add("azure-native:network:PrivateEndpoint", "sql", { ...inGroup, privateLinkServiceConnections: [{ groupIds: ["sqlServer"], name: "sql", privateLinkServiceId: server.id }], subnet: { id: text`${network.id}/subnets/apps` } });
    stack.add("azure-native:monitor:DiagnosticSetting", "sql", { logs: [{ categoryGroup: "allLogs", enabled: true }], name: "all", resourceUri: database.id, workspaceId: `${SUBSCRIPTION}/resourceGroups/rg-hub/providers/Microsoft.OperationalInsights/workspaces/hub` });
    const plan = stack.add("azure-native:web:AppServicePlan", "plan", { ...inGroup, kind: "linux", reserved: true, sku: { name: "P0v3" } });
    const connection = text`Server=tcp:${server.out("fullyQualifiedDomainName")};Database=ledger;User ID=office;Password=${password.out("result")};`;
    stack.add("azure-native:web:WebApp", "ledger", {
        ...inGroup,
        kind: "app,linux",
        name: "app-ledger",
        serverFarmId: plan.id,
        siteConfig: { appCommandLine: "node server.js", appSettings: [{ name: "API_TOKEN", value: secret("t") }, { name: "SCM_DO_BUILD_DURING_DEPLOYMENT", value: "true" }], connectionStrings: [{ connectionString: connection, name: "ledger", type: "SQLAzure" }], linuxFxVersion: "NODE|22-lts" },
    });
    stack.add("azure-native:web:WebApp", "classic-windows", { ...inGroup, kind: "app", name: "app-intranet", serverFarmId: plan.id, siteConfig: { netFrameworkVersion: "v8.0", appSettings: [{ name: "Password", value: connection }] } });
    stack.add("azure-native:web:WebApp", "invoices", {
        ...inGroup,
        kind: "functionapp,linux",
        name: "func-invoices",
        serverFarmId: plan.id,
        // A program that makes the list from a secret has all of it encrypted.
        siteConfig: { appSettings: secret([{ name: "AzureWebJobsStorage", value: "c" }, { name: "FUNCTIONS_EXTENSION_VERSION", value: "~4" }]), linuxFxVersion: "Python|3.12" },
    });
    stack.add("azure-native:dbforpostgresql:Server", "events", { ...inGroup, administratorLogin: "events", administratorLoginPassword: password.out("result"), serverName: "psql-events", sku: { name: "Standard_D2ds_v5", tier: "GeneralPurpose" }, version: "16" });
    stack.add("azure-native:authorization:RoleAssignment", "operators", { principalId: "2c1b0a9f-8e7d-4c6b-9a5f-4e3d2c1b0a9f", principalType: "Group", roleDefinitionId: `${ROLES}/b24988ac-6180-42a0-ab88-20f7382dd24c`, scope: office.id });
    stack.add("azure-native:authorization:RoleAssignment", "app-reads-blobs", { principalId: "1b0a9f8e-7d6c-4b5a-8f4e-3d2c1b0a9f8e", roleDefinitionId: `${ROLES}/2a2b9908-6ea1-4ae2-8e65-a410df84e7d1`, scope: `${SUBSCRIPTION}/resourceGroups/rg-backoffice/providers/Microsoft.Storage/storageAccounts/stoffice` });
    stack.add("azure-native:resources:Resource", "budget", { parentResourcePath: "", properties: { amount: 500, category: "Cost", timeGrain: "Monthly" }, resourceName: "office", resourceProviderNamespace: "Microsoft.Consumption", resourceType: "budgets" });
    stack.add("azure-native:authorization:ManagementLockAtResourceGroupLevel", "keep", { level: "CanNotDelete", lockName: "keep", resourceGroupName: office.out("resourceGroupName") });
    stack.add("azure-native:eventgrid:EventSubscription", "uploads", { destination: { endpointType: "WebHook", endpointUrl: secret("https://func-invoices.azurewebsites.net/x") }, eventSubscriptionName: "uploads", scope: office.id });
    return stack;
}
