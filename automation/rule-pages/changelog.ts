import type { Rule } from "../../policies/rule";

/** Where the newest version's rules are listed. */
const NEW_RULES = "### New rules\n";

/** Returns the ids of rules that a changelog lists. */
export function listedRules(changelog: string): readonly string[] {
    return [...changelog.matchAll(/^- `([a-z0-9-]+)`: /gm)].map(([, id = ""]) => id);
}

/**
 * Returns a changelog with the rules that it does not list yet, under the newest version.
 *
 * @throws {RangeError} If the newest version has no list of new rules.
 */
export function addNewRules(changelog: string, rules: readonly Rule[]): string {
    const listed = listedRules(changelog);
    const missing = rules.filter(({ id }) => !listed.includes(id)).map(({ id, title }) => `- \`${id}\`: ${title}.`);
    if (missing.length === 0) {
        return changelog;
    }
    const [newest = "", ...older] = changelog.split(/^(?=## )/m).slice(1);
    const [before, list] = newest.split(NEW_RULES);
    if (list === undefined) {
        throw new RangeError(`Cannot list ${missing.length} new rules: the newest version of the changelog has no part "${NEW_RULES.trim()}"`);
    }
    const lines = [...list.trim().split("\n").filter((line) => line !== ""), ...missing].sort();
    const head = changelog.slice(0, changelog.indexOf(newest));
    return [head, before, NEW_RULES, "\n", lines.join("\n"), "\n", ...(older.length === 0 ? [] : ["\n", ...older])].join("");
}
