import type { LifecycleRule } from "./lifecycle-document";
import type { LifecycleSelection } from "./lifecycle-spec";
import { includesPattern, matchesPattern } from "./tag-pattern";

/** Which images a rule is about, whatever its count: by patterns, those whose tags match each of them. */
export type ImageSelection = "untagged" | "any" | readonly string[];

/** Returns which images a rule is about; `undefined` where it does not say so, or in a way of which nobody knows what it means. */
export function selectionOf({ tagStatus, tagPatternList = [], tagPrefixList = [] }: LifecycleRule["selection"]): ImageSelection | undefined {
    if (tagStatus !== "tagged") {
        return tagPatternList.length + tagPrefixList.length > 0 ? undefined : tagStatus;
    }
    // Whether a `*` in a prefix stands for itself is nowhere said.
    const isClear = (tagPatternList.length === 0) !== (tagPrefixList.length === 0) && !tagPrefixList.some((prefix) => prefix.includes("*"));
    return isClear ? [...tagPatternList, ...tagPrefixList.map((prefix) => `${prefix}*`)] : undefined;
}

/** Returns which images a rule is about that a person wrote. */
export function specSelection(selection: LifecycleSelection): ImageSelection {
    if ("untagged" in selection || "any" in selection) {
        return "untagged" in selection ? "untagged" : "any";
    }
    return "tagPatterns" in selection ? selection.tagPatterns : selection.tagPrefixes.map((prefix) => `${prefix}*`);
}

/** Says whether an image with these tags is among those. */
export function selects(selection: ImageSelection, tags: readonly string[]): boolean {
    if (selection === "any") {
        return true;
    }
    return selection === "untagged"
        ? tags.length === 0
        : tags.length > 0 && selection.every((pattern) => tags.some((tag) => matchesPattern(pattern, tag)));
}

/**
 * Says whether all images of `inner` are certainly among those of `outer`. An image has any number of tags: so of the
 * patterns of `outer` each has to include one of `inner`, or there is an image of `inner` that has no tag for it.
 */
export function covers(outer: ImageSelection, inner: ImageSelection): boolean {
    if (outer === "any" || outer === "untagged") {
        return outer === "any" || inner === "untagged";
    }
    return inner !== "any" && inner !== "untagged"
        && outer.every((pattern) => inner.some((narrower) => includesPattern(pattern, narrower)));
}

/** A pattern that every tagged image matches. */
const ALL_TAGGED: ImageSelection = ["*"];

/**
 * Returns which of some selections leave nothing for another one, by their places: one of them that covers it, or for
 * `any` the two that cover what has tags and what has none. Whether several together cover patterns is not asked.
 */
export function findCovering(earlier: readonly (ImageSelection | undefined)[], selection: ImageSelection): readonly number[] | undefined {
    const coveringOf = (inner: ImageSelection): number => earlier.findIndex((outer) => outer !== undefined && covers(outer, inner));
    const one = coveringOf(selection);
    if (one >= 0 || selection !== "any") {
        return one < 0 ? undefined : [one];
    }
    const both = [coveringOf("untagged"), coveringOf(ALL_TAGGED)].sort((first, second) => first - second);
    return both.includes(-1) ? undefined : both;
}
