import { textOf } from "./props";
import type { Props } from "./rule";

/** Any Azure resource by its resource type, with free-form properties: azure-native's `resources.Resource`. */
export const GENERIC = /^azure-native[^:]*:resources[^:]*:Resource$/;

/** Returns what matches types of azure-native: the package, its modules by API version, and local packages of one. */
export function typedPattern(modules: string, types: string): RegExp {
    return new RegExp(`^azure-native[^:]*:(?:${modules})[^:]*:(${types})$`);
}

/** Returns one pattern that matches what any of these does. */
export function anyPattern(...patterns: readonly RegExp[]): RegExp {
    return new RegExp(patterns.map(({ source }) => source).join("|"));
}

/**
 * Returns the last part of a free-form resource's type in lower case, such as `tasks`, if the type is of this
 * namespace. Inputs have it in two parts, outputs have it as one.
 */
export function genericNoun(props: Props, namespace: string): string | undefined {
    const [own, ...types] = textOf(props["resourceProviderNamespace"] ?? props["type"])
        .toLowerCase()
        .split("/");
    if (own !== namespace) {
        return undefined;
    }
    return (types.at(-1) ?? textOf(props["resourceType"])).toLowerCase().split("/").at(-1);
}
