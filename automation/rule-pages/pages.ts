import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../../policies/rule";
import { addNewRules } from "./changelog";
import { formatRuleIndex, formatRulePage } from "./page";

/** The folder of the pages, relative to the project. */
export const RULE_PAGES = "docs/rules";

/** The changelog of the rules, relative to the project. */
export const CHANGELOG = "policies/CHANGELOG.md";

/** Returns the pages of rules by their file names. */
export function renderRulePages(rules: readonly Rule[]): ReadonlyMap<string, string> {
    return new Map([
        ["README.md", formatRuleIndex(rules)],
        ...rules.map((rule) => [`${rule.id}.md`, formatRulePage(rule)] as const),
    ]);
}

/** Brings the pages and the changelog of a project up to date. */
export function updateRulePages(root: string, rules: readonly Rule[]): void {
    const folder = join(root, RULE_PAGES);
    const pages = renderRulePages(rules);
    mkdirSync(folder, { recursive: true });
    readdirSync(folder).filter((file) => !pages.has(file)).forEach((file) => rmSync(join(folder, file)));
    pages.forEach((text, file) => writeFileSync(join(folder, file), text));
    const changelog = join(root, CHANGELOG);
    writeFileSync(changelog, addNewRules(readFileSync(changelog, "utf8"), rules));
}
