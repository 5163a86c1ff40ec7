import { listOf, recordOf, textOf } from "./props";
import type { Facts, Props } from "./rule";

/** The package azure-native, its modules by API version, and local packages of one module and version. */
const TYPED = /^azure-native[^:]*:containerregistry[^:]*:(Registry|Replication)$/;

/** Any Azure resource by its resource type, with free-form properties: azure-native's `resources.Resource`. */
const GENERIC = /^azure-native[^:]*:resources[^:]*:Resource$/;

/** The classic provider, in which replications are a part of the registry. */
const CLASSIC = /^azure:containerservice\/registry:Registry$/;

const NAMESPACE = "microsoft.containerregistry";

/** Type tokens of registries and replications in every family. */
export const ACR_TYPES = new RegExp([TYPED, GENERIC, CLASSIC].map(({ source }) => source).join("|"));

/** A property with the path that a reader finds it under. */
export interface Property {
    readonly path: string;

    /** `undefined` if the property is not set. */
    readonly value: unknown;
}

/** Says whether the resource is a container registry. */
export function isRegistry(resource: Facts): boolean {
    return nounOf(resource) === "registries";
}

/** Says whether the resource is a replication of a container registry; the classic provider has none of its own. */
export function isReplication(resource: Facts): boolean {
    return nounOf(resource) === "replications";
}

/** Returns whether the registry's admin user is enabled. */
export function adminUserOf({ type, props }: Facts): Property {
    if (CLASSIC.test(type)) {
        return { path: "adminEnabled", value: props["adminEnabled"] };
    }
    return GENERIC.test(type)
        ? { path: "properties.adminUserEnabled", value: readAnyCase(recordOf(props["properties"]), "adminUserEnabled") }
        : { path: "adminUserEnabled", value: props["adminUserEnabled"] };
}

/** Returns the registry's tier. */
export function tierOf({ type, props }: Facts): Property {
    return CLASSIC.test(type)
        ? { path: "sku", value: props["sku"] }
        : { path: "sku.name", value: readAnyCase(recordOf(props["sku"]), "name") };
}

/** Returns the regions that a classic registry is replicated to, and none for the other families. */
export function inlineReplicationsOf({ type, props }: Facts): readonly unknown[] {
    return CLASSIC.test(type) ? listOf(props["georeplications"]) : [];
}

/** The properties of a replication that name its registry. */
export const REGISTRY_NAME_PROPERTIES = ["registryName", "parentResourcePath", "resourceName"];

/** Returns the registry's own name in lower case: `registryName` and `resourceName` are inputs, `name` is an output. */
export function nameOfRegistry({ props }: Facts): string {
    return textOf(props["registryName"] ?? props["resourceName"] ?? props["name"]).toLowerCase();
}

/** Returns the name of a replication's registry in lower case; empty if the properties do not tell. */
export function registryOfReplication({ props }: Facts): string {
    const [, parent] = textOf(props["parentResourcePath"]).split("/");
    const [outer, inner] = textOf(props["resourceName"]).split("/");
    return (textOf(props["registryName"]) || parent || (inner === undefined ? "" : (outer ?? ""))).toLowerCase();
}

/** Returns the last part of an Azure Container Registry resource's type in lower case, such as `replications`. */
function nounOf({ type, props }: Facts): string | undefined {
    if (CLASSIC.test(type)) {
        return "registries";
    }
    if (GENERIC.test(type)) {
        return genericNoun(props);
    }
    const [, noun] = TYPED.exec(type) ?? [];
    return noun === undefined ? undefined : noun === "Registry" ? "registries" : "replications";
}

/** Inputs have the type in two parts, outputs have it as one. */
function genericNoun(props: Props): string | undefined {
    const [namespace, ...types] = textOf(props["resourceProviderNamespace"] ?? props["type"])
        .toLowerCase()
        .split("/");
    if (namespace !== NAMESPACE) {
        return undefined;
    }
    return (types.at(-1) ?? textOf(props["resourceType"])).toLowerCase().split("/").at(-1);
}

/** Azure Resource Manager takes property names in any case. */
function readAnyCase(record: Props, name: string): unknown {
    const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : record[key];
}
