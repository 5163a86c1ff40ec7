import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { listOf, textOf } from "./props";
import { propertyAt, valueAt } from "./property";
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

/** A value with the path that it is under. */
export interface Entry {
    readonly path: string;
    readonly value: unknown;
}

/** Returns the group's logins at registries. */
export function loginsOf(group: Facts): readonly Entry[] {
    return entriesOf(group, "imageRegistryCredentials");
}

/** Returns the images that the group runs, each to be read. */
export function imagesOf(group: Facts): readonly (() => { readonly path: string; readonly image: string })[] {
    const inside = GENERIC.test(group.type) ? "properties.image" : "image";
    return ["containers", "initContainers"]
        .flatMap((property) => entriesOf(group, property))
        .map(({ path, value }) => () => ({ path: `${path}.${inside}`, image: textOf(valueAt(value, inside)) }));
}

function entriesOf(group: Facts, property: string): readonly Entry[] {
    const { path, value } = propertyAt(group, { arm: property, classic: property });
    return listOf(value).map((entry, index) => ({ path: `${path}[${index}]`, value: entry }));
}
