import { facts } from "../../policies/facts";
import type { Facts } from "../../policies/rule";
import { replaceAt, valueAt } from "../replaced";

/** A value somewhere in a resource of a stack. */
export interface Spot {
    readonly resource: number;
    readonly keys: readonly string[];
    readonly value: unknown;
}

/** Returns all places in the properties of a stack's resources, lists and records among them. */
export function spotsOf(stack: readonly Facts[]): readonly Spot[] {
    return stack.flatMap(({ props }, resource) => inside(props, [], resource));
}

function inside(value: unknown, keys: readonly string[], resource: number): readonly Spot[] {
    const own = keys.length === 0 ? [] : [{ resource, keys, value }];
    return typeof value === "object" && value !== null ? [...own, ...Object.entries(value).flatMap(([key, inner]) => inside(inner, [...keys, key], resource))] : own;
}

/** Returns the places at some paths in which nothing is, each as far as something is around it. */
export function unsetOf(stack: readonly Facts[], paths: readonly string[]): readonly Spot[] {
    return stack.flatMap(({ props }, resource) =>
        paths.flatMap((path) => {
            const keys = path.split(/[.[\]]+/).filter(Boolean);
            const end = keys.findIndex((_, index) => valueAt(props, keys.slice(0, index + 1).join(".")) === undefined);
            const owner = end <= 0 ? props : valueAt(props, keys.slice(0, end).join("."));
            return end >= 0 && typeof owner === "object" && owner !== null ? [{ resource, keys: keys.slice(0, end + 1), value: undefined }] : [];
        }),
    );
}

/** Returns a stack with another value in one place. */
export function withAt(stack: readonly Facts[], spot: Spot, value: unknown): readonly Facts[] {
    return stack.map((resource, index) => (index === spot.resource ? { ...resource, props: replaceInside(resource.props, spot.keys, value) } : resource));
}

/** A name may have dots in it, so that paths would not do. */
function replaceInside<T>(value: T, [key = "", ...keys]: readonly string[], other: unknown): T {
    const copy = structuredClone(value) as Record<string, unknown>;
    return Object.assign(copy, { [key]: keys.length === 0 ? other : replaceInside(copy[key], keys, other) }) as T;
}

/** Resources that have nothing to do with any other. */
export const UNRELATED: readonly Facts[] = [
    facts("aws:s3/bucket:Bucket", { bucket: "unrelated", policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*"}]}' }, { name: "unrelated-bucket" }),
    facts("azure-native:storage:StorageAccount", { accountName: "unrelated", publicNetworkAccess: "Enabled" }, { name: "unrelated-account" }),
    facts("kubernetes:core/v1:ConfigMap", { data: { image: "nginx:latest" } }, { name: "unrelated-map" }),
    facts("azure-native:resources:Resource", { resourceProviderNamespace: "Microsoft.Search", resourceType: "searchServices", resourceName: "unrelated", properties: {} }, { name: "unrelated-search" }),
    facts("azure-native:containerregistry:Registry", { registryName: "unrelated", sku: { name: "Premium" }, location: "swedencentral" }, { name: "unrelated-another" }),
    facts("azure:containerservice/registry:Registry", { name: "alsounrelated", sku: "Basic" }, { name: "unrelated-further" }),
    facts("azure-native:containerregistry:Webhook", { registryName: "unrelated", serviceUri: "http://hooks.example" }, { name: "unrelated-hook" }),
    facts("aws:ecr/repository:Repository", { name: "unrelated", region: "eu-north-1" }, { name: "unrelated-repository" }),
    facts("docker-build:index:Index", { tag: "unrelated.azurecr.io/unrelated:1.4.2", push: true }, { name: "unrelated-joined" }),
    facts("pulumi:pulumi:Stack", {}, { name: "unrelated-stack" }),
];

/** Returns a text with a mark in it, in the ways in which it is still understood or not: inside JSON or Base64 as well. */
export function marked(text: string, mark: string, way: number): string {
    if (/^\s*[[{]/.test(text)) {
        return text.replace(/"([^"]*)"(?!\s*:)/g, (_, inner: string) => `"${inner}${way % 2 === 0 ? mark : ""}"`);
    }
    const decoded = Buffer.from(text, "base64").toString("utf8");
    if (text.length > 20 && Buffer.from(decoded, "utf8").toString("base64") === text) {
        return Buffer.from(`${decoded} ${mark}`).toString("base64");
    }
    return [`${text}${mark}`, `${mark}${text}`, mark, `${text}/${mark}:${mark}`][way % 4] ?? mark;
}

/** Returns a stack whose types of azure-native are of an API version, or of a package that was built of one. */
export function dated(stack: readonly Facts[], local: boolean): readonly Facts[] {
    return stack.map((resource) => ({
        ...resource,
        type: resource.type.replace(/^azure-native:(\w+):/, local ? "azure-native_$1_v20250401:$1:" : "azure-native:$1/v20250401:"),
    }));
}

/** Returns a stack whose free-form resources write the names of their settings in another way. */
export function respelled(stack: readonly Facts[], write: (name: string) => string): readonly Facts[] {
    return stack.map((resource) =>
        resource.type === "azure-native:resources:Resource" && "properties" in resource.props
            ? { ...resource, props: replaceAt(resource.props, "properties", rename(resource.props["properties"], write)) }
            : resource,
    );
}

function rename(value: unknown, write: (name: string) => string): unknown {
    if (Array.isArray(value)) {
        return value.map((inner) => rename(inner, write));
    }
    return typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [/^[a-zA-Z]+$/.test(name) ? write(name) : name, rename(inner, write)]))
        : value;
}

/** Returns the same value, of which nothing can be changed. */
export function frozen<T>(value: T): T {
    if (typeof value === "object" && value !== null) {
        Object.values(value).forEach(frozen);
        Object.freeze(value);
    }
    return value;
}
