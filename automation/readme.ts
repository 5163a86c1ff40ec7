import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listConfigKeys } from "../model/config-reference";
import { formatRuleTable } from "../policies/rule-table";
import { rules } from "../policies/rules";

/** Returns the README with its generated parts as the code has them now. */
export function renderReadme(text: string): string {
    return replacePart(replacePart(text, "config", formatConfigTable()), "rules", formatRuleTable(rules));
}

/** Brings the README of a project up to date; returns the exit code. */
export function updateReadme(root: string): number {
    const file = join(root, "README.md");
    writeFileSync(file, renderReadme(readFileSync(file, "utf8")));
    return 0;
}

function replacePart(text: string, name: string, table: string): string {
    const part = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[^]*?(<!-- /${name} -->)`);
    if (!part.test(text)) {
        throw new RangeError(`Cannot fill in the README's part "${name}": its two marks are not there`);
    }
    return text.replace(part, (_, start: string, end: string) => `${start}\n${table.trim()}\n\n${end}`);
}

function formatConfigTable(): string {
    const rows = listConfigKeys().map(({ key, takes, fallback, meaning }) =>
        `| \`${key}\` | ${takes} | ${fallback ?? "required"} | ${meaning} |`);
    return ["| Key | Takes | Default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
