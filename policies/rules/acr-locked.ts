import { ACR_TYPES, isRegistry } from "../acr";
import { CLASSIC, genericRegistry, registry, REGISTRY_ID } from "../examples";
import { facts, type Origin } from "../facts";
import { isLocked } from "../management-lock";
import type { Facts, Props, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";

const NONE = "No lock of this stack keeps it from being deleted.";
const LEVEL = { level: "CanNotDelete" };
const GROUP = { resourceGroupName: "images" };
const group = facts("azure-native:resources:ResourceGroup", {}, { name: "group" });

/** A container registry is not deleted by mistake. */
export const acrLocked: Rule = {
    id: "acr-locked",
    title: "A container registry has a lock that keeps it from being deleted",
    why: "one mistake deletes all its images, and Azure has no way to bring a registry back",
    severity: "low",
    level: "disabled",
    fix:
        "Add a management lock of the level CanNotDelete whose scope is the registry or its resource group. It does not keep " +
        "images from being deleted, and has to go before the registry can.",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources",
    references: ["KICS a187ac47-8163-42ce-8a63-c115236be6fb"],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["level", "lockLevel", "scope", "resourceName"],
    settings: EXEMPT_STACKS,

    check(resource, { resources, settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource)) {
            return [];
        }
        return isLocked(resource, resources) ? [] : [NONE];
    },

    good: [
        { title: "a lock whose scope it is", resources: locked(registry(), "ByScope", LEVEL) },
        { title: "a lock that lets nothing be changed", resources: locked(registry(), "ByScope", { level: "ReadOnly" }) },
        { title: "a lock on the free-form resource", resources: locked(genericRegistry({}), "ByScope", LEVEL) },
        { title: "found by its id", resources: [registry({ registryName: "contoso" }), lock("ByScope", { ...LEVEL, scope: REGISTRY_ID })] },
        {
            title: "found by its name",
            resources: [
                registry({ registryName: "contoso" }),
                lock("AtResourceLevel", {
                    ...LEVEL,
                    resourceProviderNamespace: "Microsoft.ContainerRegistry",
                    resourceType: "registries",
                    resourceName: "Contoso",
                }),
            ],
        },
        { title: "a lock on its resource group", resources: [registry(GROUP), lock("AtResourceGroupLevel", { ...LEVEL, ...GROUP })] },
        {
            title: "a lock on the resource group that it is made in",
            resources: [
                registry({}, { from: { resourceGroupName: [group] } }),
                lock("ByScope", LEVEL, { from: { scope: [group] } }),
                group,
            ],
        },
        {
            title: "a lock on its resource group, by its id",
            resources: [registry(GROUP), lock("ByScope", { ...LEVEL, scope: "/subscriptions/1/resourceGroups/Images" })],
        },
        { title: "a lock on the subscription", resources: [registry(), lock("AtSubscriptionLevel", LEVEL)] },
        {
            title: "classic",
            resources: [
                facts(CLASSIC, { name: "contoso" }),
                facts("azure:management/lock:Lock", { scope: REGISTRY_ID, lockLevel: "CanNotDelete" }, { name: "lock" }),
            ],
        },
        { title: "a stack of development", resources: [registry({}, { stack: "dev" })] },
    ],
    bad: [
        { title: "none", resources: [registry()], violation: NONE },
        {
            title: "another registry's",
            resources: [registry(), ...locked(registry({}, { name: "other" }), "ByScope", LEVEL)],
            violation: NONE,
        },
        {
            title: "another resource group's",
            resources: [registry(GROUP), lock("AtResourceGroupLevel", { ...LEVEL, resourceGroupName: "other" })],
            violation: NONE,
        },
        {
            title: "another resource of that name",
            resources: [
                registry({ registryName: "contoso" }),
                lock("AtResourceLevel", { ...LEVEL, resourceProviderNamespace: "Microsoft.Storage", resourceName: "contoso" }),
            ],
            violation: NONE,
        },
        { title: "a lock of no level", resources: locked(registry(), "ByScope", { level: "NotSpecified" }), violation: NONE },
    ],
};

function locked(target: Facts, kind: string, props: Props): [Facts, Facts] {
    return [target, lock(kind, props, { from: { scope: [target] } })];
}

function lock(kind: string, props: Props, origin: Origin = {}): Facts {
    return facts(`azure-native:authorization:ManagementLock${kind}`, props, { name: "lock", ...origin });
}
