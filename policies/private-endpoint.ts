import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { leadingTo } from "./per-stack";
import { listOf, recordOf } from "./props";
import { isOn, valueAt } from "./property";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { gather } from "./undecided";

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
    return connectionsOf(endpoint).map(({ property, value, idPath, manual }) => () => {
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
        return [{ property, value, idPath: "privateConnectionResourceId", manual: isOn(value["isManualConnection"]) }];
    }
    const [property, inside, idPath] = GENERIC.test(type)
        ? ["properties", recordOf(props["properties"]), "properties.privateLinkServiceId"]
        : [undefined, props, "privateLinkServiceId"];
    return [
        { name: "privateLinkServiceConnections", manual: false },
        { name: "manualPrivateLinkServiceConnections", manual: true },
    ].flatMap(({ name, manual }) =>
        listOf(inside[name]).map((value) => ({ property: property ?? name, value, idPath, manual })),
    );
}

/** Azure says so among the outputs. */
function isApproved(connection: unknown): boolean {
    const paths = ["privateLinkServiceConnectionState.status", "properties.privateLinkServiceConnectionState.status"];
    return paths.some((path) => valueAt(connection, path) === "Approved");
}
