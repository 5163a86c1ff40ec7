import type { AwsGrantee } from "../../access/grantee";
import type { Right } from "../../access/right";

/**
 * What is asked for somebody, be it in a configuration or of a registry that is a resource already.
 *
 * For a role by its name, `formatIdentityPolicy` says it; for all others, each repository's `formatRepositoryPolicy`.
 */
export interface AwsGrantRequest {
    /** At least one. */
    readonly may: readonly Right[];

    readonly grantee: AwsGrantee;

    /** Exact names. */
    readonly repositories: readonly string[];

    /** Names of what caches fill: one repository, or with `*` at the end, all that start so. */
    readonly caches: readonly string[];
}

/** What somebody may do with one repository: a grantee other than a role's name. */
export type RepositoryGrant = Pick<AwsGrantRequest, "may" | "grantee">;

/** A policy of one's own for a role of the registry's account. */
export interface IdentityGrantPlan {
    /** Names it among those of its registry, stable and readable; also its name at the role. */
    readonly name: string;

    /** The role's name. */
    readonly role: string;

    /** JSON: what the role may do with the registry, its login included. */
    readonly policy: string;
}

/** What the policy of a repository is to say; one policy for each repository. */
export interface RepositoryPolicyPlan {
    /** The repository's name. */
    readonly repository: string;

    /** What the policy says, at least one, so that it can be said together with what is granted later: see `formatRepositoryPolicy`. */
    readonly grants: readonly RepositoryGrant[];
}

/** Who may do what with a registry on AWS. */
export interface AwsGrantsPlan {
    readonly identities: readonly IdentityGrantPlan[];

    readonly repositoryPolicies: readonly RepositoryPolicyPlan[];
}
