import { nameOfRegistry } from "./acr";
import { anyPattern, typedPattern } from "./azure-type";
import { perStack } from "./per-stack";
import { textOf } from "./props";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { anyHolds, ifDecided, readOther } from "./undecided";

const SCOPED = typedPattern("authorization", "ManagementLockByScope");

const OF_RESOURCE = typedPattern("authorization", "ManagementLockAtResourceLevel");

const OF_GROUP = typedPattern("authorization", "ManagementLockAtResourceGroupLevel");

const OF_SUBSCRIPTION = typedPattern("authorization", "ManagementLockAtSubscriptionLevel");

const CLASSIC = /^azure:management\/lock:Lock$/;

const LOCK_TYPES = anyPattern(SCOPED, OF_RESOURCE, OF_GROUP, OF_SUBSCRIPTION, CLASSIC);

/** What the URN of a resource group has in it. */
const GROUP_URN = /[:$](?:azure-native[^:]*:resources[^:]*:ResourceGroup|azure:core\/resourceGroup:ResourceGroup)::/;

/** The id of a subscription, or of a resource group in it. */
const AREA = /^\/subscriptions\/[^/]+(?:\/resourceGroups\/([^/]+))?\/?$/i;

/** No name of anything, and what stands for one that is not known. */
const [NONE, UNKNOWN] = ["", "?"];

/**
 * By what a lock and a registry are found to belong together: the registry's URN or name, a resource that both groups are
 * made from, or the group's name; if the lock's is made from a resource, its name counts only where the registry's is not.
 */
type Kind = "everything" | "registry" | "name" | "source" | "group" | "made group";

/** Reads what a lock or a registry has of a kind. */
type Key = readonly [kind: Kind, read: () => string];

const EVERYTHING: Key = ["everything", () => "everything"];

/**
 * Says whether a lock of the stack keeps a registry from being deleted: its own, or one of what it is in, as what is locked
 * passes that on.
 *
 * @throws {UndecidedError} If none is known to, and one may.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function isLocked(registry: Facts, resources: readonly Facts[]): boolean {
    const { kinds, locks } = locksOf(resources);
    const isHeldBy = (key: string) => locks.get(key)?.() ?? false;
    const readers = keysOf(registry).filter(([kind]) => kinds.has(kind)).flatMap(([kind, read]) => [
        () => isHeldBy(`${kind} ${read()}`),
        () => isHeldBy(`${kind} ${UNKNOWN}`),
    ]);
    return anyHolds(...readers);
}

/** For each key what tells whether it is locked: of several locks one that is known to be of such a level, else the first. */
const locksOf = perStack((resources) => {
    const [kinds, locks] = [new Set<Kind>(), new Map<string, () => boolean>()];
    for (const lock of resources.filter(({ type }) => LOCK_TYPES.test(type))) {
        const keeps = () => readOther(lock, keepsFromDeletion);
        const level = ifDecided(keeps);
        for (const [kind, read] of level === false ? [] : keysHeldBy(lock, resources)) {
            const name = ifDecided(read);
            const key = `${kind} ${name ?? UNKNOWN}`;
            if (name !== NONE && (level === true || !locks.has(key))) {
                locks.set(key, name === undefined ? () => readOther(lock, read) !== NONE : keeps);
                kinds.add(kind);
            }
        }
    }
    return { kinds, locks };
});

function keepsFromDeletion({ type, props }: Facts): boolean {
    return /^(?:CanNotDelete|ReadOnly)$/i.test(textOf(props[CLASSIC.test(type) ? "lockLevel" : "level"]));
}

/** Returns the keys of a registry. */
function keysOf(registry: Facts): readonly Key[] {
    const sources = sourcesOf(registry, "resourceGroupName");
    const group = () => groupOf(registry);
    return [
        EVERYTHING,
        ["registry", () => registry.urn],
        ["name", () => nameOfRegistry(registry)],
        ["group", group],
        ...(sources.length > 0 ? keysFrom("source", sources) : [["made group", group] as const]),
    ];
}

/** Returns the keys of what a lock holds. */
function keysHeldBy(lock: Facts, resources: readonly Facts[]): readonly Key[] {
    if (OF_SUBSCRIPTION.test(lock.type)) {
        return [EVERYTHING];
    }
    if (OF_RESOURCE.test(lock.type)) {
        const sources = sourcesOf(lock, "resourceName");
        return sources.length > 0 ? keysFrom("registry", sources) : [["name", () => registryNamedBy(lock)]];
    }
    return OF_GROUP.test(lock.type) ? keysOfGroup(sourcesOf(lock, "resourceGroupName"), () => groupOf(lock)) : keysOfScope(lock, resources);
}

function keysOfScope(lock: Facts, resources: readonly Facts[]): readonly Key[] {
    const scope = () => textOf(lock.props["scope"]);
    const find = () => registryById(lock, "scope", scope, resources) ?? "no registry";
    const found = ifDecided(find);
    if (found !== "no registry") {
        return found === undefined ? [["everything", () => `${find()}`]] : found === "elsewhere" ? [] : keysFrom("registry", [found.urn]);
    }
    const sources = sourcesOf(lock, "scope");
    if (sources.length > 0 && !sources.some((urn) => GROUP_URN.test(urn))) {
        return [];
    }
    const area = () => AREA.exec(scope());
    const isSubscription = ifDecided(() => area() !== null && area()?.[1] === undefined) ?? false;
    return isSubscription ? [EVERYTHING] : keysOfGroup(sources, () => area()?.[1]?.toLowerCase() ?? NONE);
}

function keysOfGroup(sources: readonly string[], group: () => string): readonly Key[] {
    return sources.length > 0 ? [...keysFrom("source", sources), ["made group", group]] : [["group", group]];
}

function keysFrom(kind: Kind, urns: readonly string[]): readonly Key[] {
    return urns.map((urn) => [kind, () => urn]);
}

/** Returns the name of the registry that a lock on a resource names. */
function registryNamedBy({ props }: Facts): string {
    const type = `${textOf(props["resourceProviderNamespace"])}/${textOf(props["resourceType"])}`;
    return type.toLowerCase() === "microsoft.containerregistry/registries" ? textOf(props["resourceName"]).toLowerCase() : NONE;
}

function groupOf({ props }: Facts): string {
    return textOf(props["resourceGroupName"]).toLowerCase();
}

function sourcesOf({ propertyDependencies }: Facts, property: string): readonly string[] {
    return propertyDependencies[property] ?? [];
}
