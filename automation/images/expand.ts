import { parseArgs } from "node:util";
import { findTagProblems, planTags } from "../../model/tags/plan-tags";
import type { TagPlan, TagRequest } from "../../model/tags/tag-plan";
import type { TagProblem } from "../../model/tags/tag-problem";
import { UsageError } from "../options";
import { printJson } from "../report";

/** What `npm run images -- expand` takes, for people. */
const EXPAND_USAGE = `usage: npm run images -- expand VERSION [OPTIONS]
  --existing TAG,…   tags that the registry has; more than once, with commas or spaces
  --branch NAME      adds the branch's tag
  --commit SHA       adds the commit's tag: sha- and 12 digits
  --prefix TEXT      before every tag, such as web-
  --suffix TEXT      behind every tag, such as -alpine
  --channel NAME     latest, stable or the word of prereleases, such as beta; more than once
  --template TAG     one more tag, such as "{major}-lts"; more than once
  --json             {"tags":[…],"kept":[{"tag","why"}]}`;

/** The options with one value; more than one is a mistake. */
const SINGLE = ["branch", "commit", "prefix", "suffix"] as const;

/** The options that can be there more than once. */
const MULTIPLE = ["existing", "channel", "template"] as const;

/** By a part of a request, the option that says it. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
    ["version", "VERSION"],
    ["channels", "--channel"],
    ["templates", "--template"],
    ...SINGLE.map((name) => [name, `--${name}`] as const),
]);

/** The tag of a branch that is named on the command line. */
const BRANCH_TEMPLATE = "{branch}";

/** An option as it was typed. */
interface Typed {
    readonly name: string;
    readonly rawName: string;
    readonly value?: string | undefined;
}

interface Expansion {
    readonly request: TagRequest;
    readonly existing: readonly string[];
    readonly json: boolean;
}

/**
 * Prints which tags a version would have, and which would stay where they are; nothing is asked of a registry.
 *
 * @param words what stands behind `expand`, options among them
 * @param json whether the caller has taken a `--json` out of them already
 * @returns the exit code
 * @throws {UsageError} With every mistake.
 */
export function expandImages(words: readonly string[], json: boolean): number {
    const asked = readExpansion(words);
    const plan = planTags(asked.request, asked.existing);
    if (json || asked.json) {
        printJson({ tags: plan.tags, kept: plan.kept });
    } else {
        process.stdout.write(`${formatTagPlan(plan).join("\n")}\n`);
    }
    return 0;
}

/** Returns a plan as lines for people. */
function formatTagPlan({ tags, floating, kept, taken }: TagPlan): readonly string[] {
    const width = Math.max(...[...tags, ...kept.map(({ tag }) => tag)].map((tag) => tag.length));
    const line = (tag: string, what: string): string => `${tag.padEnd(width)}  ${what}`;
    return [
        ...tags.map((tag) => {
            const stays = taken.includes(tag) ? "exists already: refused with other content" : "names this build";
            return line(tag, floating.includes(tag) ? "moves to this build" : stays);
        }),
        ...kept.map(({ tag, why }) => line(tag, `stays where it is: ${why}`)),
    ];
}

/** Reads without `strict`, which stops at the first mistake and takes no `--suffix -alpine`. */
function readExpansion(words: readonly string[]): Expansion {
    const named = Object.fromEntries([...SINGLE, ...MULTIPLE].map((name) => [name, { type: "string" } as const]));
    const options = { json: { type: "boolean" } as const, ...named };
    const args = [...words];
    const { tokens, positionals } = parseArgs({ args, strict: false, allowPositionals: true, tokens: true, options });
    const typed = tokens.flatMap((token): Typed[] => (token.kind === "option" ? [token] : []));
    const given = (name: string): string[] =>
        typed.flatMap((option) => (option.name === name && hasValue(option) ? [option.value ?? ""] : []));
    const request = readRequest(positionals[0], given);
    const mistakes = [...findWordMistakes(typed, positionals), ...findTagProblems(request).map(formatMistake)];
    if (mistakes.length > 0) {
        throw new UsageError([...mistakes.map((mistake) => `Cannot expand: ${mistake}`), EXPAND_USAGE].join("\n"));
    }
    const existing = given("existing").flatMap((list) => list.split(/[\s,]+/)).filter((tag) => tag !== "");
    return { request, existing, json: typed.some(({ name }) => name === "json") };
}

/** A forgotten value shows in that the next option stands in its place. */
function hasValue({ value }: Typed): boolean {
    return value !== undefined && !value.startsWith("--");
}

function findWordMistakes(typed: readonly Typed[], positionals: readonly string[]): string[] {
    const taking: readonly string[] = [...SINGLE, ...MULTIPLE];
    const unknown = typed.filter(({ name }) => name !== "json" && !taking.includes(name));
    // What follows an unknown option may be its value, so there is no telling how many versions there are.
    const isOneVersion = positionals.length === 1 || (unknown.length > 0 && positionals.length > 1);
    return [
        ...new Set(unknown.map(({ rawName }) => `${rawName} is no option`)),
        ...typed.filter((option) => taking.includes(option.name) && !hasValue(option))
            .map(({ rawName }) => `${rawName} takes a value`),
        ...SINGLE.filter((name) => typed.filter((option) => option.name === name).length > 1)
            .map((name) => `--${name} can be there once`),
        ...typed.filter(({ name, value }) => name === "json" && value !== undefined).map(() => "--json takes no value"),
        ...(isOneVersion ? [] : [`one VERSION is required; there are ${positionals.length}`]),
    ];
}

function readRequest(version: string | undefined, given: (name: string) => readonly string[]): TagRequest {
    const [branch, commit, prefix, suffix] = SINGLE.map((name) => given(name)[0]);
    const templates = [...given("template"), ...(branch === undefined ? [] : [BRANCH_TEMPLATE])];
    return { version, branch, commit, prefix, suffix, templates, channels: given("channel") };
}

function formatMistake({ path: [part], required, now }: TagProblem): string {
    return `${OPTIONS.get(part) ?? part}: required is ${required}; it is now ${now}`;
}
