import type { Rule } from "./rule";

/** Returns the rules as a Markdown table. */
export function formatRuleTable(rules: readonly Rule[]): string {
    const rows = rules.map(({ id, title, severity, level, references }) => [
        `\`${id}\``,
        title,
        severity,
        level,
        references.map(shorten).join(", ") || "-",
    ]);
    return [["Rule", "Demand", "Severity", "Level", "Corresponds to"], Array<string>(5).fill("---"), ...rows]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
}

/** The first eight digits of a GUID tell enough. */
function shorten(reference: string): string {
    return reference.replace(/([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/, "$1");
}
