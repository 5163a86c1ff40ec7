import type { Exempted, Verdict } from "../../policies/report";
import { nameOf } from "../../policies/urn";
import { fails, formatCounts, formatGate, oneLine, type Checked } from "./report";

/** A comment of GitHub takes 65,536 characters, so a table is cut before. */
const MOST_ROWS = 100;

/** Returns a report as Markdown, for a comment or a summary. */
export function formatMarkdown(checked: Checked): string {
    const { report, placeOf, rules } = checked;
    const { violations, undecided, exempt } = report;
    const gate = formatGate(checked);
    const urls = new Map(rules.map(({ id, url }) => [id, url]));
    const row = (verdict: Verdict) => {
        const { rule, severity, level, resource, message, fix } = verdict;
        const { file, line } = placeOf(verdict);
        const url = urls.get(rule);
        return [severity, level, url === undefined ? code(rule) : `[${code(rule)}](${url})`, code(nameOf(resource) || resource), code(`${file}:${line}`), plain(message), plain(fix)];
    };
    const heads = ["Severity", "Level", "Rule", "Resource", "Where", "Now", "Instead"];
    const sections = [
        `### Policies: ${fails(checked) ? "failed" : "passed"}`,
        `${formatCounts(report)}.`,
        ...(gate === undefined ? [] : [gate]),
        ...(violations.length === 0 ? [] : [formatTable(heads, violations.map(row))]),
        ...(undecided.length === 0 ? [] : [folded(`${undecided.length} undecided`, formatTable(heads, undecided.map(row)))]),
        ...(exempt.length === 0 ? [] : [folded(`${exempt.length} exempt`, formatTable(["Rule", "Resource", "Until", "Owner", "Reason"], exempt.map(exemptRow)))]),
    ];
    return `${sections.join("\n\n")}\n`;
}

function exemptRow({ rule, resource, expires, owner, reason }: Exempted): readonly string[] {
    return [code(rule), code(nameOf(resource) || resource), expires, plain(owner), plain(reason)];
}

function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
    const left = rows.length - MOST_ROWS;
    const lines = [heads, heads.map(() => "---"), ...rows.slice(0, MOST_ROWS)].map((cells) => `| ${cells.join(" | ")} |`);
    return [...lines, ...(left > 0 ? ["", `… and ${left} more.`] : [])].join("\n");
}

function folded(title: string, body: string): string {
    return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function code(text: string): string {
    return `\`${oneLine(text).replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** Nothing in it is read as Markdown, HTML or a mention. */
function plain(text: string): string {
    return oneLine(text.replace(/\s+/g, " ")).replace(/[\\`*_[\]<>|#~]/g, "\\$&").replaceAll("@", "&#64;");
}
