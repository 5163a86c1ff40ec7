import { ACR_TYPES, isRegistry, nameOfRegistry } from "./acr";
import { perStack, Places, resourcesAt, resourcesWithUrn } from "./per-stack";
import { textOf } from "./props";
import type { Facts } from "./rule";
import { ifDecided, readOther, UndecidedError } from "./undecided";

/** The properties of what belongs to a registry that name the registry. */
const PARENT_PROPERTIES = [
    "registryName",
    "containerRegistryName",
    "containerRegistryId",
    "parentResourcePath",
    "resourceName",
];

/** A registry's id in Azure Resource Manager, and that of anything that belongs to it. */
const REGISTRY_ID = /\/providers\/Microsoft\.ContainerRegistry\/registries\/([^/]+)/i;

/**
 * Returns the registry that a resource belongs to: the one its name was made from, as the name itself may be unknown
 * in a preview and missing among outputs; else the one of that name; else the only one it depends on.
 *
 * @throws {UndecidedError} If no registry of the stack is the one, or several may be.
 */
export function registryOf(child: Facts, resources: readonly Facts[]): Facts {
    const candidates = [
        () => withUrn(resources, sourcesOf(child, PARENT_PROPERTIES)),
        () => withName(resources, parentNameOf(child)),
        () => withUrn(resources, child.dependencies),
    ];
    for (const find of candidates) {
        const [registry, ...others] = find();
        if (registry !== undefined && others.length === 0) {
            return registry;
        }
    }
    throw new UndecidedError("which registry it belongs to cannot be told from this stack");
}

/**
 * Returns the registry of this stack that a resource's property has the id of; `elsewhere` for the id of a registry
 * outside of the stack, and `undefined` for something else, or what is made from other resources of the stack. An id that is
 * not known yet is of something that the stack makes, and so of no registry if it makes none.
 *
 * @throws {UndecidedError} If it may be of several.
 */
export function registryById(
    resource: Facts,
    property: string,
    readId: () => unknown,
    resources: readonly Facts[],
): Facts | "elsewhere" | undefined {
    const sources = sourcesOf(resource, [property]);
    const [made, ...others] = withUrn(resources, sources);
    if (others.length > 0) {
        throw new UndecidedError(`which registry ${property} is about cannot be told from this stack`);
    }
    if (made !== undefined || sources.length > 0 || (lacksRegistries(resources) && ifDecided(() => textOf(readId())) === undefined)) {
        return made;
    }
    const name = registryNameInId(readId());
    return name === undefined ? undefined : (withName(resources, name)[0] ?? "elsewhere");
}

/** Returns the lower-case name of the registry that an id is about; `undefined` if it is about something else. */
export function registryNameInId(id: unknown): string | undefined {
    return REGISTRY_ID.exec(textOf(id))?.[1]?.toLowerCase();
}

/** A resource that is judged alone tells nothing of its stack. */
const lacksRegistries = perStack(
    (resources) =>
        resources.length > 0 &&
        !resources.some((resource) => ACR_TYPES.test(resource.type) && (ifDecided(() => isRegistry(resource)) ?? true)),
);

/** Returns the name of a resource's registry in lower case; empty if the properties do not tell. */
function parentNameOf({ props }: Facts): string {
    const [, parent] = textOf(props["parentResourcePath"]).split("/");
    const [outer, inner] = textOf(props["resourceName"]).split("/");
    const direct = textOf(props["registryName"]) || textOf(props["containerRegistryName"]) || parent;
    const nested = inner === undefined ? undefined : outer;
    return (direct || nested || registryNameInId(props["containerRegistryId"]) || "").toLowerCase();
}

/** As long as one registry's name is not known, any name may be that registry's. */
const registryNamesOf = perStack((resources) => {
    const places = new Places();
    resources.forEach((resource, place) => {
        if (ACR_TYPES.test(resource.type)) {
            readOther(resource, () => isRegistry(resource) && places.add(nameOfRegistry(resource), place));
        }
    });
    return places;
});

function sourcesOf({ propertyDependencies }: Facts, properties: readonly string[]): readonly string[] {
    return properties.flatMap((property) => propertyDependencies[property] ?? []);
}

function withUrn(resources: readonly Facts[], urns: readonly string[]): readonly Facts[] {
    return resourcesWithUrn(urns, resources).filter((resource) => readOther(resource, isRegistry));
}

function withName(resources: readonly Facts[], name: string): readonly Facts[] {
    return name === "" ? [] : resourcesAt(registryNamesOf(resources).of(name), resources);
}
