import { customerKeyOf, exportOf, publicAccessOf, retentionOf } from "./acr-settings";
import { listOf, textOf } from "./props";
import { isOff, isOn, propertyAt, type Place, type Property } from "./property";
import type { Facts } from "./rule";

/** A setting that only Premium has, and how to tell that it is used. */
interface Feature {
    read(registry: Facts): Property;
    used(value: unknown): boolean;
}

/**
 * What the classic provider refuses on other tiers, whatever Azure does: any set of network rules among it.
 *
 * Source: https://github.com/hashicorp/terraform-provider-azurerm/blob/main/internal/services/containers/container_registry_resource.go
 */
const CLASSIC_FEATURES: readonly Feature[] = [
    at({ arm: "", classic: "networkRuleSet" }, (value) => (value ?? undefined) !== undefined),
    at({ arm: "", classic: "zoneRedundancyEnabled" }, isOn),
    at({ arm: "", classic: "quarantinePolicyEnabled" }, isOn),
];

/**
 * Not among them, as all tiers have them: tokens, scope maps, cache rules, soft delete, zone redundancy, ABAC.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus
 */
const FEATURES: readonly Feature[] = [
    { read: publicAccessOf, used: isOff },
    at({ arm: "networkRuleSet.defaultAction" }, isDeny),
    at({ arm: "networkRuleSet.ipRules" }, isFilled),
    at({ arm: "networkRuleSet.virtualNetworkRules" }, isFilled),
    at({ arm: "dataEndpointEnabled", classic: "dataEndpointEnabled" }, isOn),
    { read: customerKeyOf, used: isOn },
    { read: retentionOf, used: isOn },
    { read: exportOf, used: isOff },
    at({ arm: "policies.trustPolicy.status", classic: "trustPolicyEnabled" }, isOn),
    ...CLASSIC_FEATURES,
];

/** Returns where a registry asks for what only Premium has. */
export function premiumFeaturesOf(registry: Facts): readonly (() => readonly string[])[] {
    return FEATURES.map(({ read, used }) => () => {
        const { path, value } = read(registry);
        return used(value) ? [path] : [];
    });
}

function at(place: Place, used: (value: unknown) => boolean): Feature {
    return { read: (registry) => propertyAt(registry, place), used };
}

function isDeny(value: unknown): boolean {
    return /^deny$/i.test(textOf(value));
}

function isFilled(value: unknown): boolean {
    return listOf(value).length > 0;
}
