import type { LifecycleFinding } from "./lifecycle-finding";
import type { LifecycleRule } from "./lifecycle-document";
import { ARCHIVED_DAYS_MIN, countWildcards, PATTERN_WILDCARDS_MAX } from "./lifecycle-limits";
import { searchTag } from "./tag-pattern";

/** What is wrong with a rule, below it. */
export type RuleFinding = Omit<LifecycleFinding, "priority">;

/**
 * Returns what is wrong with one rule, whatever the others are.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function lintRule(rule: LifecycleRule): readonly RuleFinding[] {
    return [...lintTags(rule), ...lintCount(rule), ...lintAction(rule)];
}

function refusedIf(isWrong: boolean, path: readonly (string | number)[], required: string, now: string): readonly RuleFinding[] {
    return isWrong ? [{ path, required, now, isRefused: true }] : [];
}

function lintTags({ selection: { tagStatus, tagPatternList, tagPrefixList } }: LifecycleRule): readonly RuleFinding[] {
    const lists = [["tagPatternList", tagPatternList ?? []], ["tagPrefixList", tagPrefixList ?? []]] as const;
    const filled = lists.filter(([, list]) => list.length > 0);
    const shown = filled.map(([key]) => key).join(" and ");
    return [
        ...refusedIf(tagStatus === "tagged" && filled.length !== 1, ["selection"],
            "tagPatternList or tagPrefixList with tagStatus tagged, one of them", shown === "" ? "none of them" : "both of them"),
        ...refusedIf(tagStatus !== "tagged" && filled.length > 0, ["selection", "tagStatus"], `tagged with ${shown}`, tagStatus),
        ...(tagPatternList ?? []).flatMap((pattern, index) => lintPattern(pattern, ["selection", "tagPatternList", index])),
    ];
}

function lintPattern(pattern: string, path: readonly (string | number)[]): readonly RuleFinding[] {
    const now = JSON.stringify(pattern);
    if (countWildcards(pattern) > PATTERN_WILDCARDS_MAX) {
        return refusedIf(true, path, `a pattern with at most ${PATTERN_WILDCARDS_MAX} *`, now);
    }
    const { tag, isSure } = searchTag({ all: [pattern] });
    return tag === undefined && isSure
        ? [{ path, required: "a pattern that a tag can match: of letters, digits, and but at its start . and -", now, isRefused: false }]
        : [];
}

function lintCount({ selection: { countType, countUnit, countNumber, storageClass } }: LifecycleRule): readonly RuleFinding[] {
    const isOfArchive = countType === "sinceImageTransitioned";
    const isCount = countType === "imageCountMoreThan";
    const least = isOfArchive ? ARCHIVED_DAYS_MIN : 1;
    return [
        ...refusedIf(isOfArchive && storageClass !== "archive", ["selection", "storageClass"], `archive with ${countType}`, storageClass ?? "nothing"),
        ...refusedIf(!isOfArchive && storageClass === "archive", ["selection", "storageClass"], `standard, or nothing, with ${countType}`, "archive"),
        ...refusedIf(isCount && countUnit !== undefined, ["selection", "countUnit"], `nothing with ${countType}`, countUnit ?? ""),
        ...refusedIf(!isCount && countUnit === undefined, ["selection", "countUnit"], `days with ${countType}`, "nothing"),
        ...refusedIf(!Number.isInteger(countNumber) || countNumber < least, ["selection", "countNumber"],
            `a whole number, ${least} or more${isOfArchive ? ", as images stay in the archive for that long" : ""}`, `${countNumber}`),
    ];
}

function lintAction({ selection: { countType }, action: { type } }: LifecycleRule): readonly RuleFinding[] {
    return [
        ...refusedIf(countType === "sinceImagePulled" && type === "expire", ["action", "type"], `transition with ${countType}`, type),
        ...refusedIf(countType === "sinceImageTransitioned" && type === "transition", ["action", "type"], `expire with ${countType}`, type),
    ];
}
