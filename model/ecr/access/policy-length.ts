import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import type { IdentityGrantPlan } from "./grant-plan";

/**
 * In characters: how long the policy of a repository or of a registry may be, and all of a role's own together. Those that a
 * role has from elsewhere are not known here.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html (`policyText`),
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LENGTH_MAX = 10_240;

/**
 * Returns what is wrong with a policy that is longer than AWS takes.
 *
 * @param of whose it is: `of the role ci`
 */
export function findLengthProblem(key: string, policy: string, of: string): readonly Problem[] {
    return policy.length <= LENGTH_MAX ? [] : [{
        key,
        required: `less for the policy ${of} to say: it may have ${LENGTH_MAX} characters`,
        now: `${policy.length} characters`,
    }];
}

/** Returns each role whose policies are longer together than AWS takes, be they of one registry or of several. */
export function findRoleLengthProblems(identities: readonly Pick<IdentityGrantPlan, "role" | "policy">[]): readonly Problem[] {
    return [...new Set(identities.map(({ role }) => role))].flatMap((role) => {
        const policies = identities.filter((identity) => identity.role === role).map(({ policy }) => policy);
        return findLengthProblem(formatKey(["access"]), policies.join(""), `of the role ${role}`);
    });
}
