import { ACR_TYPES, isRegistry, nameOfRegistry, REGISTRY_NAME_PROPERTIES, registryOfReplication } from "./acr";
import type { Facts } from "./rule";
import { readOther, UndecidedError } from "./undecided";

/**
 * Returns the registry that a replication belongs to: the one its name was made from, as the name itself may be unknown
 * in a preview and missing among outputs; else the one of that name; else the only one it depends on.
 *
 * @throws {UndecidedError} If no registry of the stack is the one, or several may be.
 */
export function replicatedRegistry(replication: Facts, resources: readonly Facts[]): Facts {
    const sources = REGISTRY_NAME_PROPERTIES.flatMap((property) => replication.propertyDependencies[property] ?? []);
    const candidates = [
        () => withUrn(resources, sources),
        () => withName(resources, registryOfReplication(replication)),
        () => withUrn(resources, replication.dependencies),
    ];
    for (const find of candidates) {
        const [registry, ...others] = find();
        if (registry !== undefined && others.length === 0) {
            return registry;
        }
    }
    throw new UndecidedError("which registry is replicated cannot be told from this stack");
}

function withUrn(resources: readonly Facts[], urns: readonly string[]): readonly Facts[] {
    return resources.filter((resource) => urns.includes(resource.urn) && isRegistry(resource));
}

function withName(resources: readonly Facts[], name: string): readonly Facts[] {
    const matches = (resource: Facts) => isRegistry(resource) && nameOfRegistry(resource) === name;
    return name === ""
        ? []
        : resources.filter((resource) => ACR_TYPES.test(resource.type) && readOther(resource, matches));
}
