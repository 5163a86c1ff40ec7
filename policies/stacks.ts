import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";
import { textOf } from "./props";
import type { Facts, Settings } from "./rule";
import { stackOf } from "./urn";

/** Names of stacks that nobody but developers depends on. */
const DEVELOPMENT = wordOf(
    "dev|develop|development|test|testing|local|sandbox|playground|scratch|demo|poc|pr|review|ci",
);

/** Names of stacks that users depend on. */
const PRODUCTION = wordOf("prod|prd|production|live");

/** The setting by which a rule leaves stacks of development alone. */
export const EXEMPT_STACKS = {
    exemptStacks: pattern(
        DEVELOPMENT,
        "A regular expression: stacks whose name it matches, in any case, are left alone.",
    ),
};

/** The setting by which a rule keeps to stacks of production. */
export const JUDGED_STACKS = {
    stacks: pattern(PRODUCTION, "A regular expression: only stacks whose name it matches, in any case, are judged."),
};

/** Says whether the resource's stack is one that the rule leaves alone. */
export function inExemptStack(resource: Facts, settings: Settings): boolean {
    return matches(resource, textOf(settings["exemptStacks"]) || DEVELOPMENT);
}

/** Says whether the resource's stack is one that the rule keeps to. */
export function inJudgedStack(resource: Facts, settings: Settings): boolean {
    return matches(resource, textOf(settings["stacks"]) || PRODUCTION);
}

function matches({ urn }: Facts, text: string): boolean {
    return new RegExp(text, "i").test(stackOf(urn));
}

/** A hyphen, a digit or the like has to be around the word: `contoso-dev`, `dev2`. */
function wordOf(words: string): string {
    return `(^|[^a-z])(${words})([^a-z]|$)`;
}

function pattern(value: string, description: string): PolicyConfigJSONSchema {
    return { type: "string", format: "regex", default: value, description };
}
