import { labels } from "../compliant/azure";
import { base64, digest, json, Stack, text, type Inputs, type Resource, type Value } from "../compliant/stack";

const SUBSCRIPTION = "/subscriptions/6f1c2b7e-4a30-4c55-9d0e-21b7a4e8c9d1";
const IDENTITY = `${SUBSCRIPTION}/resourceGroups/rg-bad/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-bad`;
const ROLES = `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions`;
const ACCOUNT = "318274650912";
const HOST = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;
const DIGEST = `${HOST}/shop@${digest("shop")}`;

/** Plants a fault, and returns the resource that has it; all else that is declared for it is as it should be. */
export type Plant = (stack: Stack, name: string) => Resource;

/** A stack with faults that do not touch each other. */
export interface Planted {
    /** By rule. */
    readonly faults: Readonly<Record<string, Plant>>;

    /** The project's settings. @default - none */
    readonly policies?: string;

    /** The exit code of a check. */
    readonly status: 0 | 1;
}

/** Faults for each rule of the pack, by stack. */
export const PLANTED: Readonly<Record<string, Planted>> = {
    prod: { status: 1, faults: {
        "aci-image-is-pinned": (stack, name) => group(stack, name, { containers: [{ image: "orchard.azurecr.io/shop:latest", name: "shop" }] }),
        "aci-no-registry-password": (stack, name) => group(stack, name, { imageRegistryCredentials: [{ password: "p", server: "orchard.azurecr.io", username: "orchard" }] }),
        "acr-cache-has-bypass": (stack, name) => child(stack, name, "CacheRule", { sourceRepository: "mcr.microsoft.com/dotnet/*", targetRepository: "dotnet/*" }, { networkRuleBypassOptions: "None" }),
        "acr-cache-upstream-allowed": (stack, name) => child(stack, name, "CacheRule", { sourceRepository: "docker.io/library/redis", targetRepository: "redis" }),
        "acr-cleans-up": (stack, name) => registry(stack, name, { policies: { ...POLICIES_ON, retentionPolicy: { days: 7, status: "disabled" } } }),
        "acr-export-matches-access": (stack, name) => registry(stack, name, { networkRuleSet: { defaultAction: "Deny" }, policies: { ...POLICIES_ON, exportPolicy: { status: "disabled" } }, publicNetworkAccess: "Enabled" }),
        "acr-grant-least-privilege": (stack, name) => grant(stack, name, `${ROLES}/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`, registry(stack, `${name}-registry`)),
        "acr-logged": (stack, name) => registry(stack, name, {}, ["logs"]),
        "acr-name-valid": (stack, name) => child(stack, name, "Webhook", { actions: ["push"], serviceUri: "https://hooks.orchard.example/acr", webhookName: "on-push" }),
        "acr-network-restricted": (stack, name) => registry(stack, name, { publicNetworkAccess: "Enabled" }),
        "acr-no-admin-user": (stack, name) => registry(stack, name, { adminUserEnabled: true }),
        "acr-no-anonymous-pull": (stack, name) => registry(stack, name, { anonymousPullEnabled: true }),
        "acr-private-link": (stack, name) => registry(stack, name, {}, ["endpoint"]),
        "acr-purge-has-filter": (stack, name) => task(stack, name, { encodedTaskContent: base64("version: v1.1.0\nsteps:\n  - cmd: acr purge --ago 1d --untagged-only\n"), type: "EncodedTask" }),
        "acr-replica-elsewhere": (stack, name) => child(stack, name, "Replication", { location: "West Europe", replicationName: "westeurope" }),
        "acr-retention-xor-soft-delete": (stack, name) => registry(stack, name, { policies: { ...POLICIES_ON, softDeletePolicy: { retentionDays: 7, status: "enabled" } } }),
        "acr-role-fits-mode": (stack, name) => grant(stack, name, `${ROLES}/7f951dda-4ed3-4680-a7ca-43fe172d538d`, registry(stack, `${name}-registry`, { roleAssignmentMode: "AbacRepositoryPermissions" })),
        "acr-scope-map-bounded": (stack, name) => child(stack, name, "ScopeMap", { actions: ["repositories/*/content/write"], scopeMapName: "writers" }),
        "acr-task-has-identity": (stack, name) => task(stack, name, { contextPath: "https://github.com/orchard/shop.git", dockerFilePath: "Dockerfile", type: "Docker" }, {}),
        "acr-task-no-inline-secret": (stack, name) => task(stack, name, { arguments: [{ isSecret: false, name: "NPM_TOKEN", value: "t" }], dockerFilePath: "Dockerfile", type: "Docker" }),
        "acr-token-expires": (stack, name) => child(stack, name, "Token", { credentials: { passwords: [{ name: "password1" }] }, status: "enabled", tokenName: "device" }),
        "acr-webhook-https": (stack, name) => child(stack, name, "Webhook", { actions: ["push"], serviceUri: "http://hooks.orchard.example/acr", webhookName: "onpush" }),
        "apprunner-image-is-pinned": (stack, name) => stack.add("aws:apprunner/service:Service", name, { serviceName: name, sourceConfiguration: { imageRepository: { imageIdentifier: `${HOST}/shop:latest`, imageRepositoryType: "ECR" } } }),
        "containerapp-image-is-pinned": (stack, name) => stack.add("azure-native:app:ContainerApp", name, { containerAppName: name, template: { containers: [{ image: "orchard.azurecr.io/shop:main", name: "shop" }] } }),
        "containerapp-no-registry-password": (stack, name) => stack.add("azure-native:app:ContainerApp", name, { configuration: { registries: [{ passwordSecretRef: "registry", server: "orchard.azurecr.io", username: "orchard" }] }, containerAppName: name }),
        "ecr-force-delete-off": (stack, name) => repository(stack, name, { forceDelete: true }),
        "ecr-has-lifecycle": (stack, name) => repository(stack, name, {}, false),
        "ecr-immutable-tags": (stack, name) => repository(stack, name, { imageTagMutability: "MUTABLE" }),
        "ecr-lifecycle-sound": (stack, name) => lifecycle(stack, name, repository(stack, `${name}-repository`, {}, false), 0),
        "ecr-name-valid": (stack, name) => repository(stack, name, { name: "Shop" }),
        "ecr-no-public-access": (stack, name) => policy(stack, name, { Action: "ecr:BatchGetImage", Effect: "Allow", Principal: "*" }),
        "ecr-policy-principals-bounded": (stack, name) => policy(stack, name, { Action: "ecr:PutImage", Effect: "Allow", Principal: { AWS: "arn:aws:iam::742918305566:root" } }),
        "ecr-scanned": (stack, name) => repository(stack, name, { imageScanningConfiguration: { scanOnPush: false } }),
        "ecs-image-is-pinned": (stack, name) => definition(stack, name, { image: `${HOST}/shop:latest` }),
        "ecs-no-registry-password": (stack, name) => definition(stack, name, { image: DIGEST, repositoryCredentials: { credentialsParameter: "arn:aws:secretsmanager:eu-central-1:318274650912:secret:login" } }),
        "image-base-pinned": (stack, name) => image(stack, name, { dockerfile: { inline: "FROM node\nCOPY . .\n" } }),
        "image-cache-fits-ecr": (stack, name) => image(stack, name, { cacheTo: [{ registry: { imageManifest: false, ociMediaTypes: true, ref: `${HOST}/shop:buildcache` } }] }),
        "image-context-bounded": (stack, name) => image(stack, name, { context: { location: "." } }),
        "image-exports-once": (stack, name) => image(stack, name, { load: true }),
        "image-labelled": (stack, name) => image(stack, name, { labels: {} }),
        "image-name-says-something": (stack, name) => image(stack, name, {}, "app:1.4.2"),
        "image-no-exec": (stack, name) => image(stack, name, { exec: true }),
        "image-no-host-network": (stack, name) => image(stack, name, { network: "host" }),
        "image-no-preview-cache": (stack, name) => image(stack, name, { buildOnPreview: true, cacheTo: [{ gha: { scope: "shop" } }], exports: [{ registry: { ociMediaTypes: true } }], push: false }),
        "image-no-secret-build-args": (stack, name) => image(stack, name, { buildArgs: { NPM_TOKEN: "t0k3n" } }),
        "image-one-platform-cache": (stack, name) => image(stack, name, { cacheTo: [{ gha: { scope: "shop" } }], platforms: ["linux/amd64", "linux/arm64"] }),
        "image-paths-relative": (stack, name) => image(stack, name, { context: { location: "/home/runner/work/shop" } }),
        "image-pushed-to-known-registry": (stack, name) => image(stack, name, { tags: ["registry.example/shop:1.4.2"] }),
        "image-tag-is-versioned": (stack, name) => image(stack, name, {}, "shop/search:latest"),
        "k8s-image-is-pinned": (stack, name) => stack.add("kubernetes:apps/v1:Deployment", name, { apiVersion: "apps/v1", kind: "Deployment", metadata: { name }, spec: { template: { spec: { containers: [{ image: DIGEST, name: "shop" }], initContainers: [{ image: "busybox", name: "wait" }] } } } }),
        "k8s-no-registry-password": (stack, name) => stack.add("kubernetes:core/v1:Secret", name, { apiVersion: "v1", data: { ".dockerconfigjson": base64(json({ auths: { "orchard.azurecr.io": { password: "p", username: "orchard" } } })) }, kind: "Secret", metadata: { name }, type: "kubernetes.io/dockerconfigjson" }),
        "lambda-image-is-pinned": (stack, name) => stack.add("aws:lambda/function:Function", name, { imageUri: `${HOST}/shop:prod`, packageType: "Image", role: "arn:aws:iam::318274650912:role/shop" }),
        "oidc-trust-bounded": (stack, name) => stack.add("aws:iam/role:Role", name, { assumeRolePolicy: document({ Action: "sts:AssumeRoleWithWebIdentity", Condition: { StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" } }, Effect: "Allow", Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` } }) }),
        "webapp-image-is-pinned": (stack, name) => stack.add("azure-native:web:WebApp", name, { name, siteConfig: { acrUseManagedIdentityCreds: true, linuxFxVersion: "DOCKER|orchard.azurecr.io/shop:latest" } }),
        "webapp-no-registry-password": (stack, name) => stack.add("azure-native:web:WebApp", name, { name, siteConfig: { appSettings: [{ name: "DOCKER_REGISTRY_SERVER_PASSWORD", value: "p" }], linuxFxVersion: "DOCKER|orchard.azurecr.io/shop:1.4.2" } }),
    } },
    // Other rules leave stacks of development alone.
    dev: { status: 1, faults: {
        "acr-premium-for-features": (stack, name) => registry(stack, name, { encryption: { status: "disabled" }, policies: {}, publicNetworkAccess: "Disabled", sku: { name: "Standard" } }, ["endpoint", "logs"]),
        "acr-premium-for-replication": (stack, name) => {
            const owner = registry(stack, `${name}-registry`, { encryption: { status: "disabled" }, policies: {}, publicNetworkAccess: "Enabled", sku: { name: "Standard" } }, ["endpoint", "logs"]);
            return stack.add("azure-native:containerregistry:Replication", name, { location: "northeurope", registryName: owner.out("registryName"), replicationName: "northeurope" });
        },
    } },
    // Rules that are off, or have nothing to demand, until somebody sets them up.
    "strict-prod": { status: 1, policies: "rules: { acr-customer-key: mandatory, acr-locked: mandatory, acr-no-arm-audience: mandatory, ecr-customer-key: mandatory, registry-tagged: { required: [owner] } }\n", faults: {
        "acr-customer-key": (stack, name) => registry(stack, name, { encryption: { status: "disabled" } }),
        "acr-locked": (stack, name) => registry(stack, name, {}, ["lock"]),
        "acr-no-arm-audience": (stack, name) => registry(stack, name, { policies: { retentionPolicy: POLICIES_ON.retentionPolicy } }),
        "ecr-customer-key": (stack, name) => repository(stack, name, { encryptionConfigurations: [{ encryptionType: "AES256" }] }),
        "registry-tagged": (stack, name) => registry(stack, name, { tags: { team: "shop" } }),
    } },
    // No tier that is too small for production has a network that can be restricted.
    "small-prod": { status: 0, policies: "rules: { acr-network-restricted: disabled }\n", faults: {
        "acr-tier-for-production": (stack, name) => basic(stack, name),
    } },
};

/** Returns a stack with all its faults, and the URNs of what has them, by rule. */
export function plant(name: string): { readonly stack: Stack; readonly planted: ReadonlyMap<string, string> } {
    const stack = new Stack("planted", name);
    const planted = Object.entries(PLANTED[name]?.faults ?? {}).map(([rule, add]) => [rule, add(stack, `bad-${rule}`).urn] as const);
    return { stack, planted: new Map(planted) };
}

const POLICIES_ON = { azureADAuthenticationAsArmPolicy: { status: "disabled" }, retentionPolicy: { days: 7, status: "enabled" } };

/** Returns a registry of which nothing can be said, but for what is set otherwise or left out. */
function registry(stack: Stack, name: string, inputs: Inputs = {}, without: readonly ("endpoint" | "lock" | "logs")[] = []): Resource {
    const registryName = name.replaceAll(/[^a-z]/g, "");
    const made = stack.add("azure-native:containerregistry:Registry", name, {
        adminUserEnabled: false,
        encryption: { keyVaultProperties: { identity: "5d2f4a33-7d0e-4b1c-8d19-0f5f9d6a9e02", keyIdentifier: "https://kv-bad.vault.azure.net/keys/registry" }, status: "enabled" },
        location: "westeurope",
        networkRuleBypassOptions: "AzureServices",
        policies: POLICIES_ON,
        publicNetworkAccess: "Disabled",
        registryName,
        resourceGroupName: "rg-bad",
        sku: { name: "Premium" },
        tags: { owner: "platform" },
        ...inputs,
    }, { id: `${SUBSCRIPTION}/resourceGroups/rg-bad/providers/Microsoft.ContainerRegistry/registries/${registryName}`, outputs: { loginServer: `${registryName}.azurecr.io` } });
    if (!without.includes("endpoint")) {
        stack.add("azure-native:network:PrivateEndpoint", `${name}-endpoint`, { privateLinkServiceConnections: [{ groupIds: ["registry"], name: "registry", privateLinkServiceId: made.id }], resourceGroupName: "rg-bad" });
    }
    if (!without.includes("logs")) {
        stack.add("azure-native:monitor:DiagnosticSetting", `${name}-logs`, { logs: [{ categoryGroup: "audit", enabled: true }], resourceUri: made.id, workspaceId: `${SUBSCRIPTION}/workspace` });
    }
    if (!without.includes("lock")) {
        stack.add("azure-native:authorization:ManagementLockByScope", `${name}-lock`, { level: "CanNotDelete", scope: made.id });
    }
    return made;
}

function basic(stack: Stack, name: string): Resource {
    const made = stack.add("azure:containerservice/registry:Registry", name, { adminEnabled: false, location: "West Europe", name: "basicshop", resourceGroupName: "rg-bad", sku: "Basic", tags: { owner: "platform" } }, { id: `${SUBSCRIPTION}/resourceGroups/rg-bad/providers/Microsoft.ContainerRegistry/registries/basicshop` });
    stack.add("azure:monitoring/diagnosticSetting:DiagnosticSetting", `${name}-logs`, { enabledLogs: [{ categoryGroup: "audit" }], name: "logs", targetResourceId: made.id });
    stack.add("azure:management/lock:Lock", `${name}-lock`, { lockLevel: "CanNotDelete", name: "keep", scope: made.id });
    stack.add("azure:containerservice/registryTask:RegistryTask", `${name}-purge`, { containerRegistryId: made.id, encodedStep: { taskContent: "version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'shop:.*' --ago 30d\n" }, name: "purge" });
    return made;
}

function child(stack: Stack, name: string, type: string, inputs: Inputs, owner: Inputs = {}): Resource {
    return stack.add(`azure-native:containerregistry:${type}`, name, { registryName: registry(stack, `${name}-registry`, owner).out("registryName"), resourceGroupName: "rg-bad", ...inputs });
}

function task(stack: Stack, name: string, step: Inputs, more: Inputs = { identity: { type: "UserAssigned", userAssignedIdentities: [IDENTITY] } }): Resource {
    return child(stack, name, "Task", { step, taskName: "build", ...more });
}

function grant(stack: Stack, name: string, roleDefinitionId: string, owner: Resource): Resource {
    return stack.add("azure-native:authorization:RoleAssignment", name, { principalId: "a6c1b6e2-2f0f-4c4e-9a51-b07c6a0f7f11", roleDefinitionId, scope: owner.id });
}

function group(stack: Stack, name: string, inputs: Inputs): Resource {
    return stack.add("azure-native:containerinstance:ContainerGroup", name, { containerGroupName: name, osType: "Linux", resourceGroupName: "rg-bad", ...inputs });
}

function repository(stack: Stack, name: string, inputs: Inputs = {}, isCleaned = true): Resource {
    const key = "arn:aws:kms:eu-central-1:318274650912:key/7c0b2f8e-51d4-4a0f-9b7c-6d3e1f2a4b5c";
    const made = stack.add("aws:ecr/repository:Repository", name, { encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key }], imageScanningConfiguration: { scanOnPush: true }, imageTagMutability: "IMMUTABLE", name, tags: { owner: "platform" }, ...inputs }, { outputs: { repositoryUrl: `${HOST}/${name}` } });
    if (isCleaned) {
        lifecycle(stack, `${name}-lifecycle`, made, 100);
    }
    return made;
}

function lifecycle(stack: Stack, name: string, owner: Resource, countNumber: number): Resource {
    return stack.add("aws:ecr/lifecyclePolicy:LifecyclePolicy", name, { policy: json({ rules: [{ action: { type: "expire" }, rulePriority: 1, selection: { countNumber, countType: "imageCountMoreThan", tagStatus: "any" } }] }), repository: owner.out("name") });
}

function policy(stack: Stack, name: string, statement: Inputs): Resource {
    return stack.add("aws:ecr/repositoryPolicy:RepositoryPolicy", name, { policy: document(statement), repository: repository(stack, `${name}-repository`).out("name") });
}

function document(statement: Inputs): Value {
    return json({ Statement: [statement], Version: "2012-10-17" });
}

function definition(stack: Stack, name: string, container: Inputs): Resource {
    return stack.add("aws:ecs/taskDefinition:TaskDefinition", name, { containerDefinitions: json([{ name: "shop", ...container }]), family: name });
}

function image(stack: Stack, name: string, inputs: Inputs, tag = "shop/search:1.4.2"): Resource {
    const owner = registry(stack, `${name}-registry`);
    return stack.add("docker-build:index:Image", name, { buildOnPreview: false, context: { location: "../search" }, dockerfile: {}, exec: false, labels: labels("search", "1.4.2"), load: false, network: "default", push: true, tags: [text`${owner.out("loginServer")}/${tag}`], ...inputs });
}
