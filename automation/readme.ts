import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listAzureKeys, listBuilderKeys, listConfigKeys, listEcrKeys, listEcrPublicKeys, type ConfigRow } from "../model/config-reference";
import { formatPresetTable, formatRuleTable } from "../policies/rule-table";
import { rules } from "../policies/rules";
import { updateRulePages } from "./rule-pages/pages";

/** The generated parts of each page, by the names in their marks. */
const PAGES: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
    "README.md": {
        config: () => formatConfigTable(listConfigKeys()),
        builder: () => formatConfigTable(listBuilderKeys()),
        presets: () => formatPresetTable(rules),
        rules: () => formatRuleTable(rules),
    },
    "components/azure/README.md": { config: () => formatConfigTable(listAzureKeys()) },
    "components/aws/README.md": {
        ecr: () => formatConfigTable(listEcrKeys()),
        "ecr-public": () => formatConfigTable(listEcrPublicKeys()),
    },
};

/** The pages of documentation with parts that are generated, relative to the project. */
export const GENERATED_PAGES: readonly string[] = Object.keys(PAGES);

/** Returns a page with its generated parts as the code has them now. */
export function renderPage(page: string, text: string): string {
    return Object.entries(PAGES[page] ?? {}).reduce((done, [part, render]) => replacePart(page, done, part, render()), text);
}

/** Brings the pages of a project up to date; returns the exit code. */
export function updateReadme(root: string): number {
    for (const page of GENERATED_PAGES) {
        const file = join(root, page);
        writeFileSync(file, renderPage(page, readFileSync(file, "utf8")));
    }
    updateRulePages(root, rules);
    return 0;
}

function replacePart(page: string, text: string, name: string, table: string): string {
    const part = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[^]*?(<!-- /${name} -->)`);
    if (!part.test(text)) {
        throw new RangeError(`Cannot fill in the part "${name}" of ${page}: its two marks are not there`);
    }
    return text.replace(part, (_, start: string, end: string) => `${start}\n${table.trim()}\n\n${end}`);
}

function formatConfigTable(keys: readonly ConfigRow[]): string {
    const rows = keys.map(({ key, takes, fallback, meaning }) =>
        `| \`${key}\` | ${takes} | ${fallback ?? "required"} | ${meaning} |`);
    return ["| Key | Takes | Default | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}
