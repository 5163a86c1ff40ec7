import type { LifecycleDocument, LifecycleRule } from "./lifecycle-document";
import type { LifecycleFinding } from "./lifecycle-finding";
import { LIFECYCLE_LENGTH_MAX, RULES_MAX } from "./lifecycle-limits";
import { lintRule, type RuleFinding } from "./lint-rule";
import { formatLifecycle } from "./plan-lifecycle";
import { findShadowedRules, isOfUnfilledArchive, type ShadowedRule, storageOf } from "./shadowed-rule";

/** Returns what is wrong with a lifecycle policy, by the rules' places: only what is certain. */
export function lintLifecycleDocument(document: LifecycleDocument): readonly LifecycleFinding[] {
    const { rules } = document;
    const { length } = formatLifecycle(document);
    const order = rules
        .map((rule, index) => ({ rule, index }))
        .sort((one, other) => one.rule.rulePriority - other.rule.rulePriority || one.index - other.index);
    const ordered = order.map(({ rule }) => rule);
    const shadowed = findShadowedRules(ordered);
    const found = order.flatMap(({ rule, index }, place) => [
        ...lintRule(rule),
        ...lintPlace(ordered, place, shadowed.find((shadow) => shadow.place === place)),
    ].map((finding): LifecycleFinding & { index: number } =>
        ({ ...finding, path: ["rules", index, ...finding.path], priority: rule.rulePriority, index })));
    return [
        ...tooMuch(length > LIFECYCLE_LENGTH_MAX, [], `at most ${LIFECYCLE_LENGTH_MAX} characters`, length),
        ...tooMuch(rules.length > RULES_MAX, ["rules"], `at most ${RULES_MAX} rules`, rules.length),
        ...found.sort((one, other) => one.index - other.index).map(({ index: _, ...finding }) => finding),
    ];
}

function tooMuch(isWrong: boolean, path: readonly string[], required: string, now: number): readonly LifecycleFinding[] {
    return isWrong ? [{ path, required, now: `${now}`, isRefused: true }] : [];
}

/** @param rules in the order of their priorities */
function lintPlace(rules: readonly LifecycleRule[], place: number, shadow: ShadowedRule | undefined): readonly RuleFinding[] {
    const rule = rules[place];
    if (rule === undefined) {
        return [];
    }
    const { rulePriority, selection: { tagStatus } } = rule;
    const isTwice = rules.some((other, index) => index < place && other.rulePriority === rulePriority);
    const isBeforeOthers = tagStatus === "any"
        && rules.slice(place + 1).some((other) => other.selection.tagStatus !== "any" && storageOf(other) === storageOf(rule));
    return [
        ...(isTwice || !Number.isInteger(rulePriority)
            ? [{ path: ["rulePriority"], required: "a whole number that no other rule has", now: `${rulePriority}`, isRefused: true }]
            : []),
        ...(isBeforeOthers
            ? [{
                path: ["rulePriority"], isRefused: true,
                required: "the highest of all rules with tagStatus any", now: `${rulePriority}, before other rules`,
            }]
            : []),
        ...(shadow === undefined ? [] : [lintShadow(rules, rule, shadow)]),
        ...(isOfUnfilledArchive(rule, rules)
            ? [{
                path: ["selection", "storageClass"], isRefused: false,
                required: "a rule with the action transition beside it, or images get into the archive by hand alone",
                now: "archive, with no such rule",
            }]
            : []),
    ];
}

/**
 * Rules without tags, and rules with the very same list, ECR refuses too.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
function lintShadow(rules: readonly LifecycleRule[], rule: LifecycleRule, { by }: ShadowedRule): RuleFinding {
    const tagsOf = ({ selection: { tagStatus, tagPatternList = [], tagPrefixList = [] } }: LifecycleRule): string =>
        JSON.stringify([tagStatus, [...tagPatternList].sort(), [...tagPrefixList].sort()]);
    const earlier = by.flatMap((place) => rules[place] ?? []);
    return {
        path: ["selection"],
        required: "images that no rule with a lower rulePriority selects",
        now: `only images that are left to priority ${earlier.map(({ rulePriority }) => rulePriority).join(" and ")}`,
        isRefused: earlier.some((other) => tagsOf(other) === tagsOf(rule)),
    };
}
