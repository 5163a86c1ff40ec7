import assert from "node:assert/strict";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { declareAgentPools, declareTasks, principalOf, type TaskScope } from "../components/azure/acr-task";
import { planAgentPools } from "../model/acr/tasks/agent-pool";
import { planPurge } from "../model/acr/tasks/purge";
import { planTasks } from "../model/acr/tasks/task";
import type { TaskContext } from "../model/acr/tasks/task-context";
import type { AgentPoolSpec, TaskSpec } from "../model/acr/tasks/task-spec";
import { record, valueOf, type Answers, type Recorded } from "./record";

const ID = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-apps/providers/Microsoft.ManagedIdentity/userAssignedIdentities/builder";
const RESOURCE = "azure-native:resources:Resource";
const POOL = "azure-native:containerregistry:AgentPool";
const LOOK_UP = "azure-native:managedidentity:getUserAssignedIdentity";

const ANSWERS: Answers = {
    [RESOURCE]: ({ resourceName, identity }) => ({
        name: resourceName,
        ...(identity === undefined ? {} : { identity: { ...(identity as object), principalId: `principal of ${String(resourceName)}` } }),
    }),
    [POOL]: () => ({}),
};
const CALLS: Answers = { [LOOK_UP]: ({ resourceName }) => ({ id: ID, clientId: `client of ${String(resourceName)}` }) };

const build: TaskSpec = {
    name: "build-web",
    build: { context: "https://github.com/contoso/shop.git#main", images: ["web:{{.Run.ID}}"], arguments: { A: "clear" }, secretArguments: { B: "hidden" } },
    triggers: { commit: "main" }, gitToken: "hidden", agentPool: "pool",
};

/** A registry and what is planned for it, in a component. */
class Outer extends pulumi.ComponentResource {
    readonly scope: TaskScope;

    constructor(tasks: readonly TaskSpec[], agentPools: readonly AgentPoolSpec[], permissions: "legacy" | "abac") {
        super("registries:test:Outer", "acr");
        const registry = new resources.Resource("acr", {
            resourceProviderNamespace: "Microsoft.ContainerRegistry", parentResourcePath: "", resourceType: "registries",
            resourceName: "contoso", resourceGroupName: "rg", apiVersion: "2025-11-01",
        }, { parent: this });
        const context: TaskContext = { location: "westeurope", tags: { team: "a" }, permissions, restrictedNetwork: false, tasksBypass: false, agentPools };
        const { plan: purge, problems } = planPurge({ schedule: "0 3 * * Sun", rules: [{ repositories: "previews/.*", olderThan: "30d" }] }, context, []);
        const planned = planTasks(tasks, context);
        assert.deepEqual([...problems, ...planned.problems], []);
        const plan = { agentPools: planAgentPools(context).plans, tasks: [...planned.plans, ...(purge === undefined ? [] : [purge])] };
        this.scope = { name: "acr", place: { resourceGroupName: "rg", registryName: registry.name }, plan, parent: this };
    }
}

function declare(tasks: readonly TaskSpec[], { pools = [], permissions = "legacy" }: { pools?: AgentPoolSpec[]; permissions?: "legacy" | "abac" } = {}) {
    const { scope } = new Outer(tasks, pools, permissions);
    return declareTasks(scope, declareAgentPools(scope));
}

const named = (found: readonly Recorded[], name: string): Recorded => found.find((resource) => resource.name === name) ?? assert.fail(`no ${name}`);

type Body = { readonly credentials: unknown; readonly step: { readonly arguments: unknown } };

describe("declareTasks()", () => {
    for (const preview of [false, true]) {
        it(`registers the pools and tasks ${preview ? "in a first preview" : "in an update"}`, async () => {
            const { resources: found } = await record(() => void declare([build, { name: "hello", command: "x" }], { pools: [{ name: "pool" }], permissions: "abac" }),
                ANSWERS, { preview, calls: CALLS });
            assert.deepEqual(found.map(({ type, name, options }) => `${type} ${name} in ${options.parent}`), [
                `${POOL} acr-pool-pool in registries:test:Outer acr`,
                `${RESOURCE} acr in registries:test:Outer acr`,
                `${RESOURCE} acr-task-build-web in registries:test:Outer acr`,
                `${RESOURCE} acr-task-hello in registries:test:Outer acr`,
                `${RESOURCE} acr-task-purge in registries:test:Outer acr`,
                "registries:test:Outer acr in ",
            ]);
            assert.deepEqual(named(found, "acr-task-build-web").options.dependsOn, [`${POOL} acr-pool-pool`, `${RESOURCE} acr`]);
            assert.deepEqual(named(found, "acr-task-hello").options.dependsOn, [`${RESOURCE} acr`]);
        });
    }

    it("says all of a pool", async () => {
        const { resources: found } = await record(() => void declare([], { pools: [{ name: "pool", tier: "S2", count: 2, subnet: "subnet-id" }] }), ANSWERS);
        assert.deepEqual(named(found, "acr-pool-pool").inputs, {
            agentPoolName: "pool", registryName: "contoso", resourceGroupName: "rg", location: "westeurope", tags: { team: "a" },
            tier: "S2", count: 2, os: "Linux", virtualNetworkSubnetResourceId: "subnet-id",
        });
    });

    it("says where a task is, and what it is", async () => {
        const { resources: found } = await record(() => void declare([{ name: "hello", command: "x" }]), ANSWERS);
        const { properties, ...place } = named(found, "acr-task-hello").inputs;
        assert.deepEqual(place, {
            resourceProviderNamespace: "Microsoft.ContainerRegistry", parentResourcePath: "registries/contoso", resourceType: "tasks",
            resourceName: "hello", resourceGroupName: "rg", apiVersion: "2025-03-01-preview", location: "westeurope", tags: { team: "a" },
        });
        assert.deepEqual((properties as Body).credentials, { sourceRegistry: { loginMode: "Default" }, customRegistries: {} });
    });

    it("keeps tokens and secret arguments secret, and nothing else", async () => {
        const { resources: found } = await record(() => void declare([build], { pools: [{ name: "pool" }] }), ANSWERS);
        const { inputs, options } = named(found, "acr-task-build-web");
        assert.deepEqual([...options.secrets].sort(), [
            "properties.step.arguments.1.value",
            "properties.step.contextAccessToken",
            "properties.trigger.sourceTriggers.0.sourceRepository.sourceControlAuthProperties.token",
        ]);
        // What holds a secret reaches the mocks as one, with its value.
        assert.deepEqual((inputs["properties"] as { readonly value: Body }).value.step.arguments, [
            { name: "A", value: "clear", isSecret: false },
            { name: "B", value: "hidden", isSecret: true },
        ]);
        assert.deepEqual(named(found, "acr-task-purge").options.secrets, []);
    });

    for (const preview of [false, true]) {
        it(`logs in with the client id of a user-assigned identity ${preview ? "in a first preview" : "in an update"}`, async () => {
            const task: TaskSpec = { name: "hello", command: "x", identities: [ID, "system"], registries: { "a.azurecr.io": "system", "b.azurecr.io": ID } };
            const { resources: found } = await record(() => void declare([task]), ANSWERS, { preview, calls: CALLS });
            const { identity, properties } = named(found, "acr-task-hello").inputs;
            assert.deepEqual(identity, { type: "SystemAssigned, UserAssigned", userAssignedIdentities: [ID] });
            assert.deepEqual((properties as Body).credentials, {
                sourceRegistry: { identity: "client of builder" },
                customRegistries: { "a.azurecr.io": { identity: "[system]" }, "b.azurecr.io": { identity: "client of builder" } },
            });
        });
    }

    for (const [preview, want] of [[false, ["principal of hello", "principal of purge"]], [true, ["", ""]]] as const) {
        it(`hands out the principals of tasks${preview ? ", as far as a first preview has them" : ""}`, async () => {
            const { result } = await record(() => {
                const declared = declare([{ name: "hello", command: "x", identities: ["system"] }], { permissions: "abac" });
                return Promise.all(declared.map((task) => valueOf(principalOf(task))));
            }, ANSWERS, { preview });
            assert.deepEqual(result, want);
        });
    }

    it("says which task has no principal", async () => {
        await assert.rejects(record(() => {
            const [task = assert.fail()] = declare([{ name: "hello", command: "x" }]);
            return (principalOf(task) as unknown as { promise(): Promise<string> }).promise();
        }, ANSWERS), /Cannot grant task "hello" anything as an identity/);
    });
});
