import type { Facts, Props } from "./rule";

/** Where a resource of an example comes from. */
export interface Origin {
    /** @default "example" */
    readonly name?: string;

    /** @default "stack" */
    readonly stack?: string;

    /** The resources that each property is made from. @default - none */
    readonly from?: Readonly<Record<string, readonly Facts[]>>;

    /** Further resources that have to be there before. @default - none */
    readonly after?: readonly Facts[];
}

/** Returns a resource for an example. */
export function facts(
    type: string,
    props: Props = {},
    { name = "example", stack = "stack", from = {}, after = [] }: Origin = {},
): Facts {
    const sources = Object.entries(from).map(
        ([property, resources]) => [property, resources.map(({ urn }) => urn)] as const,
    );
    return {
        type,
        name,
        urn: `urn:pulumi:${stack}::project::${type}::${name}`,
        props,
        propertyDependencies: Object.fromEntries(sources),
        dependencies: [...new Set([...sources.flatMap(([, urns]) => urns), ...after.map(({ urn }) => urn)])],
    };
}
