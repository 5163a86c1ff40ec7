import { ACR_TYPES, isAcr, isRegistry } from "../acr";
import { inlineReplicationsOf } from "../acr-settings";
import { facts } from "../facts";
import { demandPremium } from "../premium-tier";
import { registryOf } from "../registry-of";
import type { Facts, Rule } from "../rule";
import { readOther } from "../undecided";

const REGISTRY = "azure-native:containerregistry:Registry";
const REPLICATION = "azure-native:containerregistry:Replication";
const GENERIC = "azure-native:resources:Resource";
const CLASSIC = "azure:containerservice/registry:Registry";
const ARM = { resourceProviderNamespace: "Microsoft.ContainerRegistry" };

/** Only registries of the Premium tier are replicated. */
export const acrPremiumForReplication: Rule = {
    id: "acr-premium-for-replication",
    title: "A replicated container registry is of the Premium tier",
    why: "Azure refuses replications of the other tiers, half-way through the deployment",
    severity: "high",
    level: "mandatory",
    fix: "Set the registry's sku to Premium, or remove its replications.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["sku.name", "sku", "georeplications"],

    check(resource, { resources }) {
        if (isAcr(resource, "replications")) {
            return readOther(registryOf(resource, resources), demandPremium);
        }
        return isRegistry(resource) && inlineReplicationsOf(resource).length > 0 ? demandPremium(resource) : [];
    },

    good: [
        {
            title: "found by dependency, as names are unknown in a preview",
            resources: replication({ name: "Premium" }),
        },
        { title: "in any case", resources: replication({ name: "premium" }) },
        { title: "found by name", resources: named("shared", "Shared", { name: "Premium" }) },
        {
            title: "a Basic registry beside the replicated one",
            resources: [
                ...named("shared", "shared", { name: "Premium" }),
                facts(REGISTRY, { registryName: "other", sku: { name: "Basic" } }, { name: "other" }),
            ],
        },
        { title: "a Basic registry that is not replicated", resources: [facts(REGISTRY, { sku: { name: "Basic" } })] },
        {
            title: "classic",
            resources: [facts(CLASSIC, { sku: "Premium", georeplications: [{ location: "northeurope" }] })],
        },
        { title: "classic, in older majors", resources: [facts(CLASSIC, { sku: "Premium", georeplicationLocations: ["northeurope"] })] },
        { title: "classic, not replicated", resources: [facts(CLASSIC, { sku: "Basic", georeplications: [] })] },
    ],
    bad: [
        {
            title: "found by dependency",
            resources: replication({ name: "Standard" }),
            violation: "sku.name of registry is Standard.",
        },
        {
            title: "found by name",
            resources: named("shared", "SHARED", { name: "Basic" }),
            violation: "sku.name of registry is Basic.",
        },
        { title: "no tier", resources: replication({}), violation: "sku.name of registry is not set." },
        {
            title: "not a tier",
            resources: replication({ name: "Gold" }),
            violation: "sku.name of registry is not Premium.",
        },
        {
            title: "older API version",
            resources: replication({ name: "Standard" }, "azure-native:containerregistry/v20230701:Replication"),
            violation: "sku.name of registry is Standard.",
        },
        {
            title: "free-form resources",
            resources: [
                facts(GENERIC, {
                    ...ARM,
                    parentResourcePath: "registries/shared",
                    resourceType: "replications",
                    resourceName: "northeurope",
                }),
                facts(
                    GENERIC,
                    { ...ARM, resourceType: "registries", resourceName: "shared", sku: { name: "Basic" } },
                    { name: "registry" },
                ),
            ],
            violation: "sku.name of registry is Basic.",
        },
        {
            title: "classic, in older majors",
            resources: [facts(CLASSIC, { sku: "Standard", georeplicationLocations: ["northeurope"] })],
            violation: "sku of example is Standard.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { sku: "Standard", georeplications: [{ location: "northeurope" }] })],
            violation: "sku of example is Standard.",
        },
    ],
};

/** Returns a replication that depends on a registry of this tier. */
function replication(sku: object, type = REPLICATION): [Facts, Facts] {
    const registry = facts(REGISTRY, { sku }, { name: "registry" });
    return [facts(type, {}, { from: { registryName: [registry] } }), registry];
}

/** Returns a replication and a registry that are connected by nothing but a name. */
function named(own: string, wanted: string, sku: object): [Facts, Facts] {
    return [
        facts(REPLICATION, { registryName: wanted }),
        facts(REGISTRY, { registryName: own, sku }, { name: "registry" }),
    ];
}
