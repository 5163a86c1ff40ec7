import assert from "node:assert/strict";
import { RoleAssignment } from "@pulumi/azure-native/authorization/roleAssignment";
import { CacheRule } from "@pulumi/azure-native/containerregistry/cacheRule";
import { Registry } from "@pulumi/azure-native/containerregistry/registry";
import { Replication } from "@pulumi/azure-native/containerregistry/replication";
import { ScopeMap } from "@pulumi/azure-native/containerregistry/scopeMap";
import { Token } from "@pulumi/azure-native/containerregistry/token";
import { Webhook } from "@pulumi/azure-native/containerregistry/webhook";
import { DiagnosticSetting } from "@pulumi/azure-native/monitor/diagnosticSetting";
import { PrivateEndpoint } from "@pulumi/azure-native/network/privateEndpoint";
import { Resource } from "@pulumi/azure-native/resources/resource";
import type { Facts } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed, UNKNOWN } from "./analyzed";
import { declared } from "./declared";

const GROUP = { resourceGroupName: "images" };
const ROLES = "/providers/Microsoft.Authorization/roleDefinitions";
const ACR_PULL = `${ROLES}/7f951dda-4ed3-4680-a7ca-43fe172d538d`;
const REPOSITORY_READER = `${ROLES}/b93aa761-3e63-49ed-ac28-beffa264f7ac`;
const OWNER = `${ROLES}/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;
const PURGE = "steps:\n  - cmd: mcr.microsoft.com/acr/acr-cli:0.19 purge --filter 'web:.*' --ago 30d\n";

function arm(name: string, resourceType: string, args: object): Resource {
    const type = { resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType, apiVersion: "2025-11-01" };
    return new Resource(name, { ...GROUP, ...type, parentResourcePath: "", resourceName: name, ...args });
}

function basic(): void {
    new Registry("registry", { ...GROUP, registryName: "contoso", sku: { name: "Basic" } });
}

/** All that a registry can have, as it should be. */
function careful(): void {
    const registry = arm("contoso", "registries", {
        location: "westeurope",
        sku: { name: "Premium" },
        properties: {
            adminUserEnabled: false,
            publicNetworkAccess: "Disabled",
            networkRuleBypassOptions: "AzureServices",
            roleAssignmentMode: "AbacRepositoryPermissions",
            policies: {
                azureADAuthenticationAsArmPolicy: { status: "disabled" },
                exportPolicy: { status: "disabled" },
            },
        },
    });
    const place = { ...GROUP, registryName: registry.name };
    new Replication("replica", { ...place, replicationName: "northeurope", location: "northeurope" });
    new CacheRule("cache", {
        ...place,
        cacheRuleName: "library",
        sourceRepository: "docker.io/library/*",
        targetRepository: "library/*",
        credentialSetResourceId: registry.id,
    });
    const scopeMap = new ScopeMap("map", {
        ...place,
        scopeMapName: "team-a",
        actions: ["repositories/a/content/write"],
    });
    new Token("token", {
        ...place,
        tokenName: "robot",
        scopeMapId: scopeMap.id,
        credentials: { passwords: [{ name: "password1", expiry: "2030-01-01T00:00:00Z" }] },
    });
    new Webhook("hook", { ...place, webhookName: "deploys", serviceUri: "https://hooks.example", actions: ["push"] });
    new RoleAssignment("reader", { roleDefinitionId: REPOSITORY_READER, scope: registry.id, principalId: "…" });
    new DiagnosticSetting("logs", { resourceUri: registry.id, logs: [{ categoryGroup: "audit", enabled: true }] });
    new PrivateEndpoint("endpoint", {
        ...GROUP,
        privateLinkServiceConnections: [{ name: "link", privateLinkServiceId: registry.id }],
    });
    arm("purge", "tasks", {
        parentResourcePath: registry.name.apply((name) => `registries/${name}`),
        identity: { type: "UserAssigned", userAssignedIdentities: ["…"] },
        properties: {
            step: { type: "EncodedTask", encodedTaskContent: Buffer.from(PURGE).toString("base64") },
            credentials: { sourceRegistry: { identity: "…" } },
        },
    });
}

/** One fault of each kind that shows while ids and names are unknown. */
function careless(): void {
    const registry = arm("contoso", "registries", {
        location: "westeurope",
        sku: { name: "Standard" },
        properties: { anonymousPullEnabled: true, dataEndpointEnabled: true },
    });
    const place = { ...GROUP, registryName: registry.name };
    new Replication("replica", { ...place, replicationName: "west-europe", location: "West Europe" });
    new CacheRule("cache", { ...place, cacheRuleName: "library", sourceRepository: "docker.io/library/*" });
    new ScopeMap("map", { ...place, scopeMapName: "all", actions: ["repositories/*/content/write"] });
    new Token("token", { ...place, tokenName: "robot", credentials: { passwords: [{ name: "password1" }] } });
    new Webhook("hook", { ...place, webhookName: "deploys", serviceUri: "http://hooks.example", actions: ["push"] });
    new RoleAssignment("reader", { roleDefinitionId: REPOSITORY_READER, scope: registry.id, principalId: "…" });
    new RoleAssignment("owner", { roleDefinitionId: OWNER, scope: registry.id, principalId: "…" });
    arm("purge", "tasks", {
        parentResourcePath: registry.name.apply((name) => `registries/${name}`),
        properties: { step: { taskContent: "-", encodedTaskContent: Buffer.from("acr purge").toString("base64") } },
    });
}

/** Returns what is said, a line for each: mandatory, advisory or undecided, by which rule, of which resource. */
async function said(resources: readonly Facts[], outputs = resources): Promise<readonly string[]> {
    const nameOf = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
    return (await analyzed(rules, resources, outputs))
        .map(({ policy, level, urn, message }) =>
            [message.includes("Undecided:") ? "undecided" : level, policy, nameOf(urn)].join(" "),
        )
        .sort();
}

describe("policy rules on a program with Azure Container Registry", () => {
    for (const preview of [true, false]) {
        describe(preview ? "in a first preview" : "in an update", () => {
            it("are silent on a Basic registry of development", async () => {
                assert.deepEqual(await said(await declared(basic, { preview, stack: "dev" })), []);
            });

            it("only advise on a Basic registry of any other stack", async () => {
                assert.deepEqual(await said(await declared(basic, { preview, stack: "images" })), [
                    "advisory acr-cleans-up registry",
                    "advisory acr-logged registry",
                ]);
                assert.deepEqual(await said(await declared(basic, { preview, stack: "prod" })), [
                    "advisory acr-cleans-up registry",
                    "advisory acr-logged registry",
                    "advisory acr-tier-for-production registry",
                ]);
            });

            it("are silent on a careful Premium registry", async () => {
                assert.deepEqual(await said(await declared(careful, { preview, stack: "prod" })), []);
            });
        });
    }

    it("find each fault once in a first preview", async () => {
        assert.deepEqual(await said(await declared(careless, { stack: "dev" })), [
            "advisory acr-cache-upstream-allowed cache",
            "advisory acr-role-fits-mode reader",
            "advisory acr-scope-map-bounded map",
            "mandatory acr-grant-least-privilege owner",
            "mandatory acr-name-valid map",
            "mandatory acr-name-valid replica",
            "mandatory acr-no-anonymous-pull contoso",
            "mandatory acr-premium-for-features contoso",
            "mandatory acr-premium-for-replication replica",
            "mandatory acr-purge-has-filter purge",
            "mandatory acr-replica-elsewhere replica",
            "mandatory acr-token-expires token",
            "mandatory acr-webhook-https hook",
        ]);
    });

    it("know in a preview what a resource was asked for, which its outputs leave open", async () => {
        const resources = await declared(careless, { stack: "dev" });
        assert.deepEqual(await said(resources, resources.map(previewed)), await said(resources));
    });

    it("take the outputs of what nobody has shown before", async () => {
        const [registry, grant] = await declared(() => {
            const owner = arm("contoso", "registries", { properties: {} });
            new RoleAssignment("reader", { roleDefinitionId: REPOSITORY_READER, scope: owner.id, principalId: "…" });
        });
        assert.ok(registry !== undefined && grant !== undefined);
        const outputs = { type: "Microsoft.ContainerRegistry/registries", name: "contoso", properties: {} };
        assert.deepEqual(
            (await analyzed(rules, [], [{ ...registry, props: outputs }, grant]))
                .filter(({ urn }) => urn === grant.urn)
                .map(({ policy }) => policy),
            ["acr-role-fits-mode"],
        );
    });

    it("are undecided on a role on a registry that is not of the stack", async () => {
        const scope = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerRegistry/registries/contoso";
        const program = () =>
            void new RoleAssignment("puller", { roleDefinitionId: ACR_PULL, scope, principalId: "…" });
        assert.deepEqual(await said(await declared(program)), ["undecided acr-role-fits-mode puller"]);
    });
});

/** A free-form resource as azure-native shows it in a preview. */
function previewed(resource: Facts): Facts {
    const { resourceProviderNamespace, parentResourcePath, resourceType, resourceName, registryName, ...props } =
        resource.props;
    return { ...resource, props: { ...props, type: UNKNOWN, name: UNKNOWN } };
}
