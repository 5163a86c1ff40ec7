import { ACR_TYPES, isAcr, isRegistry } from "../acr";
import { retentionOf } from "../acr-settings";
import { purgesOf } from "../acr-task";
import { childOf, CLASSIC, classic, genericChildOf, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { isOn } from "../property";
import { leadingTo } from "../per-stack";
import { registryOf } from "../registry-of";
import type { Facts, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { anyHolds, readOther } from "../undecided";

const BASIC = { sku: { name: "Basic" } };
const RETENTION = { policies: { retentionPolicy: { days: 7, status: "Enabled" } } };
const PURGE = {
    encodedTaskContent: Buffer.from("steps:\n  - cmd: acr purge --filter 'web:.*' --ago 30d").toString("base64"),
};

/** A container registry gets rid of what nobody needs. */
export const acrCleansUp: Rule = {
    id: "acr-cleans-up",
    title: "A container registry gets rid of old images",
    why: "every build leaves layers behind, which cost money and, unpatched, invite to be run",
    severity: "medium",
    level: "advisory",
    fix:
        "Add a task on a timer that runs acr purge with a filter. On Premium, policies.retentionPolicy does for untagged " +
        "Docker manifests, but not for those of the OCI format, which images with attestations have.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge",
    references: ["AZR-000010", "CKV_AZURE_167"],
    appliesTo: ACR_TYPES,
    scope: "stack",
    settings: EXEMPT_STACKS,
    reads: ["policies", "properties.policies", "step"],

    check(resource, { resources, settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource)) {
            return [];
        }
        const cleans = anyHolds(
            () => isOn(retentionOf(resource).value),
            ...tasksOf(resource, resources).map((task) => () => readOther(task, () => purges(task, resource, resources))),
        );
        return cleans ? [] : [`${retentionOf(resource).path} is not enabled, and no task of this stack purges.`];
    },

    good: [
        { title: "a purge", resources: purged(registry(BASIC), (owner) => childOf(owner, "Task", { step: PURGE })) },
        {
            title: "a purge, free-form",
            resources: purged(genericRegistry({}, BASIC), (owner) => genericChildOf(owner, "tasks", { step: PURGE })),
        },
        {
            title: "a purge, classic",
            resources: purged(facts(CLASSIC, {}, { name: "registry" }), (owner) =>
                classic("RegistryTask", { encodedStep: { taskContent: PURGE.encodedTaskContent } }, owner),
            ),
        },
        { title: "a stack of development", resources: [registry(BASIC, { stack: "contoso-test" })] },
        { title: "retention", resources: [registry(RETENTION)] },
        { title: "retention, classic", resources: [facts(CLASSIC, { retentionPolicyInDays: 7 })] },
        { title: "retention, free-form", resources: [genericRegistry(RETENTION)] },
    ],
    bad: [
        { title: "neither", resources: [registry(BASIC)], violation: keeps("policies.retentionPolicy.status") },
        {
            title: "days of a policy that is off",
            resources: [registry({ policies: { retentionPolicy: { days: 7 } } })],
            violation: keeps("policies.retentionPolicy.status"),
        },
        {
            title: "another registry's purge",
            resources: [
                registry(BASIC),
                ...purged(registry({}, { name: "other" }), (owner) => childOf(owner, "Task", { step: PURGE })),
            ],
            violation: keeps("policies.retentionPolicy.status"),
        },
        {
            title: "a task that does something else",
            resources: purged(registry(BASIC), (owner) => childOf(owner, "Task", { step: { type: "Docker" } })),
            violation: keeps("policies.retentionPolicy.status"),
        },
    ],
};

const tasksOf = leadingTo((task, resources) =>
    ACR_TYPES.test(task.type) && isAcr(task, "tasks") && purgesOf(task).length > 0 ? [registryOf(task, resources)] : [],
);

function purges(task: Facts, owner: Facts, resources: readonly Facts[]): boolean {
    return isAcr(task, "tasks") && purgesOf(task).length > 0 && registryOf(task, resources).urn === owner.urn;
}

function keeps(path: string): string {
    return `${path} is not enabled, and no task of this stack purges.`;
}

/** Returns a registry and what belongs to it. */
function purged(owner: Facts, of: (owner: Facts) => Facts): [Facts, Facts] {
    return [owner, of(owner)];
}
