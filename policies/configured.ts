import { DEFAULT_PRESET, presetLevel, type Preset } from "./presets";
import type { Level, Rule, Settings } from "./rule";

/** What a team has set for one rule. */
export interface RuleConfig {
    /** @default - that of the preset */
    readonly level?: Level;

    /** By name; those that are not there are shared or have their default. */
    readonly settings: Settings;
}

/** What a team has set for the pack. */
export interface PackConfig {
    readonly preset: Preset;

    /** Settings of every rule that has one of the name. */
    readonly settings: Settings;

    /** What is set for single rules, by their ids; it wins over all else. */
    readonly rules: Readonly<Record<string, RuleConfig>>;
}

/** Nothing is set. */
export const DEFAULT_CONFIG: PackConfig = { preset: DEFAULT_PRESET, settings: {}, rules: {} };

/** What holds for a rule in the end. */
export interface Configured {
    readonly level: Level;

    /** Every setting that has a default or was set. */
    readonly settings: Settings;
}

/** Returns what holds for a rule: what is set for it alone, before what is shared, before the preset and the defaults. */
export function resolveRule(rule: Rule, { preset, settings, rules }: PackConfig): Configured {
    const own = rules[rule.id];
    const schemas = Object.entries(rule.settings ?? {});
    const defaults = schemas.flatMap(([name, schema]) => (schema.default === undefined ? [] : [[name, schema.default]]));
    const shared = schemas.flatMap(([name]) => (name in settings ? [[name, settings[name]]] : []));
    return {
        level: own?.level ?? presetLevel(rule, preset),
        settings: { ...Object.fromEntries([...defaults, ...shared]), ...own?.settings },
    };
}
