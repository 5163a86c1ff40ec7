import { textOf, type Props } from "../provider/wire";

const PARAMETER = /\{(\w+)\}/g;

/** Returns the names in braces of a path such as `/{scope}/providers/Microsoft.Authorization/locks/{lockName}`. */
export function parametersOf(path: string): readonly string[] {
    return [...path.matchAll(PARAMETER)].map(([, name = ""]) => name);
}

/** Returns the ARM id that inputs lead to; one value may stand for several segments, as a scope does. */
export function expandPath(path: string, inputs: Props): string {
    return path.replace(PARAMETER, (_, name: string) => textOf(inputs[name]).replace(/^\/+|\/+$/g, "")).replace(/\/{2,}/g, "/");
}

/** Returns the values that an ARM id has in place of a path's names; undefined if it is of another shape. */
export function matchPath(path: string, id: string): Record<string, string> | undefined {
    const pattern = path.replace(/[.$]/g, "\\$&").replace(PARAMETER, (_, name: string) => (/^scope/.test(name) || name === "resourceUri" ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`));
    const groups = new RegExp(`^${pattern}$`, "i").exec(id)?.groups;
    return groups === undefined ? undefined : { ...groups };
}

/** ARM ids are the same in any case of letters. */
export function isSameId(one: string, other: string): boolean {
    return one.toLowerCase() === other.toLowerCase();
}

/** Returns true for an ARM id under another: its children, what is in a group, and assignments and locks on it. */
export function isBelow(id: string, scope: string): boolean {
    return id.toLowerCase().startsWith(`${scope.toLowerCase().replace(/\/$/, "")}/`);
}

/** Returns the name of the resource group that an ARM id is in. */
export function groupOf(id: string): string | undefined {
    return /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(id)?.[1];
}

/** Returns the resource type of an ARM id: `Microsoft.ContainerRegistry/registries/replications`. */
export function typeOf(id: string): string {
    const last = id.split(/\/providers\//i).at(-1) ?? "";
    const [namespace, ...rest] = last.split("/");
    return /\/providers\//i.test(id) ? [namespace, ...rest.filter((_, index) => index % 2 === 0)].join("/") : "Microsoft.Resources/resourceGroups";
}

/** Returns the last segment of an ARM id. */
export function nameOf(id: string): string {
    return id.split("/").at(-1) ?? id;
}

/** Returns the resource that an ARM id's resource is part of or stands on; undefined for what is in a group itself. */
export function parentOf(id: string): string | undefined {
    const [own = "", ...before] = id.split(/(?=\/providers\/)/i).reverse();
    const segments = own.split("/").slice(3);
    if (segments.length > 2) {
        return id.split("/").slice(0, -2).join("/");
    }
    return before.length > 1 ? before.reverse().join("") : undefined;
}
