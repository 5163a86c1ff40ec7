import { tierOf } from "./acr";
import type { Facts } from "./rule";

/**
 * The tiers, which a message may name.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus
 */
const TIERS = ["Basic", "Standard", "Premium"];

/** Returns what a registry's tier is if it is not Premium. */
export function demandPremium(registry: Facts): readonly string[] {
    const { path, value } = tierOf(registry);
    const tier = TIERS.find((name) => name.toLowerCase() === String(value).toLowerCase());
    const now = value === undefined ? "not set" : (tier ?? "not Premium");
    return tier === "Premium" ? [] : [`${path} of ${registry.name} is ${now}.`];
}
