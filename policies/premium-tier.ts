import { tierOf } from "./acr-settings";
import { textOf } from "./props";
import type { Facts } from "./rule";

/**
 * The tiers, which a message may name.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus
 */
const TIERS = ["Basic", "Standard", "Premium"];

/** Returns what a registry's tier is if it is not Premium. */
export function demandPremium(registry: Facts): readonly string[] {
    return isPremium(registry) ? [] : [`${formatTier(registry)}.`];
}

/** Says whether the registry is of the Premium tier. */
export function isPremium(registry: Facts): boolean {
    return knownTier(registry) === "Premium";
}

/** Says whether the registry is of the Basic tier. */
export function isBasic(registry: Facts): boolean {
    return knownTier(registry) === "Basic";
}

/** Returns what is known of a registry's tier, as the start of a sentence. */
export function formatTier(registry: Facts): string {
    const { path, value } = tierOf(registry);
    const now = value === undefined ? "not set" : (knownTier(registry) ?? "not Premium");
    return `${path} of ${registry.name} is ${now}`;
}

function knownTier(registry: Facts): string | undefined {
    const { value } = tierOf(registry);
    return TIERS.find((name) => name.toLowerCase() === textOf(value).toLowerCase());
}
