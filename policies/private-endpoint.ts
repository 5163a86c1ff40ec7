import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { leadingTo } from "./per-stack";
import { listOf, recordOf, textOf } from "./props";
import { isOn, valueAt } from "./property";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { gather, ifDecided } from "./undecided";

const TYPED = typedPattern("network", "PrivateEndpoint");

const CLASSIC = /^azure:privatelink\/endpoint:Endpoint$/;

/** Type tokens of private endpoints in every family. */
export const PRIVATE_ENDPOINT_TYPES = anyPattern(TYPED, GENERIC, CLASSIC);

/** One way from a network to a service. */
interface Connection {
    /** The property of the endpoint that it is in. */
    readonly property: string;

    /** What it leads to, and with REST's words around it in free-form resources. */
    readonly value: unknown;

    readonly idPath: string;

    /** Which part of the service it leads to. */
    readonly groupsPath: string;

    /** Whether the service's owner has to approve of it. */
    readonly manual: boolean;
}

/** Says whether the resource is a private endpoint. */
export function isPrivateEndpoint({ type, props }: Facts): boolean {
    return GENERIC.test(type)
        ? genericNoun(props, "microsoft.network") === "privateendpoints"
        : TYPED.test(type) || CLASSIC.test(type);
}

/** Returns the endpoints that lead to a registry, and those of which that is not known yet. */
export const endpointsTo = leadingTo((resource, resources) =>
    PRIVATE_ENDPOINT_TYPES.test(resource.type) && isPrivateEndpoint(resource)
        ? gather(linkedRegistries(resource, resources)).map(({ registry }) => registry)
        : [],
);

/** Returns the registries of this stack that an endpoint leads to, and whether the way waits for an approval. */
export function linkedRegistries(
    endpoint: Facts,
    resources: readonly Facts[],
): readonly (() => readonly { readonly registry: Facts; readonly approved: boolean }[])[] {
    return connectionsOf(endpoint).filter(mayBeRegistry).map(({ property, value, idPath, manual }) => () => {
        const registry = registryById(endpoint, property, () => valueAt(value, idPath), resources);
        return registry === undefined || registry === "elsewhere"
            ? []
            : [{ registry, approved: !manual || isApproved(value) }];
    });
}

function connectionsOf({ type, props }: Facts): readonly Connection[] {
    if (CLASSIC.test(type)) {
        const property = "privateServiceConnection";
        const value = recordOf(props[property]);
        return [{ property, value, idPath: "privateConnectionResourceId", groupsPath: "subresourceNames", manual: isOn(value["isManualConnection"]) }];
    }
    const isFree = GENERIC.test(type);
    const [property, inside] = isFree ? ["properties", recordOf(props["properties"])] : [undefined, props];
    const [idPath, groupsPath] = ["privateLinkServiceId", "groupIds"].map((name) => (isFree ? `properties.${name}` : name)) as [string, string];
    return [
        { name: "privateLinkServiceConnections", manual: false },
        { name: "manualPrivateLinkServiceConnections", manual: true },
    ].flatMap(({ name, manual }) =>
        listOf(valueAt(inside, name)).map((value) => ({ property: property ?? name, value, idPath, groupsPath, manual })),
    );
}

/**
 * An endpoint of a registry is of one group; those of other services need no id to be told apart.
 *
 * Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
 */
function mayBeRegistry({ value, groupsPath }: Connection): boolean {
    const groups = ifDecided(() => listOf(valueAt(value, groupsPath)).map((group) => textOf(group).toLowerCase())) ?? [];
    return groups.length === 0 || groups.some((group) => group.startsWith("registry"));
}

/** Azure says so among the outputs. */
function isApproved(connection: unknown): boolean {
    const paths = ["privateLinkServiceConnectionState.status", "properties.privateLinkServiceConnectionState.status"];
    return paths.some((path) => valueAt(connection, path) === "Approved");
}
