import { spelled } from "../../elsewhere";

/**
 * What to write here for what lifecycle rules are elsewhere, without `-` and `_`, in lower case.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html,
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecr.LifecycleRule.html,
 * https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/repository/
 */
export const LIFECYCLE_ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...spelled("nothing: rules hold in the order of the list, with any at its end", ["rulePriority", "priority"]),
    ...spelled("untagged: true, any: true, tagPatterns or tagPrefixes", ["selection", "tagStatus", "tagged"]),
    ...spelled("tagPatterns", ["tagPatternList", "tagPatternLists", "tagPattern", "patterns"]),
    ...spelled("tagPrefixes", ["tagPrefixList", "tagPrefixLists", "tagPrefix", "prefixes"]),
    ...spelled("keep, pushedDays, pulledDays or archivedDays with the number", ["countType", "countNumber", "countUnit"]),
    ...spelled("keep", ["imageCountMoreThan", "maxImageCount", "maximumNumberOfImages", "keepLast", "count"]),
    ...spelled("pushedDays", ["sinceImagePushed", "daysSincePushed", "maxImageAge", "maximumAgeLimit", "olderThan", "days"]),
    ...spelled("pulledDays with archive: true", ["sinceImagePulled", "daysSincePulled"]),
    ...spelled("archivedDays", ["sinceImageTransitioned", "daysSinceTransitioned", "storageClass"]),
    ...spelled("archive: true, or nothing where images are to be deleted", ["action", "type", "targetStorageClass", "transition", "expire"]),
]);
