import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { entriesOf, readEach, type Read } from "./moving-image";
import { propertyAt, type Property } from "./property";
import type { Facts } from "./rule";

const TYPED = typedPattern("containerinstance", "ContainerGroup|ContainerGroupProfile|CGProfile");

const CLASSIC = /^azure:containerservice\/group:Group$/;

/** Type tokens of groups of containers in Azure Container Instances, in every family. */
export const CONTAINER_GROUP_TYPES = anyPattern(TYPED, GENERIC, CLASSIC);

/** Says whether the resource is a group of containers or a profile of such groups. */
export function isContainerGroup({ type, props }: Facts): boolean {
    return GENERIC.test(type)
        ? /^containergroup(?:s|profiles)$/.test(genericNoun(props, "microsoft.containerinstance") ?? "")
        : TYPED.test(type) || CLASSIC.test(type);
}

/** Returns the group's logins at registries. */
export function loginsOf(group: Facts): readonly Property[] {
    return listAt(group, "imageRegistryCredentials");
}

/** Returns the images that the group runs, list by list. */
export function imagesOf(group: Facts): readonly Read<readonly Read<Property>[]>[] {
    const inside = GENERIC.test(group.type) ? "properties.image" : "image";
    return ["containers", "initContainers"].map((property) => () => readEach(listAt(group, property), inside));
}

function listAt(group: Facts, property: string): readonly Property[] {
    return entriesOf(propertyAt(group, { arm: property, classic: property }));
}
