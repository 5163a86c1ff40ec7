import { ACR_TYPES, isAcr } from "../acr";
import { isAbac, isRestricted } from "../acr-settings";
import { childOf, genericChildOf, genericRegistry, registry, withRegistry } from "../examples";
import { textOf } from "../props";
import { isOn, isSet, propertyAt } from "../property";
import { registryOf } from "../registry-of";
import type { Facts, Props, Rule } from "../rule";
import { allHold, gather, readOther } from "../undecided";

const ABAC = { roleAssignmentMode: "AbacRepositoryPermissions" };
const CLOSED = { publicNetworkAccess: "Disabled" };
const SYSTEM = { identity: { type: "SystemAssigned" } };
const LOGIN = { credentials: { sourceRegistry: { identity: "[system]" } } };

/** A task logs in to its own registry with an identity where it would not be let in otherwise. */
export const acrTaskHasIdentity: Rule = {
    id: "acr-task-has-identity",
    title: "A task of a container registry with ABAC or a restricted network has an identity that gets in",
    why: "the token that a task has of itself is refused there, so that every run fails",
    severity: "medium",
    level: "advisory",
    fix:
        "With ABAC set credentials.sourceRegistry.identity, in an API version that has it such as 2025-03-01-preview, and " +
        "grant the identity its roles; on a restricted network give the task a user-assigned identity or an agent pool, " +
        "or set the registry's networkRuleBypassAllowedForTasks.",
    url: "https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["properties.roleAssignmentMode", "identity.type", "publicNetworkAccess"],

    check(resource, { resources }) {
        if (!isAcr(resource, "tasks")) {
            return [];
        }
        const owner = registryOf(resource, resources);
        return gather([
            () =>
                lacksLogin(resource, owner) ? [`${owner.name} is with ABAC, and the task has no identity for it.`] : [],
            () =>
                isShutOut(resource, owner) ? [`${owner.name} is restricted, and the task has nothing to get in.`] : [],
        ]);
    },

    good: [
        {
            title: "an open registry without ABAC",
            resources: withRegistry(registry(), (owner) => childOf(owner, "Task")),
        },
        { title: "an identity with ABAC", resources: task(genericRegistry(ABAC), LOGIN, SYSTEM) },
        {
            title: "a user-assigned identity on a restricted network",
            resources: withRegistry(registry(CLOSED), (owner) =>
                childOf(owner, "Task", { identity: { type: "UserAssigned", userAssignedIdentities: { id: {} } } }),
            ),
        },
        { title: "an agent pool", resources: task(genericRegistry(CLOSED), { agentPoolName: "pool" }) },
        {
            title: "a registry that lets tasks pass",
            resources: task(genericRegistry({ ...CLOSED, networkRuleBypassAllowedForTasks: true }), {}, SYSTEM),
        },
    ],
    bad: [
        {
            title: "none with ABAC",
            resources: task(genericRegistry(ABAC), {}, SYSTEM),
            violation: "registry is with ABAC, and the task has no identity for it.",
        },
        {
            title: "none on a closed network",
            resources: withRegistry(registry(CLOSED), (owner) => childOf(owner, "Task")),
            violation: "registry is restricted, and the task has nothing to get in.",
        },
        {
            title: "the task's own identity on a closed network",
            resources: withRegistry(registry(CLOSED), (owner) => childOf(owner, "Task", SYSTEM)),
            violation: "registry is restricted, and the task has nothing to get in.",
        },
        {
            title: "rules for addresses, free-form",
            resources: task(genericRegistry({ networkRuleSet: { defaultAction: "Deny" } }), {}),
            violation: "registry is restricted, and the task has nothing to get in.",
        },
    ],
};

function lacksLogin(resource: Facts, owner: Facts): boolean {
    return allHold(
        () => readOther(owner, isAbac),
        () => !isSet(resource, { arm: "credentials.sourceRegistry.identity" }),
    );
}

function isShutOut(resource: Facts, owner: Facts): boolean {
    const identity = { arm: "identity.type", classic: "identity.type" };
    return allHold(
        () => readOther(owner, isRestricted),
        () => !isSet(resource, { arm: "agentPoolName", classic: "agentPoolName" }),
        () => !/UserAssigned/i.test(textOf(propertyAt(resource, identity).value)),
        () => !(isSet(resource, identity) && isOn(readOther(owner, tasksBypassOf))),
    );
}

function tasksBypassOf(owner: Facts): unknown {
    return propertyAt(owner, { arm: "networkRuleBypassAllowedForTasks" }).value;
}

function task(owner: Facts, properties: Props, beside: Props = {}): [Facts, Facts] {
    return withRegistry(owner, (parent) => genericChildOf(parent, "tasks", properties, beside));
}
