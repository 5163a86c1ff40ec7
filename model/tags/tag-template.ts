import type { SemVer } from "semver";
import { formatSuggestion } from "../nearest-word";
import { formatBranch } from "./branch-tag";
import { COMMIT_LENGTH } from "./derived-version";

/** Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests (`<reference>`) */
export const TAG_LENGTH_MAX = 128;

/** What a template is filled in from. */
export interface TagFacts {
    readonly version?: SemVer | undefined;
    readonly commit?: string | undefined;
    readonly branch?: string | undefined;
    readonly date?: string | undefined;
}

/** By each placeholder, which fact it needs and what it stands for; a branch is put in last, as it is cut to fit. */
const PLACEHOLDERS = {
    version: { needs: "version", value: ({ version }: TagFacts) => version?.version },
    major: { needs: "version", value: ({ version }: TagFacts) => version?.major },
    minor: { needs: "version", value: ({ version }: TagFacts) => version?.minor },
    patch: { needs: "version", value: ({ version }: TagFacts) => version?.patch },
    commit: { needs: "commit", value: ({ commit }: TagFacts) => commit?.slice(0, COMMIT_LENGTH).toLowerCase() },
    date: { needs: "date", value: ({ date }: TagFacts) => date?.slice(0, 10).replaceAll("-", "") },
    branch: { needs: "branch", value: ({ branch }: TagFacts) => (branch === undefined ? undefined : "{branch}") },
} as const;

/** A word that stands in braces in a template. */
export type Placeholder = keyof typeof PLACEHOLDERS;

/** Every placeholder. */
const PLACEHOLDER_WORDS = Object.keys(PLACEHOLDERS) as readonly Placeholder[];

/** What a template has to be. */
export const TEMPLATE_TAKES = "a tag in quotes: 1 to 128 of A-Z a-z 0-9 . _ -, not . or - first, with or without "
    + PLACEHOLDER_WORDS.map((word) => `{${word}}`).join(" ");

/** Returns the placeholders of a template. */
export function listPlaceholders(template: string): readonly Placeholder[] {
    return PLACEHOLDER_WORDS.filter((word) => template.includes(`{${word}}`));
}

/** Returns everything that is wrong with a template, as phrases such as `{majr} is no placeholder`. */
export function findTemplateMistakes(template: string): readonly string[] {
    const words = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, word = ""]) => word);
    const unknown = words.filter((word) => !PLACEHOLDER_WORDS.some((known) => known === word));
    const plain = template.replace(/\{[^{}]*\}/g, "");
    const signs = [...new Set(plain.match(/[^A-Za-z0-9._{}-]/gu))].map((sign) => JSON.stringify(sign));
    const mistakes: readonly (readonly [boolean, string])[] = [
        [template === "", "it is empty"],
        [/[{}]/.test(plain), "a brace is left over, as placeholders have one pair each"],
        [signs.length > 0, `${signs.join(" ")} cannot be in a tag`],
        [/^[.-]/.test(template), `"${template[0]}" cannot be first`],
        [plain.length > TAG_LENGTH_MAX, `${plain.length} characters are too many`],
    ];
    return [
        ...[...new Set(unknown)].map((word) => `{${word}} is no placeholder${formatSuggestion(word, PLACEHOLDER_WORDS)}`),
        ...mistakes.filter(([found]) => found).map(([, mistake]) => mistake),
    ];
}

/** Returns which of the facts that a template needs are not known, each once. */
export function listMissingFacts(template: string, facts: TagFacts): readonly (keyof TagFacts)[] {
    const needed = listPlaceholders(template).map((word) => PLACEHOLDERS[word].needs);
    return [...new Set(needed)].filter((fact) => facts[fact] === undefined);
}

/**
 * Returns a template with its placeholders filled in. A branch is cut so that the whole fits.
 *
 * @param template one whose facts are all known
 * @param room how long the whole may be, in characters
 */
export function renderTemplate(template: string, facts: TagFacts, room: number): string {
    const filled = listPlaceholders(template).reduce(
        (text, word) => text.replaceAll(`{${word}}`, String(PLACEHOLDERS[word].value(facts))),
        template,
    );
    const parts = filled.split("{branch}");
    const left = room - parts.join("").length;
    const branch = formatBranch(facts.branch ?? "").slice(0, Math.max(1, Math.floor(left / (parts.length - 1))));
    return parts.join(branch);
}
