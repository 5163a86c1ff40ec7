import type { Problem } from "../../problem";

/**
 * In characters: how long the policy of a repository or of a registry may be, and all of a role's own together.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html (`policyText`),
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const POLICY_LENGTH_MAX = 10_240;

/**
 * Returns what is wrong with a policy that is longer than AWS takes.
 *
 * @param of whose it is: `of the role ci`
 */
export function findLengthProblem(key: string, policy: string, of: string): readonly Problem[] {
    return policy.length <= POLICY_LENGTH_MAX ? [] : [{
        key,
        required: `less for the policy ${of} to say: it may have ${POLICY_LENGTH_MAX} characters`,
        now: `${policy.length} characters`,
    }];
}
