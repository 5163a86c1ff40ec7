import { findCovering, selectionOf } from "./image-selection";
import type { LifecycleRule } from "./lifecycle-document";

/** A rule that never takes an image, as rules before it are about all of its images. By their places in a list. */
export interface ShadowedRule {
    readonly place: number;

    /** The rules that leave it nothing. */
    readonly by: readonly number[];
}

/** Where the images are that a rule is about. */
export function storageOf({ selection: { countType, storageClass } }: LifecycleRule): "standard" | "archive" {
    return countType === "sinceImageTransitioned" ? "archive" : storageClass ?? "standard";
}

/**
 * Returns the rules that never take an image: "An image that matches the tagging requirements of a rule cannot be expired
 * or archived by a rule with a lower priority", also if the first leaves it where it is. Rules of the archive and others
 * are about different images.
 *
 * @param rules in the order of their priorities
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function findShadowedRules(rules: readonly LifecycleRule[]): readonly ShadowedRule[] {
    return rules.flatMap((rule, place) => {
        const selection = selectionOf(rule.selection);
        const earlier = rules.slice(0, place)
            .map((other) => (storageOf(other) === storageOf(rule) ? selectionOf(other.selection) : undefined));
        const by = selection === undefined ? undefined : findCovering(earlier, selection);
        return by === undefined ? [] : [{ place, by }];
    });
}

/** Says whether nothing is ever put where the rule looks for images: into the archive, but by hand. */
export function isOfUnfilledArchive(rule: LifecycleRule, rules: readonly LifecycleRule[]): boolean {
    return storageOf(rule) === "archive" && !rules.some(({ action }) => action.type === "transition");
}
