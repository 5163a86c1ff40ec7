import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { grantRole } from "../components/azure/acr-grant";
import { resolveGrantee } from "../components/azure/grantee";
import { retryAfterWait } from "../components/azure/retry-hook";
import type { AzureGrantee } from "../model/access/grantee";
import type { RolePlan } from "../model/acr/access/grant-plan";
import { assigneeNamed, planRole } from "../model/acr/access/role-plan";
import { record, valueOf, type Answers } from "./record";

const SUBSCRIPTION = "11111111-1111-4111-8111-111111111111";
const GUID = "22222222-2222-4333-8444-555555555555";
const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-apps`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/contoso`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder`;
const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/shop`;

const ANSWERS: Answers = { "azure-native:authorization:RoleAssignment": () => ({}) };
const CALLS: Answers = {
    "azure-native:authorization:getClientConfig": () => ({ subscriptionId: SUBSCRIPTION, objectId: "deployer-object" }),
    "azure-native:managedidentity:getUserAssignedIdentity": ({ resourceGroupName, resourceName }) => ({
        id: `/subscriptions/${SUBSCRIPTION}/resourcegroups/${String(resourceGroupName)}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${String(resourceName)}`,
        principalId: `principal-of-${String(resourceName)}`,
        clientId: "client",
    }),
    "azure-native:containerservice:getManagedCluster": () => ({
        id: CLUSTER,
        identity: { principalId: "control-plane-object" },
        identityProfile: { kubeletidentity: { objectId: "kubelet-object", clientId: "client" } },
    }),
};

const plain = planRole({ registry: "contoso", permissions: "legacy" }, assigneeNamed("runner"), "pull");
const scoped = planRole({ registry: "contoso", permissions: "abac" }, assigneeNamed("runner"), "push", ["team-a/"]);

function declare(plan: RolePlan, registryId: pulumi.Input<string> = REGISTRY) {
    const parent = new pulumi.ComponentResource("registries:test:Parent", "parent");
    grantRole("contoso-runner", { plan, registryId, grantee: { principalId: GUID, principalType: "Group" } }, { parent });
}

describe("grantRole()", () => {
    for (const preview of [false, true]) {
        it(`makes exactly one assignment on the registry ${preview ? "in a first preview" : "in an update"}`, async () => {
            const { resources } = await record(() => declare(plain), ANSWERS, { preview, calls: CALLS });
            assert.deepEqual(resources.map(({ type, name }) => `${type} ${name}`), [
                "azure-native:authorization:RoleAssignment contoso-runner",
                "registries:test:Parent parent",
            ]);
            assert.deepEqual(resources[0]?.inputs, {
                roleAssignmentName: plain.assignment,
                roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/7f951dda-4ed3-4680-a7ca-43fe172d538d`,
                principalId: GUID,
                principalType: "Group",
                scope: REGISTRY,
            });
        });
    }

    it("sets the condition with its version", async () => {
        const { resources } = await record(() => declare(scoped), ANSWERS, { calls: CALLS });
        assert.equal(resources[0]?.inputs["condition"], scoped.condition);
        assert.equal(resources[0]?.inputs["conditionVersion"], "2.0");
    });

    it("frees the GUID before it is taken again, and hears of errors by a name of its own", async () => {
        const { resources } = await record(() => declare(plain), ANSWERS, { calls: CALLS });
        const { deleteBeforeReplace, onError, parent } = resources[0]?.options ?? {};
        assert.deepEqual([deleteBeforeReplace, parent], [true, "registries:test:Parent parent"]);
        assert.deepEqual(onError, [`registries-principal-${plain.assignment}`]);
    });

    it("shows in a first preview where neither registry nor principal is known", async () => {
        const { resources } = await record(() => {
            const parent = new pulumi.ComponentResource("registries:test:Parent", "parent");
            const first = grantRole("first", { plan: plain, registryId: REGISTRY, grantee: { principalId: GUID, principalType: "User" } }, { parent });
            grantRole("second", { plan: scoped, registryId: first.id, grantee: { principalId: first.id, principalType: "User" } }, { parent });
        }, ANSWERS, { preview: true, calls: CALLS });
        const second = resources.find(({ name }) => name === "second");
        assert.equal(second?.inputs["roleAssignmentName"], scoped.assignment);
    });
});

describe("resolveGrantee()", () => {
    const good: [title: string, plan: AzureGrantee, want: [string, string]][] = [
        ["a principal as it is", { principal: GUID, type: "Group" }, [GUID, "Group"]],
        ["whoever deploys", { deployer: true, type: "User" }, ["deployer-object", "User"]],
        ["an identity by its principal, not its client", { identity: IDENTITY }, ["principal-of-builder", "ServicePrincipal"]],
        ["a cluster by its kubelet, not its control plane", { cluster: CLUSTER }, ["kubelet-object", "ServicePrincipal"]],
    ];
    for (const [title, plan, want] of good) {
        it(`takes ${title}`, async () => {
            const { result, resources } = await record(async () => {
                const { principalId, principalType } = resolveGrantee(plan, {});
                return [await valueOf(pulumi.output(principalId)), principalType];
            }, {}, { calls: CALLS });
            assert.deepEqual(result, want);
            assert.deepEqual(resources, []);
        });
    }

    const bad: [title: string, plan: AzureGrantee, calls: Answers, want: RegExp][] = [
        ["an identity of another subscription", { identity: IDENTITY.replaceAll(SUBSCRIPTION, GUID) }, CALLS, /in the deployment's subscription it is/],
        ["a cluster without a kubelet identity", { cluster: CLUSTER },
            { ...CALLS, "azure-native:containerservice:getManagedCluster": () => ({ id: CLUSTER }) }, /Azure knows none/],
    ];
    for (const [title, plan, calls, want] of bad) {
        it(`refuses ${title}`, async () => {
            const { result } = await record(() => {
                const { principalId } = resolveGrantee(plan, {});
                const settled = (pulumi.output(principalId) as pulumi.Output<string> & { promise(): Promise<string> }).promise();
                return settled.then(() => new Error("nothing was refused"), (error: Error) => error);
            }, {}, { calls });
            assert.match(result.message, want);
        });
    }
});

describe("retryAfterWait()", () => {
    it("waits as long as planned, then tries again", async () => {
        const waited: number[] = [];
        const wait = async (seconds: number) => void waited.push(seconds);
        const asked: (readonly string[])[] = [];
        const planRetry = (errors: readonly string[]) => (asked.push(errors), 7);
        assert.equal(await retryAfterWait({ errors: ["new", "old"], failedOperation: "create" }, planRetry, wait), true);
        assert.deepEqual([waited, asked], [[7], [["new", "old"]]]);
    });

    const bad: [title: string, operation: string, seconds: number | undefined][] = [
        ["where no retry is planned", "create", undefined],
        ["a deletion", "delete", 7],
    ];
    for (const [title, failedOperation, seconds] of bad) {
        it(`neither waits nor tries again ${title}`, async () => {
            const wait = () => assert.fail("waited");
            assert.equal(await retryAfterWait({ errors: ["new"], failedOperation }, () => seconds, wait), false);
        });
    }
});
