import { facts, type Origin } from "./facts";
import type { Facts, Props } from "./rule";

/** A registry of azure-native. */
export const REGISTRY = "azure-native:containerregistry:Registry";

/** Any resource of azure-native with free-form properties. */
export const GENERIC = "azure-native:resources:Resource";

/** A registry of the classic provider. */
export const CLASSIC = "azure:containerservice/registry:Registry";

/** A registry's id in Azure Resource Manager. */
export const REGISTRY_ID =
    "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/images" +
    "/providers/Microsoft.ContainerRegistry/registries/contoso";

/** Returns a registry called `registry`. */
export function registry(props: Props = {}, origin: Origin = {}): Facts {
    return facts(REGISTRY, props, { name: "registry", ...origin });
}

/** Returns a registry called `registry` as a free-form resource. */
export function genericRegistry(properties: Props, beside: Props = {}): Facts {
    return generic("registries", properties, { resourceName: "contoso", ...beside }, { name: "registry" });
}

/** Returns a free-form resource of Azure Container Registry. */
export function generic(resourceType: string, properties: Props, beside: Props = {}, origin: Origin = {}): Facts {
    const type = { resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType };
    return facts(GENERIC, { ...type, ...beside, properties }, origin);
}

/** Returns something of azure-native that belongs to a registry of the stack. */
export function childOf(parent: Facts, type: string, props: Props = {}): Facts {
    return facts(`azure-native:containerregistry:${type}`, props, { from: { registryName: [parent] } });
}

/** Returns something of azure-native that belongs to a registry elsewhere. */
export function child(type: string, props: Props = {}): Facts {
    return facts(`azure-native:containerregistry:${type}`, { registryName: "elsewhere", ...props });
}

/** Returns a free-form resource that belongs to a registry of the stack. */
export function genericChildOf(parent: Facts, resourceType: string, properties: Props, beside: Props = {}): Facts {
    return generic(
        resourceType,
        properties,
        { parentResourcePath: "registries/contoso", ...beside },
        {
            from: { parentResourcePath: [parent] },
        },
    );
}

/** Returns something of the classic provider that has a registry's id. */
export function classic(type: string, props: Props = {}, parent?: Facts): Facts {
    const token = `azure:containerservice/${type[0]?.toLowerCase()}${type.slice(1)}:${type}`;
    return facts(token, props, parent === undefined ? {} : { from: { containerRegistryId: [parent] } });
}

/** Returns what belongs to a registry, and the registry. */
export function withRegistry(owner: Facts, of: (owner: Facts) => Facts): [Facts, Facts] {
    return [of(owner), owner];
}
