import { ACR_TYPES, isAcr, isRegistry } from "../acr";
import { inlineReplicationsOf, locationOf } from "../acr-settings";
import { childOf, CLASSIC, genericChildOf, genericRegistry, registry, withRegistry } from "../examples";
import { facts } from "../facts";
import { listOf, textOf } from "../props";
import { valueAt } from "../property";
import { registryOf } from "../registry-of";
import type { Facts, Rule } from "../rule";
import { gather, readOther } from "../undecided";

const HOME = { location: "westeurope" };
const EUROPE = { regions: ["West Europe", "northeurope"] };

/** A replication is in another region than its registry, and in an allowed one. */
export const acrReplicaElsewhere: Rule = {
    id: "acr-replica-elsewhere",
    title: "A container registry's replication is in another region, and in an allowed one",
    why: "Azure refuses a replication at home, and images may not be allowed to leave some regions",
    severity: "medium",
    level: "mandatory",
    fix: 
        "Choose a region other than the registry's, of those in the setting regions if it names any, or remove the replication.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
    references: ["AZR-000494"],
    appliesTo: ACR_TYPES,
    scope: (resource) => (isRegistry(resource) ? "resource" : "stack"),
    reads: ["location", "georeplications"],
    settings: {
        regions: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Regions that a replication may be in, such as westeurope; empty for all.",
        },
    },

    check(resource, { resources, settings }) {
        const regions = listOf(settings["regions"]).map(normalize);
        if (isAcr(resource, "replications")) {
            const { path, value } = locationOf(resource);
            return gather([
                () => mustBeAllowed(path, value, regions),
                () => mustDiffer(path, value, registryOf(resource, resources)),
            ]);
        }
        const inline = isRegistry(resource) ? inlineReplicationsOf(resource) : [];
        return gather(
            inline.map((entry, index) => () => {
                const path = `georeplications[${index}].location`;
                const location = valueAt(entry, "location");
                return [...mustBeAllowed(path, location, regions), ...mustDiffer(path, location, resource)];
            }),
        );
    },

    good: [
        { title: "elsewhere", resources: replicated("northeurope") },
        {
            title: "elsewhere, free-form",
            resources: withRegistry(genericRegistry({}, HOME), (owner) =>
                genericChildOf(owner, "replications", {}, { location: "North Europe" }),
            ),
        },
        { title: "elsewhere, classic", resources: [classicWith("northeurope")] },
        { title: "allowed", resources: replicated("North Europe"), settings: EUROPE },
        { title: "not replicated", resources: [registry(HOME)] },
    ],
    bad: [
        { title: "at home", resources: replicated("West Europe"), violation: "location is the region of registry." },
        {
            title: "at home, free-form",
            resources: withRegistry(genericRegistry({}, HOME), (owner) =>
                genericChildOf(owner, "replications", {}, { location: "WestEurope" }),
            ),
            violation: "location is the region of registry.",
        },
        {
            title: "at home, classic",
            resources: [classicWith("westeurope")],
            violation: "georeplications[0].location is the region of example.",
        },
        {
            title: "not allowed",
            resources: replicated("eastus"),
            settings: EUROPE,
            violation: "location is not an allowed region.",
        },
    ],
};

function mustBeAllowed(path: string, location: unknown, regions: readonly string[]): readonly string[] {
    return regions.length === 0 || regions.includes(normalize(location)) ? [] : [`${path} is not an allowed region.`];
}

function mustDiffer(path: string, location: unknown, owner: Facts): readonly string[] {
    const home = normalize(readOther(owner, (other) => locationOf(other).value));
    const region = normalize(location);
    // One that is not set is the resource group's, which nothing here tells; Azure compares then.
    return home === region && region !== "" ? [`${path} is the region of ${owner.name}.`] : [];
}

/** Azure Resource Manager takes `West Europe` for `westeurope`. */
function normalize(location: unknown): string {
    return textOf(location).replace(/\s/g, "").toLowerCase();
}

function replicated(location: string): [Facts, Facts] {
    return withRegistry(registry(HOME), (owner) => childOf(owner, "Replication", { location }));
}

function classicWith(location: string): Facts {
    return facts(CLASSIC, { ...HOME, georeplications: [{ location }] });
}
