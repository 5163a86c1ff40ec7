import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AcrRegistry } from "../components/azure/acr-registry";
import type { AcrPlan } from "../model/acr/acr-plan";
import { planIdentityType, requireClientId, type IdentityType } from "../model/acr/registry-identity";
import { planKeyRetry } from "../model/acr/access/retry";
import { ANSWERS, basic, CALLS, CLIENT, HOST, IDENTITY, premium, premiumWithIdentity, PRINCIPAL, SUBSCRIPTION, VAULT } from "./components-acr-plans";
import { record, valueOf, type Recorded } from "./record";

const REGISTRY = "azure-native:resources:Resource acr";

/** Returns what a program registered, by `type name` without the provider's prefix. */
async function recorded(plan: AcrPlan, { preview = false, more = (_: AcrRegistry): void => undefined } = {}): Promise<Map<string, Recorded>> {
    const { resources } = await record(() => {
        const registry = new AcrRegistry("acr", { plan });
        more(registry);
        registry.lock();
    }, ANSWERS, { calls: CALLS, preview });
    return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`.replace("azure-native:", ""), resource]));
}

describe("AcrRegistry treats", () => {
    for (const protect of [true, false]) {
        it(`the registry, its group and the identity of its key as ${protect ? "protected" : "free to go"}`, async () => {
            const resources = await recorded({ ...premium, protect });
            const guarded = [...resources].filter(([, { options }]) => options.protect).map(([name]) => name);
            assert.deepEqual(guarded, protect ? [
                "managedidentity:UserAssignedIdentity acr-key-identity",
                "resources:Resource acr",
                "resources:ResourceGroup acr-rg",
            ] : []);
        });
    }

    for (const preview of [false, true]) {
        const order: [later: string, earlier: string[]][] = [
            ["resources:Resource acr", ["authorization:RoleAssignment acr-key-vault", "resources:ResourceGroup acr-rg"]],
            ["containerregistry:Replication acr-replica-northeurope", ["resources:Resource acr"]],
            ["containerregistry:Replication acr-replica-swedencentral", ["resources:Resource acr"]],
            ["network:PrivateEndpoint acr-pe-hub", [
                "containerregistry:Replication acr-replica-northeurope",
                "containerregistry:Replication acr-replica-swedencentral",
            ]],
            ["network:PrivateEndpoint acr-pe-spoke", ["network:PrivateEndpoint acr-pe-hub", "network:PrivateDnsZoneGroup acr-dns-hub"]],
            ["network:PrivateDnsZoneGroup acr-dns-hub", ["network:PrivateEndpoint acr-pe-hub"]],
            ["authorization:RoleAssignment acr-vault-docker-hub", ["containerregistry:CredentialSet acr-credentials-docker-hub"]],
            ["containerregistry:CacheRule acr-cache-library", [
                "authorization:RoleAssignment acr-vault-docker-hub",
                "containerregistry:CredentialSet acr-credentials-docker-hub",
            ]],
            ["containerregistry:Token acr-token-robot", ["containerregistry:ScopeMap acr-scope-team-a"]],
            ["monitor:DiagnosticSetting acr-diagnostics-audit", ["resources:Resource acr"]],
        ];
        it(`each part as later than what it needs ${preview ? "in a first preview" : "in an update"}`, async () => {
            const resources = await recorded(premium, { preview });
            for (const [later, earlier] of order) {
                const { dependsOn = [] } = resources.get(later)?.options ?? {};
                for (const name of earlier) {
                    assert.ok(dependsOn.includes(`azure-native:${name}`), `${later} comes after ${dependsOn.join(", ")}`);
                }
            }
        });
    }

    it("replications as free to come in any order", async () => {
        const resources = await recorded(premium);
        for (const name of ["northeurope", "swedencentral"]) {
            const { dependsOn = [] } = resources.get(`containerregistry:Replication acr-replica-${name}`)?.options ?? {};
            assert.deepEqual(dependsOn.filter((other) => other.includes("Replication")), []);
        }
    });

    it("the lock as the last of all, after grants too", async () => {
        const resources = await recorded(premium, { more: (registry) => void registry.grantPull("web", { principalId: PRINCIPAL, principalType: "ServicePrincipal" }) });
        const needed = [...resources.keys()]
            .filter((name) => !/^(registries:|authorization:ManagementLock|resources:ResourceGroup|managedidentity:|authorization:RoleAssignment acr-key-vault)/.test(name))
            .map((name) => `azure-native:${name}`);
        const lock = resources.get("authorization:ManagementLockByScope acr-lock");
        assert.deepEqual(lock?.options.dependsOn, needed.sort());
        assert.equal(needed.filter((name) => name.includes("RoleAssignment acr-web-pull-")).length, 1);
        assert.deepEqual(lock?.inputs, { scope: "acr-id", lockName: "contosoprod-lock", level: "CanNotDelete" });
    });

    it("what a webhook is called with, and what a token comes to, as secret", async () => {
        const resources = await recorded(premium);
        const secrets = [...resources].map(([name, { options }]) => [name, options.secrets, options.additionalSecretOutputs]);
        assert.deepEqual(secrets.filter(([, ...paths]) => paths.flat().length > 0), [
            ["containerregistry:Token acr-token-robot", [], ["credentials"]],
            ["containerregistry:Webhook acr-webhook-deploys", ["customHeaders", "serviceUri"], []],
        ]);
        const { serviceUri, customHeaders } = (resources.get("containerregistry:Webhook acr-webhook-deploys")?.inputs ?? {}) as Record<string, { readonly value: unknown }>;
        assert.deepEqual([serviceUri?.value, customHeaders?.value], ["https://hooks.example.com/uri-token", { Authorization: "Bearer header-token" }]);
    });

    it("what Azure cannot change as to be replaced, and frees the name first", async () => {
        const resources = await recorded(premium);
        const replaced = [...resources]
            .map(([name, { options }]) => [name, options.replaceOnChanges, options.deleteBeforeReplace] as const)
            .filter(([, properties]) => properties.length > 0);
        assert.deepEqual(replaced, [
            ["containerregistry:CacheRule acr-cache-library", ["sourceRepository", "targetRepository"], true],
            ["containerregistry:CacheRule acr-cache-playwright", ["sourceRepository", "targetRepository"], true],
            ["containerregistry:Webhook acr-webhook-deploys", ["location"], true],
            ["resources:Resource acr", ["location"], true],
        ]);
    });

    it("refusals that pass as worth another try", async () => {
        const resources = await recorded(premium);
        assert.deepEqual([...resources].flatMap(([name, { options }]) => options.onError.map((hook) => `${name}: ${hook}`)), [
            `authorization:RoleAssignment acr-key-vault: registries-principal-${assignmentOf(resources, "acr-key-vault")}`,
            `authorization:RoleAssignment acr-vault-docker-hub: registries-principal-${assignmentOf(resources, "acr-vault-docker-hub")}`,
            "resources:Resource acr: registries-key-contosoprod",
        ]);
    });
});

describe("AcrRegistry sets", () => {
    it("a key by the client id of the identity that it made and granted", async () => {
        const resources = await recorded(premium);
        const { identity, properties } = resources.get("resources:Resource acr")?.inputs ?? {};
        assert.deepEqual(identity, { type: "UserAssigned", userAssignedIdentities: ["acr-key-identity-id"] });
        assert.deepEqual((properties as { readonly encryption: unknown }).encryption, {
            status: "enabled",
            keyVaultProperties: { keyIdentifier: "https://contoso-keys.vault.azure.net/keys/images", identity: CLIENT },
        });
        assert.deepEqual(resources.get("authorization:RoleAssignment acr-key-vault")?.inputs, {
            scope: VAULT,
            roleAssignmentName: assignmentOf(resources, "acr-key-vault"),
            roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6`,
            principalId: PRINCIPAL,
            principalType: "ServicePrincipal",
        });
    });

    it("a key by the client id of an identity that exists", async () => {
        const resources = await recorded(premiumWithIdentity);
        const { identity, properties } = resources.get("resources:Resource acr")?.inputs ?? {};
        assert.deepEqual(identity, { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [IDENTITY] });
        assert.equal((properties as { readonly encryption: { readonly keyVaultProperties: { readonly identity: string } } })
            .encryption.keyVaultProperties.identity, CLIENT);
    });

    it("assignments under the same GUIDs in each run, and each under one of its own", async () => {
        const names = ["acr-key-vault", "acr-vault-docker-hub"];
        const [first, second] = [await recorded(premium), await recorded(premium)].map((run) => names.map((name) => assignmentOf(run, name)));
        assert.deepEqual(first, second);
        assert.equal(new Set(first).size, names.length);
        first?.forEach((guid) => assert.match(guid, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/));
    });

    it("every child under its registry, and no name that is left to the engine", async () => {
        const resources = [...await recorded(premium)].filter(([name]) => name.startsWith("containerregistry:"));
        for (const [name, { inputs }] of resources) {
            assert.deepEqual([inputs["resourceGroupName"], inputs["registryName"]], ["rg-images", "contosoprod"], name);
            assert.equal(Object.keys(inputs).filter((key) => /^(?!registry|resourceGroup).+Name$/.test(key)).length, 1, name);
        }
        assert.equal(resources.length, 8);
    });

    it("the plan of Defender that covers registries, and leaves it on when the registry goes", async () => {
        const { inputs } = (await recorded({ ...basic, defender: true })).get("resources:DeploymentAtSubscriptionScope acr-defender") ?? {};
        const { mode, template } = inputs?.["properties"] as { readonly mode: string; readonly template: { readonly resources: readonly object[] } };
        assert.equal(mode, "Incremental");
        assert.deepEqual(template.resources, [{
            type: "Microsoft.Security/pricings",
            apiVersion: "2024-01-01",
            name: "Containers",
            properties: { pricingTier: "Standard" },
        }]);
    });

    it("what the SDK would otherwise decide", async () => {
        const resources = await recorded(premium);
        assert.equal(resources.get("containerregistry:Replication acr-replica-swedencentral")?.inputs["regionEndpointEnabled"], false);
        assert.equal(resources.get("authorization:RoleAssignment acr-vault-docker-hub")?.inputs["principalType"], "ServicePrincipal");
        assert.equal(resources.get("containerregistry:Token acr-token-robot")?.inputs["scopeMapId"], "acr-id/scopeMaps/team-a");
    });
});

describe("AcrRegistry grants", () => {
    const grantee = { principalId: PRINCIPAL, principalType: "ServicePrincipal" } as const;
    const good: [title: string, plan: AcrPlan, grant: (registry: AcrRegistry) => void, role: string, condition: RegExp][] = [
        ["pull", basic, (registry) => void registry.grantPull("web", grantee), "7f951dda-4ed3-4680-a7ca-43fe172d538d", /^$/],
        ["push", basic, (registry) => void registry.grantPush("web", grantee), "8311e382-0749-4cb8-b61a-304f252e45ec", /^$/],
        ["delete", basic, (registry) => void registry.grantDelete("web", grantee), "c2f4ef07-c644-48eb-af81-4b1b4947fb11", /^$/],
        ["pull of some repositories", { ...basic, permissions: "abac" }, (registry) => void registry.grantPull("web", grantee, ["team-a/"]),
            "b93aa761-3e63-49ed-ac28-beffa264f7ac", /'team-a\/'/],
        ["what was planned", basic, (registry) => void registry.grant({ name: "planned", assignment: SUBSCRIPTION, role: CLIENT, grantee: { deployer: true, type: "User" } }),
            CLIENT, /^$/],
    ];
    for (const [title, plan, grant, role, condition] of good) {
        it(title, async () => {
            let known = 0;
            const resources = await recorded(plan, { more: (registry) => {
                grant(registry);
                known = registry.grants.length;
            } });
            const grants = [...resources.values()].filter(({ type }) => type === "azure-native:authorization:RoleAssignment");
            assert.deepEqual([grants.length, known], [1, 1]);
            const { scope, roleDefinitionId, principalId, condition: now = "" } = grants[0]?.inputs ?? {};
            assert.deepEqual([scope, String(roleDefinitionId).split("/").at(-1), principalId], ["acr-id", role, PRINCIPAL]);
            assert.match(String(now), condition);
            assert.deepEqual([grants[0]?.options.parent, grants[0]?.options.dependsOn.includes(REGISTRY)], ["registries:azure:AcrRegistry acr", true]);
        });
    }

    it("nothing on some repositories where roles hold for all of them", async () => {
        await assert.rejects(recorded(basic, { more: (registry) => void registry.grantPull("web", grantee, ["team-a/"]) }), /permissions: legacy/);
    });
});

describe("AcrRegistry logs in", () => {
    it("once, with the host that Azure gave, after its grants", async () => {
        const logins: object[] = [];
        const { result } = await record(async () => {
            const exchange = (login: object) => {
                logins.push(login);
                return Promise.resolve("refresh-token");
            };
            const registry = new AcrRegistry("acr", { plan: basic, login: { exchange, repositories: ["team/web"] } });
            registry.grantPush("web", { principalId: PRINCIPAL, principalType: "User" });
            const { credentials } = registry;
            const { password } = credentials;
            return [credentials === registry.credentials, await pulumi.isSecret(password), await valueOf(password)];
        }, ANSWERS, { calls: CALLS });
        assert.deepEqual(result, [true, true, "refresh-token"]);
        assert.deepEqual(logins, [{ host: HOST, tenant: "tenant", entraToken: "entra-token", repositories: ["team/web"], fresh: true }]);
    });

    it("not at all where nothing is pushed", async () => {
        const { "azure-native:authorization:getClientToken": _, ...calls } = CALLS;
        const { resources } = await record(() => void new AcrRegistry("acr", { plan: basic }), ANSWERS, { calls });
        assert.equal(resources.length, 3);
    });
});

describe("planIdentityType()", () => {
    const good: [title: string, plan: Pick<AcrPlan, "identity" | "customerManagedKey">, want: IdentityType][] = [
        ["none", { identity: { system: false, existing: [] } }, "None"],
        ["its own", { identity: { system: true, existing: [] } }, "SystemAssigned"],
        ["others", { identity: { system: false, existing: [IDENTITY] } }, "UserAssigned"],
        ["both", { identity: { system: true, existing: [IDENTITY] } }, "SystemAssigned, UserAssigned"],
        ["one to be made", { ...premium, identity: { system: false, existing: [] } }, "UserAssigned"],
        ["its own and one to be made", { ...premium, identity: { system: true, existing: [] } }, "SystemAssigned, UserAssigned"],
    ];
    for (const [title, plan, want] of good) {
        it(`says ${want} for ${title}`, () => assert.equal(planIdentityType(plan), want));
    }
});

describe("requireClientId()", () => {
    it("takes what was asked for, in any case", () => assert.equal(requireClientId(IDENTITY, IDENTITY.toUpperCase(), CLIENT), CLIENT));

    it("refuses a namesake of another subscription", () => {
        assert.throws(() => requireClientId(IDENTITY.replace(SUBSCRIPTION, CLIENT), IDENTITY, CLIENT), /Cannot read a key as/);
    });
});

describe("planKeyRetry()", () => {
    it("waits for a grant to take effect, but not for ever", () => {
        const refused = "Failed to access KeyId 'https://contoso-keys.vault.azure.net/keys/images'.";
        assert.equal(planKeyRetry([refused]), 1);
        assert.equal(planKeyRetry(Array.from({ length: 100 }, () => refused)), undefined);
    });

    it("gives up on anything else", () => assert.equal(planKeyRetry(["The registry name is taken"]), undefined));
});

function assignmentOf(resources: Map<string, Recorded>, name: string): string {
    return String(resources.get(`authorization:RoleAssignment ${name}`)?.inputs["roleAssignmentName"]);
}
