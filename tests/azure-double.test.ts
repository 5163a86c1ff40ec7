import assert from "node:assert/strict";
import { ArmError } from "./azure/arm-error";
import { startAzureDouble, type AzureDouble } from "./azure/double";
import { assignment, child, endpoint, federated, GROUP, GROUP_ID, IDENTITY, IDENTITY_ID, registry, REGISTRY_ID, task, TOKEN } from "./azure/examples";
import { clientOf, principalOf } from "./azure/identities";
import { DEPLOYER, TENANT, type DoubleOptions } from "./azure/options";
import { KEY_USER } from "./azure/roles";
import { ProviderClient, type Write } from "./provider/client";
import { UNKNOWN, type Props } from "./provider/wire";

describe("the double of azure-native", () => {
    let double: AzureDouble;
    let client: ProviderClient;

    const start = async (options: DoubleOptions = {}) => {
        double = await startAzureDouble(options);
        client = new ProviderClient(double.port);
    };

    afterEach(async () => {
        client.close();
        await double.stop();
    });

    const group: Write = [TOKEN.group, GROUP];
    const identity: Write = [TOKEN.identity, IDENTITY];
    const made = (tier: string, properties: Props = {}, more: Props = {}): Write => [TOKEN.generic, registry(tier, properties, more)];
    const policy = (policies: Props): Props => ({ policies });
    const encryption = { encryption: { status: "enabled", keyVaultProperties: { keyIdentifier: "https://v.vault.azure.net/keys/k", identity: clientOf(IDENTITY_ID) } } };
    const withIdentity = { identity: { type: "UserAssigned", userAssignedIdentities: [IDENTITY_ID] } };
    const keyGrant: Write = [TOKEN.assignment, assignment({
        scope: `${GROUP_ID}/providers/Microsoft.KeyVault/vaults/v`, principalId: principalOf(IDENTITY_ID), roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${KEY_USER}`,
    })];
    const pullGrant: Write = [TOKEN.assignment, assignment({ principalId: principalOf(IDENTITY_ID) })];
    const replication: Write = [TOKEN.replication, child({ replicationName: "northeurope", location: "northeurope" })];
    const lock = (level: string): Write => [TOKEN.lock, { scope: REGISTRY_ID, lockName: "keep", level }];
    const webhook = (name: string): Write => [TOKEN.webhook, child({ webhookName: name, location: "westeurope", actions: ["push"], serviceUri: "https://example.com" })];
    const containers: Write = [TOKEN.containers, {
        resourceGroupName: "rg", containerGroupName: "web", location: "westeurope", osType: "Linux", ...withIdentity,
        containers: [{ name: "web", image: "contoso.azurecr.io/web@sha256:00", resources: { requests: { cpu: 1, memoryInGB: 1 } } }],
        imageRegistryCredentials: [{ server: "contoso.azurecr.io", identity: IDENTITY_ID }],
    }];

    const good: [title: string, before: Write[], last: Write][] = [
        ["a registry that asks for nothing", [group], made("Basic")],
        ["all that Premium has", [group], made("Premium", {
            dataEndpointEnabled: true, publicNetworkAccess: "Disabled", networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", value: "192.0.2.1" }] },
            policies: { retentionPolicy: { days: 365, status: "enabled" }, exportPolicy: { status: "disabled" }, quarantinePolicy: { status: "enabled" } },
        })],
        ["anonymous pull on Standard", [group], made("Standard", { anonymousPullEnabled: true })],
        ["a mode of roles", [group], made("Basic", { roleAssignmentMode: "AbacRepositoryPermissions", networkRuleBypassAllowedForTasks: true })],
        ["soft delete in a preview", [group], made("Basic", policy({ softDeletePolicy: { retentionDays: 7, status: "enabled" } }), { apiVersion: "2025-06-01-preview" })],
        ["a key of one's own", [group, identity, keyGrant], made("Premium", encryption, withIdentity)],
        ["a registry of the SDK's own type", [group], [TOKEN.registry, child({ sku: { name: "Basic" }, location: "westeurope", adminUserEnabled: false })]],
        ["a replica", [group, made("Premium")], replication],
        ["a task that reads with an identity", [group, made("Basic")], [TOKEN.generic, task({
            step: { type: "EncodedTask", encodedTaskContent: "eA==" }, platform: { os: "Linux" },
            trigger: { timerTriggers: [{ name: "nightly", schedule: "0 1 * * *" }] }, credentials: { sourceRegistry: { identity: "[system]" } },
        }, { identity: { type: "SystemAssigned" } })]],
        ["a private endpoint", [group, made("Premium")], [TOKEN.endpoint, endpoint()]],
        ["two principals of one role", [group, identity, made("Basic"), pullGrant], [TOKEN.assignment, assignment({ roleAssignmentName: "33333333-2222-4333-8444-555555555555" })]],
        ["two federated credentials, one after the other", [group, identity, [TOKEN.federated, federated("web")]], [TOKEN.federated, federated("api")]],
        ["a container group that may pull", [group, identity, made("Basic"), pullGrant], containers],
        ["Defender, which is there before", [], [TOKEN.pricing, { scopeId: GROUP_ID.split("/resourceGroups")[0], pricingName: "Containers", pricingTier: "Standard" }]],
        ["diagnostics to a workspace", [group, made("Basic")], [TOKEN.diagnostics, { resourceUri: REGISTRY_ID, name: "all", workspaceId: `${GROUP_ID}/providers/Microsoft.OperationalInsights/workspaces/w` }]],
    ];
    for (const [title, before, last] of good) {
        it(`takes ${title}`, async () => {
            await start();
            await client.createAll([...before, last]);
            assert.equal(double.resources.size, before.length + 1);
        });
    }

    const skuNotSupported = /Status=400 Code="SkuNotSupported" Message="The SKU Basic is not supported/;
    const bad: [title: string, before: Write[], last: Write, pattern: RegExp, options?: DoubleOptions][] = [
        ["a token that it does not know", [], ["azure-native:storage:StorageAccount", {}], /does not know azure-native:storage:StorageAccount/],
        ["an input that the SDK does not have", [], [TOKEN.group, { ...GROUP, colour: "red" }], /unknown property 'colour'/],
        ["a nested one", [group], [TOKEN.generic, { ...registry("Basic"), sku: { name: "Basic", colour: 1 } }], /unknown property 'sku\.colour'/],
        ["an input of another type", [], [TOKEN.group, { ...GROUP, location: 3 }], /'location' should not be a number/],
        ["a missing input", [group], [TOKEN.registry, child({ location: "westeurope" })], /missing required property 'sku'/],
        ["a missing name", [], [TOKEN.group, { location: "westeurope" }], /missing required property 'resourceGroupName'/],
        ["a property that the version does not have", [group], made("Basic", policy({ softDeletePolicy: { status: "enabled" } })), /Could not find member properties\.policies\.softDeletePolicy in version 2025-11-01/],
        ["a property that no version has", [group], made("Basic", { adminUser: false }), /properties\.adminUser/],
        ["a version that there is not", [group], made("Basic", {}, { apiVersion: "2024-03-01" }), /NoRegisteredProviderFound/],
        ["a body of a type that it does not know", [group], [TOKEN.generic, { ...registry("Basic"), resourceType: "importPipelines" }], /knows no bodies of Microsoft\.ContainerRegistry\/importPipelines/],
        ["a task's property of another version", [group, made("Basic")], [TOKEN.generic, task({ credentials: { sourceRegistry: { identity: "[system]" } } }, { apiVersion: "2019-06-01-preview" })], /sourceRegistry\.identity/],
        ["a resource without its group", [], made("Basic"), /Status=404 Code="ResourceGroupNotFound" Message="Resource group 'rg' could not be found\."/],
        ["a replica before its registry", [group], replication, /Status=404 Code="ParentResourceNotFound".*'registries\/replications'/],
        ["a role on a registry that is not there", [group], [TOKEN.assignment, assignment()], /Status=404 Code="ResourceNotFound"/],
        ["what exists", [group, made("Basic")], made("Basic"), /cannot create already existing resource '.*\/registries\/contoso'/],
        ["a name that is taken", [group], made("Basic"), /Status=409 Code="AlreadyInUse"/, { namesTaken: ["Contoso"] }],
        ["a registry's name", [group], made("Basic", {}, { resourceName: "a-b" }), /InvalidName/],
        ["an unknown tier", [group], made("Gold"), /InvalidSku/],
        ["anonymous pull on Basic", [group], made("Basic", { anonymousPullEnabled: true }), /Anonymous pull is not supported for SKU Managed_Basic/],
        ["no public access on Basic", [group], made("Basic", { publicNetworkAccess: "Disabled" }), /DisablingPublicNetworkAccessNotSupported/],
        ["a token with passwords", [group, made("Basic")], [TOKEN.token, child({
            tokenName: "robot", scopeMapId: `${REGISTRY_ID}/scopeMaps/_repositories_pull`, credentials: { passwords: [{ name: "password1", expiry: "2030-01-01T00:00:00Z" }] },
        })], /cannot be added, only generated/],
        ["a webhook where the registry is not", [group, made("Basic")], [TOKEN.webhook, child({
            webhookName: "hooks", location: "northeurope", actions: ["push"], serviceUri: "https://x.example",
        })], /InvalidWebhookLocation/],
        ["data endpoints on Basic", [group], made("Basic", { dataEndpointEnabled: true }), skuNotSupported],
        ["IP rules on Basic", [group], made("Basic", { networkRuleSet: { defaultAction: "Allow", ipRules: [{ value: "192.0.2.1" }] } }), skuNotSupported],
        ["a default of Deny on Basic", [group], made("Basic", { networkRuleSet: { defaultAction: "Deny" } }), skuNotSupported],
        ["a key of one's own on Basic", [group, identity, keyGrant], made("Basic", encryption, withIdentity), skuNotSupported],
        ["retention on Basic", [group], made("Basic", policy({ retentionPolicy: { days: 7, status: "enabled" } })), skuNotSupported],
        ["quarantine on Basic", [group], made("Basic", policy({ quarantinePolicy: { status: "enabled" } })), skuNotSupported],
        ["no export on Basic", [group], made("Basic", policy({ exportPolicy: { status: "disabled" } })), skuNotSupported],
        ["no export with public access", [group], made("Premium", policy({ exportPolicy: { status: "disabled" } })), /because the registry 'contoso' has exports disabled/],
        ["retention with soft delete", [group], made("Premium", policy({ retentionPolicy: { status: "enabled" }, softDeletePolicy: { status: "enabled" } }), { apiVersion: "2025-06-01-preview" }), /cannot both be enabled/],
        ["retention for too long", [group], made("Premium", policy({ retentionPolicy: { days: 366, status: "enabled" } })), /0 to 365 days/],
        ["soft delete for too long", [group], made("Premium", policy({ softDeletePolicy: { retentionDays: 91, status: "enabled" } }), { apiVersion: "2025-06-01-preview" }), /1 to 90 days/],
        ["a key whose identity is not the registry's", [group, identity, keyGrant], made("Premium", encryption), /is not assigned to the registry/],
        ["a key that its identity may not use", [group, identity], made("Premium", encryption, withIdentity), /has no access to the key/],
        ["a replica on Basic", [group, made("Basic")], replication, skuNotSupported],
        ["a replica at home", [group, made("Premium")], [TOKEN.replication, child({ replicationName: "westeurope", location: "West Europe" })], /in West Europe already/],
        ["a replica beside soft delete", [group, made("Premium", policy({ softDeletePolicy: { status: "enabled" } }), { apiVersion: "2025-06-01-preview" })], replication, /soft delete/],
        ["an agent pool on Basic", [group, made("Basic")], [TOKEN.agentPool, child({ agentPoolName: "pool", location: "westeurope", count: 1 })], skuNotSupported],
        ["a private endpoint on Basic", [group, made("Basic")], [TOKEN.endpoint, endpoint()], skuNotSupported],
        ["a private endpoint to nowhere", [group], [TOKEN.endpoint, endpoint()], /InvalidPrivateLinkServiceId/],
        ["a third webhook on Basic", [group, made("Basic"), webhook("first"), webhook("second")], webhook("third"), /The SKU Basic takes 2 webhooks/],
        ["a webhook's name", [group, made("Basic")], webhook("with-hyphen"), /InvalidResourceName/],
        ["a token without its scope map", [group, made("Basic")], [TOKEN.token, child({ tokenName: "puller", scopeMapId: `${REGISTRY_ID}/scopeMaps/none` })], /of scopeMapId was not found/],
        ["a cache rule without its credential set", [group, made("Basic")], [TOKEN.cacheRule, child({ cacheRuleName: "docker", sourceRepository: "docker.io/*", targetRepository: "docker/*", credentialSetResourceId: `${REGISTRY_ID}/credentialSets/none` })], /of credentialSetResourceId was not found/],
        ["an assignment whose name is no GUID", [group, made("Basic")], [TOKEN.assignment, assignment({ roleAssignmentName: "pull" })], /InvalidRoleAssignmentId/],
        ["an assignment of no role", [group, made("Basic")], [TOKEN.assignment, assignment({ roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/00000000-0000-0000-0000-000000000000" })], /RoleDefinitionDoesNotExist/],
        ["an assignment by a role's bare GUID", [group, made("Basic")], [TOKEN.assignment, assignment({ roleDefinitionId: KEY_USER })], /RoleDefinitionDoesNotExist/],
        ["an assignment without the principal's type", [group, made("Basic")], [TOKEN.assignment, assignment({ principalType: undefined })], /principalType/],
        ["a condition without its version", [group, made("Basic")], [TOKEN.assignment, assignment({ condition: "true" })], /conditionVersion/],
        ["the same assignment by another name", [group, made("Basic"), [TOKEN.assignment, assignment()]], [TOKEN.assignment, assignment({ roleAssignmentName: "33333333-2222-4333-8444-555555555555" })], /Status=409 Code="RoleAssignmentExists"/],
        ["a principal that is not there", [group, made("Basic")], [TOKEN.assignment, assignment()], /PrincipalNotFound/, { noPrincipals: [String(assignment()["principalId"])] }],
        ["a new principal", [group, identity, made("Basic")], pullGrant, new RegExp(`Status=400 Code="PrincipalNotFound" Message="Principal ${principalOf(IDENTITY_ID).replaceAll("-", "")} does not exist in the directory ${TENANT}\\.`), { principalTries: 1 }],
        ["the same subject twice", [group, identity, [TOKEN.federated, federated("web")]], [TOKEN.federated, federated("api", String(federated("web")["subject"]))], /Issuer and subject combination already exists/],
        ["a subject with a wildcard", [group, identity], [TOKEN.federated, federated("web", "repo:contoso/*")], /Wildcard characters are not supported/],
        ["a lock of no level", [group, made("Basic")], lock("Firm"), /InvalidLockLevel/],
        ["a write under a lock", [group, made("Premium"), lock("ReadOnly")], replication, /Status=409 Code="ScopeLocked".*cannot perform write operation/],
        ["diagnostics to nowhere", [group, made("Basic")], [TOKEN.diagnostics, { resourceUri: REGISTRY_ID, name: "all" }], /At least one data sink/],
        ["a container group that may not pull", [group, identity, made("Basic")], containers, /InaccessibleImage/],
        ["a container group whose role the registry's mode does not honour", [group, identity, made("Basic", { roleAssignmentMode: "AbacRepositoryPermissions" }), pullGrant], containers, /InaccessibleImage/],
    ];
    for (const [title, before, last, pattern, options] of bad) {
        it(`refuses ${title}`, async () => {
            await start(options);
            await client.createAll(before);
            const count = double.resources.size;
            await assert.rejects(client.create(...last), pattern);
            assert.equal(double.resources.size, count, "nothing is left behind");
        });
    }

    const badUpdates: [title: string, before: Write[], token: string, id: string, inputs: Props, pattern: RegExp][] = [
        ["a lower tier with a replica", [group, made("Premium"), replication], TOKEN.generic, REGISTRY_ID, registry("Standard"), /the registry has the replications northeurope/],
        ["a lower tier with what it does not have", [group, made("Premium", { dataEndpointEnabled: true })], TOKEN.generic, REGISTRY_ID, registry("Standard", { dataEndpointEnabled: true }), /SKU Standard is not supported/],
        ["a key of one's own afterwards", [group, identity, keyGrant, made("Premium")], TOKEN.generic, REGISTRY_ID, registry("Premium", encryption, withIdentity), /only when a registry is created/],
        ["another region", [group, made("Basic")], TOKEN.generic, REGISTRY_ID, registry("Basic", {}, { location: "northeurope" }), /Status=409 Code="InvalidResourceLocation"/],
        ["another role", [group, made("Basic"), [TOKEN.assignment, assignment()]], TOKEN.assignment, `${REGISTRY_ID}/providers/Microsoft.Authorization/roleAssignments/${String(assignment()["roleAssignmentName"])}`,
            assignment({ roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/8311e382-0749-4cb8-b61a-304f252e45ec" }), /RoleAssignmentUpdateNotPermitted/],
    ];
    for (const [title, before, token, id, inputs, pattern] of badUpdates) {
        it(`refuses to update to ${title}`, async () => {
            await start();
            await client.createAll(before);
            await assert.rejects(client.update(token, id, inputs), pattern);
        });
    }

    it("refuses to delete under a lock, whatever is asked to go", async () => {
        await start();
        await client.createAll([group, made("Premium"), replication, lock("CanNotDelete")]);
        const scope = new RegExp(`following scope\\(s\\) are locked: '${REGISTRY_ID}'`);
        await assert.rejects(client.delete(TOKEN.generic, REGISTRY_ID), scope);
        await assert.rejects(client.delete(TOKEN.replication, `${REGISTRY_ID}/replications/northeurope`), scope);
        await assert.rejects(client.delete(TOKEN.group, GROUP_ID), scope);
        await client.delete(TOKEN.lock, `${REGISTRY_ID}/providers/Microsoft.Authorization/locks/keep`);
        await client.delete(TOKEN.generic, REGISTRY_ID);
        assert.deepEqual([...double.resources.keys()], [GROUP_ID]);
    });

    it("takes what is in a group, on a registry and under it, away with it", async () => {
        await start();
        await client.createAll([group, identity, made("Premium"), replication, pullGrant, [TOKEN.federated, federated("web")]]);
        await client.delete(TOKEN.generic, REGISTRY_ID);
        assert.equal(double.resources.size, 3);
        await client.delete(TOKEN.group, GROUP_ID);
        assert.equal(double.resources.size, 0);
        await client.delete(TOKEN.group, GROUP_ID);
    });

    it("finds a new principal at last", async () => {
        await start({ principalTries: 2 });
        await client.createAll([group, identity, made("Basic")]);
        await assert.rejects(client.create(...pullGrant), /PrincipalNotFound/);
        await assert.rejects(client.create(...pullGrant), /PrincipalNotFound/);
        await client.create(...pullGrant);
    });

    it("takes one federated credential of an identity at a time", async () => {
        await start();
        await client.createAll([group, identity]);
        const both = await Promise.allSettled(["web", "api"].map((name) => client.create(TOKEN.federated, federated(name))));
        const [refused] = both.filter(({ status }) => status === "rejected");
        assert.match(String((refused as PromiseRejectedResult | undefined)?.reason), /Status=409 Code="ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity"/);
        assert.equal(double.resources.size, 3);
    });

    describe("in a preview", () => {
        it("knows what the inputs say, and not what Azure decides", async () => {
            await start();
            const { id, outputs } = await client.create(TOKEN.identity, IDENTITY, { preview: true });
            assert.equal(id, "");
            assert.deepEqual([outputs["location"], outputs["principalId"], outputs["clientId"], outputs["name"]], ["westeurope", UNKNOWN, UNKNOWN, UNKNOWN]);
            assert.equal(double.resources.size, 0);
        });

        it("takes the generic resource's properties as they are, so that what Azure adds is absent", async () => {
            await start();
            const { outputs } = await client.create(TOKEN.generic, registry("Basic", { adminUserEnabled: false }, { identity: { type: "SystemAssigned" } }), { preview: true });
            assert.deepEqual(outputs["properties"], { adminUserEnabled: false });
            assert.equal(outputs["name"], UNKNOWN);
            assert.equal((outputs["identity"] as Props)["principalId"], UNKNOWN);
        });

        it("takes unknown inputs, and refuses nothing that only Azure knows", async () => {
            await start();
            const { outputs } = await client.create(TOKEN.replication, child({ registryName: UNKNOWN, replicationName: "northeurope", location: "northeurope" }), { preview: true });
            assert.equal(outputs["location"], "northeurope");
        });

        it("keeps the name and the region of what is updated", async () => {
            await start();
            await client.createAll([group, made("Basic")]);
            const outputs = await client.update(TOKEN.generic, REGISTRY_ID, registry("Premium"), { preview: true, olds: { name: "contoso", location: "westeurope" } });
            assert.deepEqual([outputs["name"], outputs["location"], outputs["type"]], ["contoso", "westeurope", UNKNOWN]);
        });
    });

    it("answers with what Azure adds", async () => {
        await start({ loginServer: "127.0.0.1:5000" });
        await client.createAll([group]);
        const { id, outputs } = await client.create(...made("Premium", { roleAssignmentMode: "AbacRepositoryPermissions" }, { identity: { type: "SystemAssigned" } }));
        assert.equal(id, REGISTRY_ID);
        const { loginServer, provisioningState, publicNetworkAccess } = outputs["properties"] as Props;
        assert.deepEqual([loginServer, provisioningState, publicNetworkAccess], ["127.0.0.1:5000", "Succeeded", "Enabled"]);
        assert.equal((outputs["identity"] as Props)["principalId"], principalOf(REGISTRY_ID));
        assert.deepEqual([outputs["name"], outputs["type"], outputs["properties"] !== undefined], ["contoso", "Microsoft.ContainerRegistry/registries", true]);
    });

    const diffs: [title: string, token: string, olds: Props, news: Props, want: { changes: string[]; replaces: string[] }][] = [
        ["nothing", TOKEN.generic, registry("Basic"), registry("Basic"), { changes: [], replaces: [] }],
        ["a region in other letters", TOKEN.group, GROUP, { ...GROUP, location: "West Europe" }, { changes: [], replaces: [] }],
        ["a tier, in place", TOKEN.generic, registry("Basic"), registry("Premium"), { changes: ["sku.name"], replaces: [] }],
        ["a policy, in place", TOKEN.generic, registry("Basic", { policies: { a: { status: "x" } } }), registry("Basic", { policies: { a: { status: "y" } } }), { changes: ["properties.policies.a.status"], replaces: [] }],
        ["a name, by replacing", TOKEN.generic, registry("Basic"), registry("Basic", {}, { resourceName: "other" }), { changes: ["resourceName"], replaces: ["resourceName"] }],
        ["a principal, by replacing", TOKEN.assignment, assignment(), assignment({ principalId: UNKNOWN }), { changes: ["principalId"], replaces: ["principalId"] }],
        ["a list's element", TOKEN.webhook, child({ actions: ["push"] }), child({ actions: ["push", "delete"] }), { changes: ["actions[1]"], replaces: [] }],
    ];
    for (const [title, token, olds, news, want] of diffs) {
        it(`sees that ${title} differs`, async () => {
            await start();
            assert.deepEqual(await client.diff(token, olds, news), want);
        });
    }

    it("reads what was changed in Azure, what came beside it, and what is gone", async () => {
        await start();
        await client.createAll([group]);
        const inputs = registry("Premium", { adminUserEnabled: false, dataEndpointEnabled: true });
        const { outputs } = await client.create(TOKEN.generic, inputs);
        assert.deepEqual((await client.read(TOKEN.generic, REGISTRY_ID, inputs, outputs)).inputs, JSON.parse(JSON.stringify(inputs)));
        await client.createAll([replication]);
        const registered = double.cloud.require(REGISTRY_ID);
        double.resources.set(REGISTRY_ID, { ...registered, properties: { ...registered.properties, adminUserEnabled: true } });
        const read = (await client.read(TOKEN.generic, REGISTRY_ID, inputs, outputs)).inputs["properties"] as Props;
        assert.deepEqual(read, { adminUserEnabled: true, dataEndpointEnabled: true, dataEndpointHostNames: ["contoso.westeurope.data.azurecr.io", "contoso.northeurope.data.azurecr.io"] });
        double.cloud.remove(REGISTRY_ID);
        assert.equal((await client.read(TOKEN.generic, REGISTRY_ID, inputs, outputs)).id, "");
    });

    it("reads what is to be imported, with its names", async () => {
        await start();
        await client.createAll([group, made("Premium"), replication]);
        const { inputs } = await client.read(TOKEN.replication, `${REGISTRY_ID}/replications/northeurope`);
        assert.deepEqual([inputs["resourceGroupName"], inputs["registryName"], inputs["replicationName"], inputs["location"]], ["rg", "contoso", "northeurope", "northeurope"]);
    });

    describe("with faults", () => {
        const busy = new ArmError(429, "TooManyRequests", "Too many requests.", 5);

        it("asks again after a 429, as azure-native does", async () => {
            await start();
            double.faults = [{ operation: "create", id: /resourceGroups\/rg$/, times: 3, error: busy }];
            await client.createAll([group]);
            assert.equal(double.calls.at(-1)?.errors.length, 3);
            assert.equal(double.calls.at(-1)?.failed, false);
        });

        it("gives up after four", async () => {
            await start();
            double.faults = [{ operation: "create", id: /rg$/, times: 4, error: busy }];
            await assert.rejects(client.create(...group), /Status=429 Code="TooManyRequests"/);
            assert.deepEqual([double.resources.size, double.faults.length], [0, 0]);
        });

        it("does not ask again after what will not pass", async () => {
            await start();
            double.faults = [{ operation: "create", id: /rg$/, error: new ArmError(403, "AuthorizationFailed", "The client does not have authorization.") }];
            await assert.rejects(client.create(...group), /Status=403/);
            await client.create(...group);
        });

        it("has made what its answer was lost of", async () => {
            await start();
            double.faults = [{ operation: "create", id: /rg$/, happened: "unanswered" }];
            await assert.rejects(client.create(...group), /operation timed out/);
            assert.ok(double.resources.has(GROUP_ID));
            await assert.rejects(client.create(...group), /cannot create already existing resource/);
        });

        it("holds back what is slow", async () => {
            await start();
            let release = () => {};
            double.faults = [{ operation: "create", id: /rg$/, until: new Promise<void>((resolve) => (release = resolve)) }];
            const creating = client.create(...group);
            await client.invoke("azure-native:authorization:getClientConfig");
            assert.equal(double.resources.size, 0);
            release();
            await creating;
            assert.equal(double.resources.size, 1);
        });
    });

    it("says who deploys, and with which token", async () => {
        await start({ entraToken: "t", clusters: { [`${GROUP_ID}/providers/Microsoft.ContainerService/managedClusters/aks`]: "kubelet" } });
        assert.deepEqual(await client.invoke("azure-native:authorization:getClientToken", { endpoint: "https://containerregistry.azure.net" }), { token: "t" });
        assert.equal((await client.invoke("azure-native:authorization:getClientConfig"))["objectId"], DEPLOYER);
        double.add(IDENTITY_ID);
        assert.equal((await client.invoke("azure-native:managedidentity:getUserAssignedIdentity", { resourceGroupName: "rg", resourceName: "puller" }))["principalId"], principalOf(IDENTITY_ID));
        const cluster = await client.invoke("azure-native:containerservice:getManagedCluster", { resourceGroupName: "rg", resourceName: "aks" });
        assert.equal(((cluster["identityProfile"] as Props)["kubeletidentity"] as Props)["objectId"], "kubelet");
        await assert.rejects(client.invoke("azure-native:resources:getResourceGroup", { resourceGroupName: "none" }), /ResourceNotFound/);
        await assert.rejects(client.invoke("azure-native:storage:listKeys"), /does not know azure-native:storage:listKeys/);
    });

    it("takes the region from the stack's configuration, or from the group", async () => {
        await start();
        await client.createAll([group]);
        assert.equal((await client.check(TOKEN.generic, registry("Basic", {}, { location: undefined })))["location"], "westeurope");
        await client.configure({ "azure-native:config:location": "northeurope" });
        assert.equal((await client.check(TOKEN.generic, registry("Basic", {}, { location: undefined })))["location"], "northeurope");
    });
});
