import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { AzureContainerGroup } from "../components/azure/azure-container-group";
import { planContainerGroups } from "../model/acr/containers/container-group";
import type { ContainerGroupSpec } from "../model/acr/containers/container-group-spec";
import { record, valueOf, type Answers } from "./record";

const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
const REGISTRY = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-images/providers/Microsoft.ContainerRegistry/registries/contoso`;
const SUBNET = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/hub/subnets/run`;
const HOST = "contoso.azurecr.io";
const REF = `${HOST}/team-a/site@sha256:${"0123456789abcdef".repeat(4)}`;

const ANSWERS: Answers = {
    "azure-native:managedidentity:UserAssignedIdentity": () => ({ principalId: "principal", clientId: "client" }),
    "azure-native:authorization:RoleAssignment": () => ({}),
    "azure-native:containerinstance:ContainerGroup": ({ ipAddress }) => (ipAddress === undefined
        ? {}
        : { ipAddress: { ...(ipAddress as object), ip: "20.0.0.1", fqdn: "contoso-shop.westeurope.azurecontainer.io" } }),
};
const CALLS: Answers = { "azure-native:authorization:getClientConfig": () => ({ subscriptionId: SUBSCRIPTION }) };

const spec: ContainerGroupSpec = {
    image: "site", cpu: 1, memoryGiB: 1.5, ports: [80], environment: { MODE: "fast" }, secureEnvironment: { TOKEN: "hunter2" },
    command: [], restartPolicy: "Always", public: true, dnsLabel: "contoso-shop",
};
const hidden: ContainerGroupSpec = {
    image: "site", cpu: 1, memoryGiB: 1, ports: [], environment: {}, secureEnvironment: {}, command: ["run"],
    restartPolicy: "Never", public: false, subnet: SUBNET,
};

function planWeb(asked: ContainerGroupSpec) {
    const registry = { registry: "contoso", permissions: "abac", restricted: false, trustedServices: true } as const;
    const { containerGroups: [plan], problems } = planContainerGroups({ web: asked }, [{ name: "site", repository: "team-a/site" }], registry);
    assert.deepEqual(problems, []);
    assert.ok(plan !== undefined);
    return plan;
}

const grant = `web-${planWeb(spec).roles[0]?.name}`;

function declare(asked: ContainerGroupSpec = spec): AzureContainerGroup {
    const registry = { id: REGISTRY, loginServer: HOST, resourceGroupName: "rg-images", location: "westeurope", tags: { team: "platform" } };
    return new AzureContainerGroup("web", { plan: planWeb(asked), registry, ref: pulumi.output(REF) });
}

async function group(asked: ContainerGroupSpec) {
    const { resources } = await record(() => void declare(asked), ANSWERS, { calls: CALLS });
    return resources.find(({ type }) => type.endsWith(":ContainerGroup"));
}

describe("AzureContainerGroup", () => {
    for (const preview of [false, true]) {
        it(`registers the group, its identity and its grant ${preview ? "in a first preview" : "in an update"}`, async () => {
            const { resources } = await record(() => void declare(), ANSWERS, { preview, calls: CALLS });
            const parent = "registries:azure:AzureContainerGroup web";
            assert.deepEqual(resources.map(({ type, name, options }) => `${type} ${name} < ${options.parent}`), [
                `azure-native:authorization:RoleAssignment ${grant} < ${parent}`,
                `azure-native:containerinstance:ContainerGroup web < ${parent}`,
                `azure-native:managedidentity:UserAssignedIdentity web-identity < ${parent}`,
                `${parent} < `,
            ]);
        });
    }

    it("runs the image by its digest, pulled as its own identity", async () => {
        const { inputs } = await group(spec) ?? {};
        // What holds a secret reaches a double as a whole in a secret's wrapping.
        const { value: containers } = inputs?.["containers"] as { value: unknown };
        assert.deepEqual({ ...inputs, containers, ipAddress: undefined }, {
            containerGroupName: "web",
            resourceGroupName: "rg-images",
            location: "westeurope",
            tags: { team: "platform" },
            osType: "Linux",
            restartPolicy: "Always",
            identity: { type: "UserAssigned", userAssignedIdentities: ["web-identity-id"] },
            imageRegistryCredentials: [{ server: HOST, identity: "web-identity-id" }],
            containers: [{
                name: "web",
                image: REF,
                resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
                ports: [{ port: 80, protocol: "TCP" }],
                environmentVariables: [{ name: "MODE", value: "fast" }, { name: "TOKEN", secureValue: "hunter2" }],
            }],
            ipAddress: undefined,
            subnetIds: [],
        });
        const { type, ports, dnsNameLabel } = inputs?.["ipAddress"] as Record<string, unknown>;
        assert.deepEqual([type, ports, dnsNameLabel], ["Public", [{ port: 80, protocol: "TCP" }], "contoso-shop"]);
    });

    it("keeps secret what is secret, and nothing else", async () => {
        assert.deepEqual((await group(spec))?.options.secrets, ["containers.0.environmentVariables.1.secureValue"]);
        assert.deepEqual((await group(hidden))?.options.secrets, []);
    });

    it("stands in a subnet without an address of its own", async () => {
        const { inputs } = await group(hidden) ?? {};
        assert.deepEqual([inputs?.["ipAddress"], inputs?.["subnetIds"]], [undefined, [{ id: SUBNET }]]);
        assert.deepEqual((inputs?.["containers"] as { command: string[] }[])[0]?.command, ["run"]);
    });

    it("waits for the grant, and again where it has not taken effect", async () => {
        const { options } = await group(spec) ?? {};
        assert.ok(options?.dependsOn.includes(`azure-native:authorization:RoleAssignment ${grant}`));
        assert.deepEqual(options?.onError, ["registries-pull-contoso-web-run"]);
    });

    it("is made anew for what Azure does not change in place, and frees its name first", async () => {
        const { options } = await group(spec) ?? {};
        assert.equal(options?.deleteBeforeReplace, true);
        assert.deepEqual(options?.replaceOnChanges, ["containers[*].resources", "restartPolicy", "subnetIds", "ipAddress.type"]);
    });

    it("lets its identity pull its own image only", async () => {
        const { resources, result } = await record(() => declare().grants.length, ANSWERS, { calls: CALLS });
        const { inputs } = resources.find(({ name }) => name === grant) ?? {};
        assert.deepEqual([inputs?.["principalId"], inputs?.["principalType"], inputs?.["scope"]], ["principal", "ServicePrincipal", REGISTRY]);
        assert.match(String(inputs?.["condition"]), /StringEqualsIgnoreCase 'team-a\/site'\)\)$/);
        assert.equal(result, 1);
    });

    it("hands out its address", async () => {
        const addresses = (asked: ContainerGroupSpec) => record(async () => {
            const { ip, fqdn } = declare(asked);
            return [await valueOf(ip), await valueOf(fqdn)];
        }, ANSWERS, { calls: CALLS });
        assert.deepEqual((await addresses(spec)).result, ["20.0.0.1", "contoso-shop.westeurope.azurecontainer.io"]);
        assert.deepEqual((await addresses(hidden)).result, [undefined, undefined]);
    });
});
