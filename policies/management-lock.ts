import { nameOfRegistry } from "./acr";
import { anyPattern, typedPattern } from "./azure-type";
import { leadingTo } from "./per-stack";
import { textOf } from "./props";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { anyHolds, UndecidedError } from "./undecided";

const SCOPED = typedPattern("authorization", "ManagementLockByScope");

const OF_RESOURCE = typedPattern("authorization", "ManagementLockAtResourceLevel");

const OF_GROUP = typedPattern("authorization", "ManagementLockAtResourceGroupLevel");

const OF_SUBSCRIPTION = typedPattern("authorization", "ManagementLockAtSubscriptionLevel");

const CLASSIC = /^azure:management\/lock:Lock$/;

const LOCK_TYPES = anyPattern(SCOPED, OF_RESOURCE, OF_GROUP, OF_SUBSCRIPTION, CLASSIC);

/** What the URN of a resource group has in it. */
const GROUP_URN = /[:$](?:azure-native[^:]*:resources[^:]*:ResourceGroup|azure:core\/resourceGroup:ResourceGroup)::/;

/** Returns the locks of a stack that may hold a registry. */
export const locksFor = leadingTo((lock, resources) => {
    if (!LOCK_TYPES.test(lock.type)) {
        return [];
    }
    const registry = SCOPED.test(lock.type) || CLASSIC.test(lock.type) ? registryInScope(lock, resources) : undefined;
    const from = lock.propertyDependencies["scope"] ?? [];
    if (registry === "elsewhere" || (registry === undefined && from.length > 0 && !from.some((urn) => GROUP_URN.test(urn)))) {
        return [];
    }
    if (registry === undefined) {
        throw new UndecidedError("which registries it holds only they tell");
    }
    return [registry];
});

/**
 * Says whether the lock keeps a registry from being deleted.
 *
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 */
export function keepsFromDeletion(lock: Facts, registry: Facts, resources: readonly Facts[]): boolean {
    const level = CLASSIC.test(lock.type) ? "lockLevel" : "level";
    return holds(lock, registry, resources) && /^(?:CanNotDelete|ReadOnly)$/i.test(textOf(lock.props[level]));
}

/** What is locked passes that on to all in it. */
function holds(lock: Facts, registry: Facts, resources: readonly Facts[]): boolean {
    if (OF_SUBSCRIPTION.test(lock.type)) {
        return true;
    }
    if (OF_GROUP.test(lock.type)) {
        return areMadeFromSame(lock, "resourceGroupName", registry) ?? groupOf(lock) === groupOf(registry);
    }
    return OF_RESOURCE.test(lock.type) ? namesRegistry(lock, registry) : isInScope(lock, registry, resources);
}

function isInScope(lock: Facts, registry: Facts, resources: readonly Facts[]): boolean {
    return anyHolds(
        () => registryInScope(lock, resources) === registry,
        () => areMadeFromSame(lock, "scope", registry) ?? isAround(textOf(lock.props["scope"]), registry),
    );
}

function registryInScope(lock: Facts, resources: readonly Facts[]): Facts | "elsewhere" | undefined {
    return registryById(lock, "scope", () => lock.props["scope"], resources);
}

/** Says whether an id is that of the registry's subscription, which is the stack's, or of its resource group. */
function isAround(scope: string, registry: Facts): boolean {
    const [, subscription, group] = /^(\/subscriptions\/[^/]+)(?:\/resourceGroups\/([^/]+))?\/?$/i.exec(scope) ?? [];
    return subscription !== undefined && (group === undefined || group.toLowerCase() === groupOf(registry));
}

function namesRegistry({ props, propertyDependencies }: Facts, registry: Facts): boolean {
    const from = propertyDependencies["resourceName"] ?? [];
    const type = `${textOf(props["resourceProviderNamespace"])}/${textOf(props["resourceType"])}`;
    return (
        from.includes(registry.urn) ||
        (from.length === 0 &&
            type.toLowerCase() === "microsoft.containerregistry/registries" &&
            textOf(props["resourceName"]).toLowerCase() === nameOfRegistry(registry))
    );
}

/** Says whether a lock and a registry's group come from one resource; `undefined` if one of them comes from none. */
function areMadeFromSame(lock: Facts, property: string, registry: Facts): boolean | undefined {
    const [mine = [], theirs = []] = [lock.propertyDependencies[property], registry.propertyDependencies["resourceGroupName"]];
    return mine.length === 0 || theirs.length === 0 ? undefined : mine.some((urn) => theirs.includes(urn));
}

function groupOf({ props }: Facts): string {
    return textOf(props["resourceGroupName"]).toLowerCase();
}
