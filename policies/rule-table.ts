import { PRESETS, PRESET_MEANINGS, presetLevel, type Preset } from "./presets";
import type { Level, Rule } from "./rule";

/** Returns the rules as a Markdown table with their levels under each preset. */
export function formatRuleTable(rules: readonly Rule[]): string {
    const rows = rules.map((rule) => [
        `[\`${rule.id}\`](docs/rules/${rule.id}.md)`,
        rule.title,
        rule.severity,
        ...PRESETS.map((preset) => presetLevel(rule, preset)),
        rule.references.map(shorten).join(", ") || "-",
    ]);
    return formatTable(["Rule", "Demand", "Severity", ...PRESETS, "Corresponds to"], rows);
}

/** Returns the presets as a Markdown table that counts their rules. */
export function formatPresetTable(rules: readonly Rule[]): string {
    const count = (preset: Preset, level: Level) => String(rules.filter((rule) => presetLevel(rule, preset) === level).length);
    const rows = PRESETS.map((preset) => [
        `\`${preset}\``,
        PRESET_MEANINGS[preset],
        ...(["mandatory", "advisory", "disabled"] as const).map((level) => count(preset, level)),
    ]);
    return formatTable(["Preset", "", "mandatory", "advisory", "disabled"], rows);
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** The first eight digits of a GUID tell enough. */
function shorten(reference: string): string {
    return reference.replace(/([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "$1");
}
