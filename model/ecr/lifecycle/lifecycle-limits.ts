/**
 * The rules that a lifecycle policy may have.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
export const RULES_MAX = 50;

/**
 * The characters of a whole lifecycle policy.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
export const LIFECYCLE_LENGTH_MAX = 30_720;

/**
 * The `*` in one tag pattern.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html#lp_tag_pattern_list
 */
export const PATTERN_WILDCARDS_MAX = 4;

/**
 * Days that an image has to be in the archive before a rule may delete it.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 */
export const ARCHIVED_DAYS_MIN = 90;

/** Returns how many `*` a pattern has. */
export function countWildcards(pattern: string): number {
    return pattern.split("*").length - 1;
}
