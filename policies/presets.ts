import type { Level, Rule } from "./rule";

/** How strict the pack is as a whole, by name, mildest first. */
export const PRESETS = ["baseline", "recommended", "strict"] as const;

/** The name of a preset. */
export type Preset = (typeof PRESETS)[number];

/** What the pack is without a word about it. */
export const DEFAULT_PRESET: Preset = "recommended";

/** What each preset does, as sentences. */
export const PRESET_MEANINGS: Readonly<Record<Preset, string>> = {
    baseline:
        "For stacks that were never judged before: what lays images or credentials open stops the run, as do replication below Premium and images without a tag for one build; of the rest only what is of high severity is told.",
    recommended: "Each rule under the level that it comes with.",
    strict: "Every rule is on. Those of medium severity and above stop the run.",
};

/** Rules below critical severity whose violation lays images or credentials open. */
export const EXPOSING: readonly string[] = [
    "aci-no-registry-password",
    "acr-no-anonymous-pull",
    "acr-token-expires",
    "acr-webhook-https",
    "containerapp-no-registry-password",
    "ecs-no-registry-password",
    "image-no-exec",
    "oidc-trust-bounded",
    "webapp-no-registry-password",
];

/** Rules that the pack is for, whatever their severity. The third is of critical severity: no admin user. */
const ALWAYS: readonly string[] = ["acr-premium-for-replication", "image-tag-is-versioned"];

/** Returns what a violation of the rule does under a preset. */
export function presetLevel(rule: Rule, preset: Preset): Level {
    switch (preset) {
        case "baseline":
            return baselineLevel(rule);
        case "recommended":
            return rule.level;
        case "strict":
            return rule.severity === "low" && rule.level !== "mandatory" ? "advisory" : "mandatory";
    }
}

function baselineLevel({ id, severity, level }: Rule): Level {
    if (severity === "critical" || [...EXPOSING, ...ALWAYS].includes(id)) {
        return level;
    }
    return severity === "high" && level !== "disabled" ? "advisory" : "disabled";
}
