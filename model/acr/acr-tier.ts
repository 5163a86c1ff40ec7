import type { Problem } from "../problem";
import { registryProblem, count, type RegistryPath } from "../registry-problem";
import type { AcrSpec, AcrTier } from "./acr-spec";
import type { AcrRule } from "./rules/acr-rule";

/** From the lowest to the highest. */
const TIERS = ["Basic", "Standard", "Premium"] as const satisfies readonly AcrTier[];

/** What not every tier has. */
interface Feature {
    readonly path: RegistryPath;
    /** The lowest that has it. */
    readonly tier: AcrTier;
    /** Returns what is asked for in words; `undefined` if it is not. */
    readonly asked: (spec: AcrSpec) => string | undefined;
}

type List = "replications" | "privateEndpoints" | "ipRules" | "agentPools" | "webhooks" | "tokens" | "scopeMaps";

const some = (list: List, title: string): Feature => ({
    path: [list], tier: "Premium", asked: (spec) => (spec[list].length > 0 ? title : undefined),
});

const more = (list: List, than: number, title: string, tier: AcrTier): Feature => ({
    path: [list], tier, asked: (spec) => (spec[list].length > than ? count(spec[list].length, title) : undefined),
});

const set = (key: keyof AcrSpec, title: string, isSet: (spec: AcrSpec) => boolean, tier: AcrTier = "Premium"): Feature => ({
    path: [key], tier, asked: (spec) => (isSet(spec) ? title : undefined),
});

/**
 * Sources: https://learn.microsoft.com/azure/container-registry/container-registry-skus and, for retention, export,
 * agent pools and data endpoints, https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy,
 * https://learn.microsoft.com/azure/container-registry/data-loss-prevention,
 * https://learn.microsoft.com/azure/container-registry/tasks-agent-pools,
 * https://learn.microsoft.com/azure/container-registry/container-registry-dedicated-data-endpoints; for quarantine,
 * https://github.com/Azure/bicep-registry-modules/blob/main/avm/res/container-registry/registry/main.bicep
 */
const FEATURES: readonly Feature[] = [
    set("anonymousPull", "anonymous pull", (spec) => spec.anonymousPull, "Standard"),
    more("webhooks", 2, "webhook", "Standard"),
    more("webhooks", 10, "webhook", "Premium"),
    more("tokens", 100, "token", "Standard"),
    more("tokens", 500, "token", "Premium"),
    more("scopeMaps", 100, "scope map", "Standard"),
    more("scopeMaps", 500, "scope map", "Premium"),
    some("replications", "replications"),
    some("privateEndpoints", "private endpoints"),
    some("ipRules", "IP rules"),
    set("publicAccess", "no public access", (spec) => spec.publicAccess === false),
    set("dataEndpoints", "data endpoints", (spec) => spec.dataEndpoints),
    set("customerManagedKey", "a customer-managed key", (spec) => spec.customerManagedKey !== undefined),
    set("retentionDays", "retention of untagged manifests", (spec) => spec.retentionDays !== undefined),
    set("quarantine", "quarantine", (spec) => spec.quarantine),
    set("export", "no export", (spec) => !spec.export),
    some("agentPools", "agent pools"),
];

/** Returns the lowest tier that has all that is asked for, and what it is needed for: nothing for the lowest of all. */
export function lowestTier(spec: AcrSpec): { readonly tier: AcrTier; readonly reasons: readonly string[] } {
    const asked = FEATURES.filter((feature) => feature.asked(spec) !== undefined);
    const tier = TIERS.findLast((candidate) => asked.some((feature) => feature.tier === candidate)) ?? TIERS[0];
    const reasons = asked.filter((feature) => feature.tier === tier).map((feature) => feature.asked(spec) ?? "");
    return { tier, reasons };
}

function checkTier(spec: AcrSpec): readonly Problem[] {
    const { tier } = spec;
    const lacking = tier === undefined ? [] : FEATURES.filter((feature) => TIERS.indexOf(feature.tier) > TIERS.indexOf(tier));
    // Of two features of one key the last is that of the higher tier.
    const byKey = new Map(lacking.flatMap((feature) => {
        const asked = feature.asked(spec);
        return asked === undefined ? [] : [[String(feature.path), { ...feature, asked }]];
    }));
    return [...byKey.values()].map(({ path, asked, tier: needed }) =>
        registryProblem(path, `tier ${formatFrom(needed)}, or to go without`, `${asked} on tier ${tier}`));
}

function formatFrom(tier: AcrTier): string {
    return TIERS.slice(TIERS.indexOf(tier)).join(" or ");
}

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const CEILINGS: readonly { readonly list: List | "cache"; readonly most: number; readonly title: string }[] = [
    { list: "webhooks", most: 500, title: "webhook" },
    { list: "tokens", most: 50_000, title: "token" },
    { list: "scopeMaps", most: 50_000, title: "scope map" },
    { list: "privateEndpoints", most: 200, title: "private endpoint" },
    { list: "ipRules", most: 200, title: "IP rule" },
    // Source: https://learn.microsoft.com/azure/container-registry/artifact-cache-overview#current-limitations
    { list: "cache", most: 1000, title: "cache rule" },
];

/** What depends on the tier, and what no tier has. */
export const TIER_RULES: readonly AcrRule[] = [
    {
        id: "tier-has-features",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
        check: checkTier,
    },
    {
        id: "lists-within-limits",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
        check: (spec) => CEILINGS.filter(({ list, most }) => spec[list].length > most).map(({ list, most, title }) =>
            registryProblem([list], `at most ${count(most, title)}`, count(spec[list].length, title))),
    },
];
