import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AcrRegistry } from "../components/azure/acr-registry";
import type { AcrPlan } from "../model/acr/acr-plan";
import { ANSWERS, basic, CALLS, HOST, premium, premiumWithIdentity } from "./components-acr-plans";
import { record, valueOf, type Recorded } from "./record";

const COMPONENT = "registries:azure:AcrRegistry acr";

const PARTS = [
    "authorization:ManagementLockByScope acr-lock",
    "authorization:RoleAssignment acr-vault-docker-hub",
    "containerregistry:CacheRule acr-cache-library",
    "containerregistry:CacheRule acr-cache-playwright",
    "containerregistry:CredentialSet acr-credentials-docker-hub",
    "containerregistry:Replication acr-replica-northeurope",
    "containerregistry:Replication acr-replica-swedencentral",
    "containerregistry:ScopeMap acr-scope-team-a",
    "containerregistry:Token acr-token-robot",
    "containerregistry:Webhook acr-webhook-deploys",
    "monitor:DiagnosticSetting acr-diagnostics-audit",
    "network:PrivateDnsZoneGroup acr-dns-hub",
    "network:PrivateEndpoint acr-pe-hub",
    "network:PrivateEndpoint acr-pe-spoke",
    "resources:DeploymentAtSubscriptionScope acr-defender",
    "resources:Resource acr",
];

const plans: [title: string, plan: AcrPlan, resources: string[]][] = [
    ["a Basic registry in a group of its own", basic, ["resources:Resource acr", "resources:ResourceGroup acr-rg"]],
    ["a Basic registry in a group that exists", { ...basic, resourceGroup: { name: "rg-images", existing: true } }, ["resources:Resource acr"]],
    ["a full Premium registry with an identity to be made", premium, [
        ...PARTS,
        "authorization:RoleAssignment acr-key-vault",
        "managedidentity:UserAssignedIdentity acr-key-identity",
        "resources:ResourceGroup acr-rg",
    ]],
    ["a full Premium registry with an identity that exists", premiumWithIdentity, [...PARTS, "resources:ResourceGroup acr-rg"]],
];

function declare(plan: AcrPlan): AcrRegistry {
    const registry = new AcrRegistry("acr", { plan });
    registry.lock();
    return registry;
}

const recorded = async (plan: AcrPlan, preview = false): Promise<Recorded[]> =>
    (await record(() => void declare(plan), ANSWERS, { calls: CALLS, preview })).resources;

describe("AcrRegistry", () => {
    for (const [title, plan, want] of plans) {
        for (const preview of [false, true]) {
            it(`registers exactly the resources of ${title} ${preview ? "in a first preview" : "in an update"}`, async () => {
                const resources = await recorded(plan, preview);
                assert.deepEqual(
                    resources.map(({ type, name }) => `${type} ${name}`).sort(),
                    [...want.map((resource) => `azure-native:${resource}`), COMPONENT].sort(),
                );
                assert.deepEqual(
                    resources.filter(({ custom }) => custom).map(({ options }) => options.parent),
                    want.map(() => COMPONENT),
                );
            });
        }
    }

    it("asks for the registry in the words of its API, whatever the SDK has typings for", async () => {
        const [registry] = registriesOf(await recorded(basic));
        assert.deepEqual(registry?.inputs, {
            resourceGroupName: "rg-images",
            resourceProviderNamespace: "Microsoft.ContainerRegistry",
            parentResourcePath: "",
            resourceType: "registries",
            resourceName: "contosoprod",
            apiVersion: "2025-11-01",
            location: "westeurope",
            sku: { name: "Basic" },
            identity: { type: "None" },
            tags: { team: "images" },
            properties: basic.properties,
        });
    });

    it("changes one and the same resource when the mode of permissions changes", async () => {
        const abac: AcrPlan = { ...basic, permissions: "abac", properties: { ...basic.properties, roleAssignmentMode: "AbacRepositoryPermissions" } };
        const [before] = registriesOf(await recorded(basic));
        const [after] = registriesOf(await recorded(abac));
        const { properties: _, ...rest } = before?.inputs ?? {};
        const { properties, ...others } = after?.inputs ?? {};
        assert.deepEqual([after?.type, after?.name, others], [before?.type, before?.name, rest]);
        assert.deepEqual(properties, abac.properties);
    });

    it("mentions no admin user but one that is off", async () => {
        for (const plan of [basic, premium, premiumWithIdentity]) {
            const text = JSON.stringify((await recorded(plan)).map(({ inputs }) => inputs));
            assert.deepEqual(text.match(/[^,{]*admin[^,}]*/gi), ['"adminUserEnabled":false']);
        }
    });

    it("hands out the host that Azure gave, which need not be made of the name", async () => {
        const { result } = await record(() => valueOf(declare(basic).host), ANSWERS);
        assert.equal(result, HOST);
    });

    it("knows no host in a first preview", async () => {
        const { result } = await record(async () => {
            const { host, id } = declare(basic);
            return [await isKnown(host), await isKnown(id)];
        }, ANSWERS, { preview: true });
        assert.deepEqual(result, [false, false]);
    });

    it("says each notice once", async () => {
        const said: string[] = [];
        const { log } = console;
        console.log = (line: string) => void said.push(line);
        try {
            await recorded({ ...basic, notices: ["tier Basic", "another"] });
        } finally {
            console.log = log;
        }
        assert.deepEqual(said, ["info: [runtime] tier Basic", "info: [runtime] another"]);
    });

    it("fails on a resource that nobody expects", async () => {
        const { "azure-native:resources:Resource": _, ...answers } = ANSWERS;
        await assert.rejects(record(() => void declare(basic), answers), /nobody answers for azure-native:resources:Resource/);
    });
});

function registriesOf(resources: readonly Recorded[]): Recorded[] {
    return resources.filter(({ type }) => type === "azure-native:resources:Resource");
}

function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
    return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}
