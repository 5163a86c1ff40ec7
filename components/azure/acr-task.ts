import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { AcrPlan } from "../../model/acr/acr-plan";
import { requireTaskLogin } from "../../model/acr/tasks/task-identity";
import type { SourceLogin, TaskLogin, TaskPlan } from "../../model/acr/tasks/task-plan";
import { isSecretKey } from "../../model/acr/tasks/task-properties";
import { armGroup, armName } from "../../model/acr/values/arm-id";
import type { AcrScope } from "./acr-scope";

/** Where agent pools and tasks are declared; an `AcrScope` is one. */
export interface TaskScope extends Pick<AcrScope, "name" | "place" | "parent"> {
    readonly plan: Pick<AcrPlan, "agentPools" | "tasks">;
}

/** Agent pools by their names in Azure. */
export type AgentPools = Readonly<Record<string, containerregistry.AgentPool>>;

/** A task that was declared. */
export interface DeclaredTask {
    readonly plan: TaskPlan;

    readonly resource: resources.Resource;
}

/** Declares machines of one's own for tasks. */
export function declareAgentPools({ name, plan, place, parent }: TaskScope): AgentPools {
    return Object.fromEntries(plan.agentPools.map(({ name: agentPoolName, subnet, ...pool }) => [
        agentPoolName,
        new containerregistry.AgentPool(`${name}-pool-${agentPoolName}`, {
            ...place,
            ...pool,
            agentPoolName,
            ...(subnet === undefined ? {} : { virtualNetworkSubnetResourceId: subnet }),
            // Of a pool that is there, Azure changes the count and the tags alone.
        }, { parent, replaceOnChanges: ["tier", "virtualNetworkSubnetResourceId"], deleteBeforeReplace: true }),
    ]));
}

/**
 * Declares tasks. They are generic resources, as the typed one has no identity for the login to its own registry: the
 * same for all permissions, so that a change of them replaces no task.
 *
 * @param pools where the tasks run that say so
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions#effect-on-acr-tasks
 */
export function declareTasks(scope: TaskScope, pools: AgentPools): readonly DeclaredTask[] {
    return scope.plan.tasks.map((plan) => ({ plan, resource: declareTask(scope, plan, pools) }));
}

/** Returns the principal of a task that has an identity of its own. In a preview it may be missing without a fault. */
export function principalOf({ plan, resource }: DeclaredTask): pulumi.Output<string> {
    return resource.identity.apply((identity) => {
        const principalId = identity?.principalId ?? "";
        if (principalId === "" && !pulumi.runtime.isDryRun()) {
            throw new Error(`Cannot grant task "${plan.name}" anything as an identity: it has none of its own`);
        }
        return principalId;
    });
}

function declareTask({ name, place, parent }: TaskScope, plan: TaskPlan, pools: AgentPools): resources.Resource {
    const pool = pools[plan.agentPool ?? ""];
    return new resources.Resource(`${name}-task-${plan.name}`, {
        resourceProviderNamespace: "Microsoft.ContainerRegistry",
        parentResourcePath: pulumi.interpolate`registries/${place.registryName}`,
        resourceType: "tasks",
        resourceName: plan.name,
        resourceGroupName: place.resourceGroupName,
        apiVersion: plan.apiVersion,
        location: plan.location,
        tags: plan.tags,
        ...(plan.identity === undefined ? {} : { identity: formatIdentity(plan.identity) }),
        properties: { ...hideSecrets(plan.properties), credentials: formatCredentials(plan, parent) },
    }, { parent, dependsOn: pool === undefined ? [] : [pool] });
}

function formatIdentity({ type, userAssignedIdentities: ids }: NonNullable<TaskPlan["identity"]>) {
    return { type, ...(ids === undefined ? {} : { userAssignedIdentities: [...ids] }) };
}

function formatCredentials({ sourceLogin, registryLogins }: TaskPlan, parent: pulumi.Resource) {
    const others = Object.entries(registryLogins).map(([host, login]) => [host, { identity: formatLogin(login, parent) }]);
    return { sourceRegistry: formatSource(sourceLogin, parent), customRegistries: Object.fromEntries(others) as object };
}

function formatSource(login: SourceLogin, parent: pulumi.Resource) {
    return "identity" in login ? { identity: formatLogin(login.identity, parent) } : login;
}

/** Here alone Azure takes a user-assigned identity by its client id. */
function formatLogin(login: TaskLogin, parent: pulumi.Resource): pulumi.Input<string> {
    if ("keyword" in login) {
        return login.keyword;
    }
    const { identity } = login;
    return managedidentity
        .getUserAssignedIdentityOutput({ resourceGroupName: armGroup(identity), resourceName: armName(identity) }, { parent })
        .apply(({ id, clientId }) => requireTaskLogin(identity, id, clientId));
}

function hideSecrets(value: object): Record<string, unknown> {
    return Object.fromEntries(Object.entries(value).map(([key, below]) =>
        [key, isSecretKey(key, value) ? pulumi.secret(below) : hideBelow(below)]));
}

function hideBelow(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(hideBelow);
    }
    return typeof value === "object" && value !== null ? hideSecrets(value) : value;
}
