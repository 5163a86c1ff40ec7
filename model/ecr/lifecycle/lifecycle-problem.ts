import type { PushedImage } from "../pushed-image";
import { findKeptProblems } from "./kept-image-problem";
import type { LifecycleRule } from "./lifecycle-document";
import { LIFECYCLE_LENGTH_MAX } from "./lifecycle-limits";
import { SELECTION_KEYS } from "./lifecycle-rule-keys";
import type { LifecycleRuleSpec } from "./lifecycle-spec";
import { formatLifecycle, isOfArchive, orderRules, planLifecycle } from "./plan-lifecycle";
import { findShadowedRules, isOfUnfilledArchive } from "./shadowed-rule";

/** What a stack needs in the repositories that rules hold for. */
export interface KeptImages {
    /** What it pushes; of several repositories each is looked at by itself. */
    readonly images: readonly PushedImage[];

    /** Tags, or patterns with `*`, that may be moved besides those that its images move: those of a build cache, mostly. */
    readonly movableTags: readonly string[];
}

/** What is wrong with rules. */
export interface LifecycleProblem {
    /** Where below the list of rules, such as `[0, "keep"]`; empty for the list itself. */
    readonly path: readonly (string | number)[];
    readonly required: string;
    readonly now: string;
}

/**
 * Returns what of rules ECR would refuse, what could never take an image, and what would take images that this stack
 * needs. Silent where that is not certain.
 *
 * @param rules what `LIFECYCLE_SCHEMA` makes
 */
export function findLifecycleProblems(rules: readonly LifecycleRuleSpec[], kept: KeptImages): readonly LifecycleProblem[] {
    const planned = planLifecycle(rules);
    const { length } = formatLifecycle(planned);
    return [
        ...(length > LIFECYCLE_LENGTH_MAX
            ? [{ path: [], required: `rules that make at most ${LIFECYCLE_LENGTH_MAX} characters of JSON`, now: `rules that make ${length}` }]
            : []),
        ...findIdleRules(rules, planned.rules),
        ...findKeptProblems(orderRules(rules), kept),
    ];
}

/** @param planned the same rules in their order in the policy */
function findIdleRules(rules: readonly LifecycleRuleSpec[], planned: readonly LifecycleRule[]): readonly LifecycleProblem[] {
    const ordered = orderRules(rules);
    const nameOf = (place: number): string => `lifecycle[${ordered[place]?.index ?? ""}]`;
    const shadowed = findShadowedRules(planned);
    return planned.flatMap((plan, place): readonly LifecycleProblem[] => {
        const written = ordered[place];
        if (written === undefined) {
            return [];
        }
        const { rule, index } = written;
        const by = shadowed.find((shadow) => shadow.place === place)?.by.map(nameOf);
        const key = SELECTION_KEYS.find((selection) => selection in rule) ?? "any";
        return [
            ...(by === undefined ? [] : [{ path: [index, key], ...describeShadow(rule, by.join(" and ")) }]),
            ...(isOfUnfilledArchive(plan, planned) ? [{
                path: [index, "archivedDays"],
                required: "a rule with archive: true beside it, as nothing else puts images into the archive",
                now: "without one",
            }] : []),
        ];
    });
}

function describeShadow(rule: LifecycleRuleSpec, by: string): Omit<LifecycleProblem, "path"> {
    if ("untagged" in rule || ("any" in rule && !by.includes(" "))) {
        const key = "untagged" in rule ? "untagged" : "any";
        return { required: `one rule with ${key} for what is ${isOfArchive(rule) ? "" : "not "}in the archive`, now: `one more beside ${by}` };
    }
    return {
        required: "images that no rule before is about: what these leave is left by all later rules",
        now: `only images that ${by} takes or leaves`,
    };
}
