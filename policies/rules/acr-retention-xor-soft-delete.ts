import { ACR_TYPES, isAcr, isRegistry } from "../acr";
import { retentionOf, softDeleteOf } from "../acr-settings";
import { childOf, genericChildOf, genericRegistry, registry, withRegistry } from "../examples";
import { isOn } from "../property";
import { registryOf } from "../registry-of";
import type { Facts, Rule } from "../rule";
import { allHold, readOther } from "../undecided";

const RETENTION = { retentionPolicy: { days: 7, status: "enabled" } };
const SOFT_DELETE = { softDeletePolicy: { retentionDays: 7, status: "enabled" } };
const ON = "policies.softDeletePolicy.status of registry is enabled.";

/** Soft delete comes without retention, replications and cache rules. */
export const acrRetentionXorSoftDelete: Rule = {
    id: "acr-retention-xor-soft-delete",
    title: "A container registry with soft delete has no retention, replications or cache rules",
    why: "Azure refuses them together, half-way through the deployment",
    severity: "medium",
    level: "mandatory",
    fix: "Disable policies.softDeletePolicy, or remove the retention policy, the replications and the cache rules.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy",
    references: [],
    appliesTo: ACR_TYPES,
    scope: (resource) => (isRegistry(resource) ? "resource" : "stack"),
    reads: ["policies", "policies.softDeletePolicy.status", "properties.policies.retentionPolicy.status"],

    check(resource, { resources }) {
        if (isRegistry(resource)) {
            return hasBoth(resource)
                ? [`${retentionOf(resource).path} and ${softDeleteOf(resource).path} are both enabled.`]
                : [];
        }
        if (!isAcr(resource, "replications", "cacherules")) {
            return [];
        }
        const owner = registryOf(resource, resources);
        const { path, value } = readOther(owner, softDeleteOf);
        return isOn(value) ? [`${path} of ${owner.name} is enabled.`] : [];
    },

    good: [
        { title: "neither", resources: [registry()] },
        { title: "retention", resources: [registry({ policies: RETENTION })] },
        { title: "soft delete", resources: [registry({ policies: SOFT_DELETE })] },
        {
            title: "retention, as its status has to be given",
            resources: [registry({ policies: { retentionPolicy: { days: 30 }, ...SOFT_DELETE } })],
        },
        { title: "a cache rule without", resources: withRegistry(registry(), (owner) => childOf(owner, "CacheRule")) },
        {
            title: "a token with",
            resources: withRegistry(registry({ policies: SOFT_DELETE }), (owner) => childOf(owner, "Token")),
        },
    ],
    bad: [
        {
            title: "both",
            resources: [registry({ policies: { ...RETENTION, ...SOFT_DELETE } })],
            violation: "policies.retentionPolicy.status and policies.softDeletePolicy.status are both enabled.",
        },
        {
            title: "both, free-form",
            resources: [genericRegistry({ policies: { ...RETENTION, ...SOFT_DELETE } })],
            violation:
                "properties.policies.retentionPolicy.status and properties.policies.softDeletePolicy.status are both enabled.",
        },
        {
            title: "a replication",
            resources: withRegistry(registry({ policies: SOFT_DELETE }), (owner) => childOf(owner, "Replication")),
            violation: ON,
        },
        {
            title: "a cache rule, free-form",
            resources: withRegistry(genericRegistry({ policies: SOFT_DELETE }), (owner) =>
                genericChildOf(owner, "cacheRules", {}),
            ),
            violation: `properties.${ON}`,
        },
    ],
};

function hasBoth(owner: Facts): boolean {
    return allHold(
        () => isOn(retentionOf(owner).value),
        () => isOn(softDeleteOf(owner).value),
    );
}
