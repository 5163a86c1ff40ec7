import type { AccessSpec } from "../../access/access-spec";
import type { AwsGrantee } from "../../access/grantee";
import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import { quote } from "../../registry-problem";
import type { AwsPlace } from "./aws-place";
import { findGrantProblems } from "./grant-problem";
import type { AwsGrantRequest, AwsGrantsPlan, IdentityGrantPlan, RepositoryPolicyPlan } from "./grant-plan";
import { formatIdentityPolicy } from "./identity-policy";
import { findLengthProblem, findRoleLengthProblems } from "./policy-length";
import { isNamedRole, requestOf, type RepositoryNames } from "./repository-area";
import { formatRepositoryPolicy, needsRepositoryPolicy } from "./repository-policy";

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html (`PolicyName`) */
const POLICY_NAME_MAX = 128;

/** A registry, as far as grants depend on it. */
export interface AwsRegistry extends AwsPlace, RepositoryNames {
    /** The start of the names of roles and policies. */
    readonly name: string;

    /** See `listTaggedPrefixes`; @default - none */
    readonly taggedPrefixes?: readonly string[];
}

/**
 * Returns the policies that grants come to, and every grant that the registry cannot keep. The order of the grants does
 * not matter.
 */
export function planAwsGrants(
    access: readonly AccessSpec<AwsGrantee>[],
    registry: AwsRegistry,
): { readonly grants: AwsGrantsPlan; readonly problems: readonly Problem[] } {
    const refused = access.flatMap((spec) => findGrantProblems(spec, registry));
    if (refused.length > 0) {
        return { grants: { identities: [], repositoryPolicies: [] }, problems: refused };
    }
    const grants = planRequests(access.map((spec) => requestOf(spec, registry)), registry);
    return { grants, problems: [...findLengthProblems(grants, registry), ...findNameProblems(grants, registry)] };
}

function planRequests(requests: readonly AwsGrantRequest[], registry: AwsRegistry): AwsGrantsPlan {
    const roles = requests.flatMap(({ grantee }) => (isNamedRole(grantee) ? [grantee.role] : []));
    const others = requests.filter((request) => !isNamedRole(request.grantee) && needsRepositoryPolicy(registry, request));
    return {
        identities: [...new Set(roles)].sort().map((role) =>
            planIdentity(role, requests.filter(({ grantee }) => isNamedRole(grantee) && grantee.role === role), registry)),
        repositoryPolicies: [...new Set(others.flatMap(({ repositories }) => repositories))].sort().map((repository) =>
            planRepositoryPolicy(repository, others.filter(({ repositories }) => repositories.includes(repository)))),
    };
}

/** Several registries may each give the same role a policy, so that its name says whose it is. */
function planIdentity(role: string, requests: readonly AwsGrantRequest[], registry: AwsRegistry): IdentityGrantPlan {
    return { name: `${registry.name}-${role}`, role, policy: formatIdentityPolicy(registry, requests, registry.taggedPrefixes) };
}

function planRepositoryPolicy(repository: string, requests: readonly AwsGrantRequest[]): RepositoryPolicyPlan {
    return { repository, grants: requests.map(({ may, grantee }) => ({ may, grantee })) };
}

function findLengthProblems({ identities, repositoryPolicies }: AwsGrantsPlan, registry: AwsRegistry): readonly Problem[] {
    return [
        ...findRoleLengthProblems(identities),
        ...repositoryPolicies.flatMap(({ repository, grants }) =>
            findLengthProblem(formatKey(["access"]), formatRepositoryPolicy(registry, grants), `of the repository ${repository}`)),
    ];
}

function findNameProblems({ identities }: AwsGrantsPlan, registry: AwsRegistry): readonly Problem[] {
    const longest = identities.map(({ name }) => name).sort((one, other) => other.length - one.length).at(0) ?? "";
    return longest.length <= POLICY_NAME_MAX ? [] : [{
        key: formatKey(["registry", "name"]),
        required: `a shorter start of names, as that of a role's policy, ${quote(longest)}, may have ${POLICY_NAME_MAX} characters`,
        now: quote(registry.name),
    }];
}
