import type { LifecycleDocument, LifecycleRule } from "./lifecycle-document";
import type { LifecycleLimit, LifecycleRuleSpec, LifecycleSelection } from "./lifecycle-spec";

/** A rule and where in the list of rules it was written. */
export interface OrderedRule {
    readonly rule: LifecycleRuleSpec;
    readonly index: number;
}

/** Says whether the rule is about what is in the archive. */
export function isOfArchive(rule: LifecycleLimit): boolean {
    return "archivedDays" in rule;
}

/**
 * Returns rules in the order in which ECR is to look at them: as written, but `any` last, which is how ECR wants it, and
 * of two such the one of the archive.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html#lp_rule_priority
 */
export function orderRules(rules: readonly LifecycleRuleSpec[]): readonly OrderedRule[] {
    const rank = (rule: LifecycleRuleSpec): number => ("any" in rule ? (isOfArchive(rule) ? 2 : 1) : 0);
    return rules
        .map((rule, index) => ({ rule, index }))
        .sort((one, other) => rank(one.rule) - rank(other.rule) || one.index - other.index);
}

/** Returns the lifecycle policy that rules make, of which `findLifecycleProblems` has to find none. */
export function planLifecycle(rules: readonly LifecycleRuleSpec[]): LifecycleDocument {
    return { rules: orderRules(rules).map(({ rule }, index) => planRule(rule, index + 1)) };
}

/** Returns a lifecycle policy as JSON: always the same text for the same policy, so that nothing changes between runs. */
export function formatLifecycle(document: LifecycleDocument): string {
    return JSON.stringify(document);
}

function planRule(rule: LifecycleRuleSpec, rulePriority: number): LifecycleRule {
    const { description, archive } = rule;
    return {
        rulePriority,
        ...(description === undefined ? {} : { description }),
        selection: { ...planSelection(rule), ...planLimit(rule) },
        action: archive ? { type: "transition", targetStorageClass: "archive" } : { type: "expire" },
    };
}

function planSelection(selection: LifecycleSelection): Pick<LifecycleRule["selection"], "tagStatus" | "tagPatternList" | "tagPrefixList"> {
    if ("untagged" in selection) {
        return { tagStatus: "untagged" };
    }
    if ("any" in selection) {
        return { tagStatus: "any" };
    }
    return "tagPatterns" in selection
        ? { tagStatus: "tagged", tagPatternList: selection.tagPatterns }
        : { tagStatus: "tagged", tagPrefixList: selection.tagPrefixes };
}

function planLimit(limit: LifecycleLimit): Omit<LifecycleRule["selection"], "tagStatus" | "tagPatternList" | "tagPrefixList"> {
    if ("keep" in limit) {
        return { countType: "imageCountMoreThan", countNumber: limit.keep };
    }
    const countUnit = "days";
    if ("pushedDays" in limit) {
        return { countType: "sinceImagePushed", countUnit, countNumber: limit.pushedDays };
    }
    return "pulledDays" in limit
        ? { countType: "sinceImagePulled", countUnit, countNumber: limit.pulledDays }
        : { storageClass: "archive", countType: "sinceImageTransitioned", countUnit, countNumber: limit.archivedDays };
}
