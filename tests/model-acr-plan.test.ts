import assert from "node:assert/strict";
import { planAcr } from "../model/acr/plan-acr";
import { cache, credentialSet, endpoint, IDS, requireAcr, scopeMap, times, token, webhook, type Values } from "./model-acr-spec";

function requirePlan(keys: Values, stack = "prod") {
    const { plan, problems } = planAcr(requireAcr(keys), { stack, images: [] });
    assert.deepEqual(problems, []);
    assert.ok(plan !== undefined);
    return plan;
}

const KEY = "https://contoso-keys.vault.azure.net/keys/images";
const NO_PARTS = {
    replications: [], privateEndpoints: [], credentialSets: [], cacheRules: [], scopeMaps: [], tokens: [], webhooks: [],
    diagnostics: [], agentPools: [], tasks: [],
};

describe("planAcr()", () => {
    it("plans a registry of nothing but its name", () => {
        assert.deepEqual(requirePlan({ location: "West Europe" }), {
            name: "contoso", resourceGroup: { name: "rg-images", existing: false }, location: "westeurope", tier: "Basic",
            tags: {}, protect: true, permissions: "legacy", apiVersion: "2025-11-01",
            properties: {
                adminUserEnabled: false, anonymousPullEnabled: false, dataEndpointEnabled: false, publicNetworkAccess: "Enabled",
                networkRuleBypassOptions: "AzureServices", networkRuleBypassAllowedForTasks: false,
                roleAssignmentMode: "LegacyRegistryPermissions",
                policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } },
            },
            identity: { system: false, existing: [] }, ...NO_PARTS, defender: false,
            notices: ["registry contoso: tier Basic, as nothing asks for more"],
        });
    });

    it("plans what only Premium has", () => {
        const { properties } = requirePlan({
            tier: "Premium", permissions: "abac", ipRules: ["8.8.8.8"], tasksBypass: true, trustedServices: false,
            armTokens: false, retentionDays: 15, quarantine: true, anonymousPull: true, dataEndpoints: true,
        });
        assert.deepEqual(properties, {
            adminUserEnabled: false, anonymousPullEnabled: true, dataEndpointEnabled: true, publicNetworkAccess: "Enabled",
            networkRuleBypassOptions: "None", networkRuleBypassAllowedForTasks: true,
            networkRuleSet: { defaultAction: "Deny", ipRules: [{ action: "Allow", value: "8.8.8.8" }] },
            roleAssignmentMode: "AbacRepositoryPermissions",
            policies: {
                azureADAuthenticationAsArmPolicy: { status: "disabled" },
                exportPolicy: { status: "enabled" },
                quarantinePolicy: { status: "enabled" },
                retentionPolicy: { days: 15, status: "enabled" },
            },
        });
    });

    it("turns policies off on Premium where they are not asked for", () => {
        const { networkRuleSet, policies } = requirePlan({ tier: "Premium" }).properties;
        assert.deepEqual(networkRuleSet, { defaultAction: "Allow", ipRules: [] });
        assert.deepEqual(policies.retentionPolicy, { days: 7, status: "disabled" });
    });

    const tiers: readonly (readonly [title: string, keys: Values, tier: string, notice: RegExp])[] = [
        ["Standard for anonymous pull", { anonymousPull: true }, "Standard", /tier Standard, for anonymous pull$/],
        ["Standard for a third webhook", { webhooks: times(3, webhook) }, "Standard", /tier Standard, for 3 webhooks$/],
        ["Premium for several features", { anonymousPull: true, replications: ["northeurope"], retentionDays: 0, privateEndpoints: [endpoint()] },
            "Premium", /tier Premium, for replications, private endpoints and retention of untagged manifests$/],
    ];
    for (const [title, keys, tier, notice] of tiers) {
        it(`chooses ${title}`, () => {
            const plan = requirePlan(keys);
            assert.equal(plan.tier, tier);
            assert.match(plan.notices[0] ?? "", notice);
        });
    }

    it("keeps a tier that is given, without a word", () => {
        const { tier, notices } = requirePlan({ tier: "Standard" });
        assert.deepEqual([tier, notices], ["Standard", []]);
    });

    const stacks = { dev: false, "dev-anna": false, "contoso/images/dev": false, local: false, "test-1": false, development: false, devices: true, prod: true };
    for (const [stack, protect] of Object.entries(stacks)) {
        it(`${protect ? "protects" : "does not protect"} in stack ${stack}`, () => assert.equal(requirePlan({}, stack).protect, protect));
    }

    it("protects as it is told", () => {
        assert.equal(requirePlan({ protect: true }, "dev").protect, true);
        assert.equal(requirePlan({ protect: false }, "prod").protect, false);
    });

    const access: readonly (readonly [title: string, keys: Values, want: string])[] = [
        ["closes the public network for private endpoints", { privateEndpoints: [endpoint()] }, "Disabled"],
        ["leaves it open for IP rules", { privateEndpoints: [endpoint()], ipRules: ["8.8.8.8"] }, "Enabled"],
        ["leaves it open where it is told to", { privateEndpoints: [endpoint()], publicAccess: true }, "Enabled"],
        ["closes it where it is told to", { publicAccess: false }, "Disabled"],
    ];
    for (const [title, keys, want] of access) {
        it(title, () => assert.equal(requirePlan(keys).properties.publicNetworkAccess, want));
    }

    it("turns data endpoints on with private endpoints, as Azure does", () => {
        assert.equal(requirePlan({ privateEndpoints: [endpoint()] }).properties.dataEndpointEnabled, true);
    });

    it("takes a preview of the API for soft delete alone", () => {
        const on = requirePlan({ softDeleteDays: 30 });
        assert.equal(on.apiVersion, "2026-03-01-preview");
        assert.deepEqual(on.properties.policies.softDeletePolicy, { retentionDays: 30, status: "enabled" });
        const off = requirePlan({ softDeleteDays: 0 });
        assert.deepEqual([off.apiVersion, off.properties.policies.softDeletePolicy?.status], ["2026-03-01-preview", "disabled"]);
    });

    it("plans identities and the key's", () => {
        const key = (keys: Values) => requirePlan({ customerManagedKey: { key: KEY, ...keys }, identities: [IDS.identity.toUpperCase()] });
        const own = key({ identity: IDS.identity });
        assert.deepEqual(own.identity, { system: false, existing: [IDS.identity.toUpperCase()] });
        assert.deepEqual(own.customerManagedKey, { keyIdentifier: KEY, identity: { existing: IDS.identity } });
        assert.deepEqual(key({ identity: `${IDS.identity}2` }).identity.existing, [IDS.identity.toUpperCase(), `${IDS.identity}2`]);
        assert.deepEqual(key({ vault: IDS.vault }).customerManagedKey?.identity, { create: "contoso-key", vault: IDS.vault });
    });

    it("plans what stands in and beside a registry", () => {
        const plan = requirePlan({
            location: "West Europe", tags: { team: "a" }, lock: "CanNotDelete", systemIdentity: true, defender: true,
            replications: ["North Europe", { location: "swedencentral", routing: false }],
            privateEndpoints: [endpoint({ dnsZone: IDS.zone }), endpoint({ name: "b", subnet: `${IDS.subnet}2` })],
            credentialSets: [credentialSet({ vault: IDS.vault })],
            cache: [cache(), cache({ name: "library", from: "docker.io/library/*", to: "library/*", credentials: "DOCKER-HUB" })],
            scopeMaps: [scopeMap({ description: "d", repositories: [{ name: "a/*", may: ["push", "pull"] }, { name: "b", may: ["delete"] }] })],
            tokens: [token({ scopeMap: "READERS" })],
            webhooks: [webhook({ location: "North Europe", headers: { a: "b" }, actions: ["push", "delete", "push"] })],
            diagnostics: [
                { name: "all", workspace: IDS.workspace },
                { name: "some", eventHub: { authorizationRule: IDS.authorizationRule, name: "e" }, logs: ["ContainerRegistryLoginEvents"], metrics: false },
                { name: "kept", storageAccount: IDS.storageAccount },
            ],
        });
        const { notices: _, properties: __, resourceGroup: ___, ...parts } = plan;
        const secret = (name: string) => `https://contoso-keys.vault.azure.net/secrets/${name}`;
        assert.deepEqual(parts, {
            name: "contoso", location: "westeurope", tier: "Premium", tags: { team: "a" }, protect: true, permissions: "legacy",
            apiVersion: "2025-11-01", identity: { system: true, existing: [] }, lock: "CanNotDelete", defender: true,
            replications: [
                { name: "northeurope", location: "northeurope", regionEndpointEnabled: true },
                { name: "swedencentral", location: "swedencentral", regionEndpointEnabled: false },
            ],
            privateEndpoints: [
                { name: "hub", subnet: IDS.subnet, location: "westeurope", dnsZone: IDS.zone },
                { name: "b", subnet: `${IDS.subnet}2`, location: "westeurope" },
            ],
            credentialSets: [{
                name: "docker-hub", loginServer: "docker.io", vault: IDS.vault,
                authCredentials: [{ name: "Credential1", usernameSecretIdentifier: secret("user"), passwordSecretIdentifier: secret("token") }],
            }],
            cacheRules: [
                { name: "dotnet", sourceRepository: "mcr.microsoft.com/dotnet/*", targetRepository: "dotnet/*" },
                { name: "library", sourceRepository: "docker.io/library/*", targetRepository: "library/*", credentialSet: "docker-hub" },
            ],
            scopeMaps: [{ name: "readers", description: "d", actions: [
                "repositories/a/*/content/read", "repositories/a/*/content/write", "repositories/a/*/metadata/read",
                "repositories/b/content/delete", "repositories/b/metadata/read",
            ] }],
            tokens: [{ name: "device", scopeMap: "readers", status: "enabled" }],
            webhooks: [{
                name: "deploys", location: "northeurope", serviceUri: "https://hooks.example/x", actions: ["push", "delete"], scope: "",
                customHeaders: { a: "b" }, status: "enabled",
            }],
            diagnostics: [
                { name: "all", workspaceId: IDS.workspace, logs: [{ categoryGroup: "allLogs", enabled: true }], metrics: [{ category: "AllMetrics", enabled: true }] },
                { name: "some", eventHubAuthorizationRuleId: IDS.authorizationRule, eventHubName: "e",
                    logs: [{ category: "ContainerRegistryLoginEvents", enabled: true }], metrics: [] },
                { name: "kept", storageAccountId: IDS.storageAccount, logs: [{ categoryGroup: "allLogs", enabled: true }],
                    metrics: [{ category: "AllMetrics", enabled: true }] },
            ],
            agentPools: [], tasks: [],
        });
    });

    const notices: readonly (readonly [title: string, keys: Values, ...want: RegExp[]])[] = [
        ["a closed network", { privateEndpoints: [endpoint()] }, /publicAccess: true opens it$/, /pushed from a machine/, /data endpoints/],
        ["a network that nothing here opens", { publicAccess: false }, /by those of others$/, /pushed from a machine/],
        ["a key that stays", { customerManagedKey: { key: KEY, vault: IDS.vault } }, /cannot be turned off/],
        ["locks", { lock: "ReadOnly" }, /not on its images/, /next changes/],
        ["Defender", { defender: true }, /Defender is a setting of the whole subscription/],
        ["tokens", { tokens: [token()], scopeMaps: [scopeMap()] },
            /az acr token credential generate --registry contoso --name device --password1 --expiration \d{4}-\d\d-\d\dT/],
        ["anonymous pull of what has conditions", { permissions: "abac", anonymousPull: true }, /anonymous pull holds for all/, /AcrPull/],
        ["tokens of ARM", { armTokens: false }, /Web Apps/],
        ["retention", { retentionDays: 7 }, /OCI manifests.*purge/],
        ["soft delete", { softDeleteDays: 7 }, /version 2026-03-01-preview/],
    ];
    for (const [title, keys, ...want] of notices) {
        it(`tells people of ${title}`, () => {
            const [tier, ...told] = requirePlan(keys).notices;
            assert.match(tier ?? "", /^registry contoso: tier /);
            assert.equal(told.length, want.length, told.join("\n"));
            want.forEach((pattern, index) => assert.match(told[index] ?? "", pattern));
        });
    }

    it("plans nothing of contradictions", () => {
        const { plan, problems } = planAcr(requireAcr({ tasksBypass: true, replications: ["westeurope"] }), { stack: "prod", images: [] });
        assert.equal(plan, undefined);
        assert.deepEqual(problems.map(({ key }) => key), [
            "registries:registry.tasksBypass", "registries:registry.replications[0].location",
        ]);
    });
});
