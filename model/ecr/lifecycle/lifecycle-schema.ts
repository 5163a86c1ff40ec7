import * as v from "valibot";
import { closedMap, flag, listOf, optional, text, wholeNumber } from "../../config-field";
import { isMap } from "../../one-of";
import { LIFECYCLE_ELSEWHERE } from "./lifecycle-elsewhere";
import { ARCHIVED_DAYS_MIN, countWildcards, RULES_MAX, PATTERN_WILDCARDS_MAX } from "./lifecycle-limits";
import { findKeyMistakes, LIMIT_KEYS, SELECTION_KEYS } from "./lifecycle-rule-keys";
import type { LifecycleLimit, LifecycleRuleSpec, LifecycleSelection } from "./lifecycle-spec";

/** More images and days than anybody keeps by number. */
const NUMBER_MAX = 1_000_000;

/** Others no tag could match. Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests */
const PATTERN = /^[A-Za-z0-9_*][A-Za-z0-9._*-]{0,127}$/;
const PREFIX = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

const PATTERN_TAKES = `a tag, or a pattern of tags with at most ${PATTERN_WILDCARDS_MAX} *, such as pr-*`;
const RULE_TAKES = `a map with one of ${SELECTION_KEYS.join(", ")} and one of ${LIMIT_KEYS.join(", ")}`;
const LIST_TAKES = `a list of at most ${RULES_MAX} rules`;

function chosen() {
    return v.pipe(v.literal(true, "true, or no such key"), v.title("true"));
}

function tags(takes: string, each: string, accepts: (tag: string) => boolean) {
    return v.pipe(
        listOf(takes, text(each, accepts)),
        v.minLength(1, `${takes}, at least one`),
        v.transform((list) => [...new Set(list)]),
        v.title(takes),
    );
}

function number(from: number) {
    return wholeNumber(`a whole number, ${from} to ${NUMBER_MAX}`, from, NUMBER_MAX);
}

/** The keys of one rule: exactly one that says which images, and one that says when. */
export const LIFECYCLE_RULE_KEYS = {
    untagged: optional("Which images: those without a tag.", chosen(), "one of any, tagPatterns, tagPrefixes"),
    any: optional(
        "Which images: all that no other rule is about, the parts of images with several platforms too. It goes last.",
        chosen(),
        "one of untagged, tagPatterns, tagPrefixes",
    ),
    tagPatterns: optional(
        "Which images: those that have a tag for every one of the patterns. For one or the other, write two rules.",
        tags("a list of tag patterns", PATTERN_TAKES, (tag) => PATTERN.test(tag) && countWildcards(tag) <= PATTERN_WILDCARDS_MAX),
        "one of untagged, any, tagPrefixes",
    ),
    tagPrefixes: optional(
        "Which images: those that have a tag for every one of these starts.",
        tags("a list of starts of tags", "the start of a tag, without *: tagPatterns takes them", (tag) => PREFIX.test(tag)),
        "one of untagged, any, tagPatterns",
    ),
    keep: optional("When: once there are this many newer ones.", number(1), "one of pushedDays, pulledDays, archivedDays"),
    pushedDays: optional("When: days after the push.", number(1), "one of keep, pulledDays, archivedDays"),
    pulledDays: optional(
        "When: days after the last pull, or if there was none, after the push. Only with archive.",
        number(1),
        "one of keep, pushedDays, archivedDays",
    ),
    archivedDays: optional(
        "When: days in the archive. The rule is about what is there.",
        number(ARCHIVED_DAYS_MIN),
        "one of keep, pushedDays, pulledDays",
    ),
    archive: optional("Whether images are archived, where nobody can pull them, instead of deleted.", flag(), "false"),
    description: optional("What the rule is for.", text("a text that is not empty", (said) => said !== ""), "none"),
};

/** Finds what keys say against each other, also where one of them is wrong. Of a type of its own: that of `rawCheck` is for unknown keys. */
function keyCheck<T>() {
    return {
        ...v.rawCheck<T>(({ dataset: { value }, addIssue }) => {
            const written = isMap(value) ? value : undefined;
            findKeyMistakes(written).forEach(({ key, required: message }) => {
                const input = written?.[key];
                addIssue({ message, input, path: [{ type: "object", origin: "value", input: { ...written }, key, value: input }] });
            });
        }),
        type: "key_check",
    };
}

const RULE_SCHEMA = v.pipe(
    closedMap(RULE_TAKES, LIFECYCLE_RULE_KEYS, LIFECYCLE_ELSEWHERE),
    keyCheck(),
    v.title(RULE_TAKES),
);

/** A lifecycle policy as people write it, the most important rule first. */
export const LIFECYCLE_SCHEMA = v.pipe(
    listOf(LIST_TAKES, RULE_SCHEMA),
    v.maxLength(RULES_MAX, LIST_TAKES),
    v.transform((rules) => rules.map(completeRule)),
    v.title(LIST_TAKES),
);

type WrittenRule = v.InferOutput<typeof RULE_SCHEMA>;

function completeRule(rule: WrittenRule): LifecycleRuleSpec {
    const { archive = false, description } = rule;
    return { ...selectionOf(rule), ...limitOf(rule), archive, ...(description === undefined ? {} : { description }) };
}

/** Only of a rule that `keyCheck` has found no mistake in: none is ever made up, as what goes is lost. */
function selectionOf({ untagged, any, tagPatterns, tagPrefixes }: WrittenRule): LifecycleSelection {
    if (untagged !== undefined) {
        return { untagged };
    }
    if (any !== undefined) {
        return { any };
    }
    if (tagPatterns !== undefined) {
        return { tagPatterns };
    }
    if (tagPrefixes !== undefined) {
        return { tagPrefixes };
    }
    throw new RangeError("Cannot write a rule about no images: no key of the rule says which");
}

/** See `selectionOf`. */
function limitOf({ keep, pushedDays, pulledDays, archivedDays }: WrittenRule): LifecycleLimit {
    if (keep !== undefined) {
        return { keep };
    }
    if (pushedDays !== undefined) {
        return { pushedDays };
    }
    if (pulledDays !== undefined) {
        return { pulledDays };
    }
    if (archivedDays !== undefined) {
        return { archivedDays };
    }
    throw new RangeError("Cannot write a rule that never holds: no key of the rule says when it takes an image");
}
