import * as ecr from "@pulumi/aws/ecr";
import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import type { AwsGrantee } from "../../model/access/grantee";
import type { Right } from "../../model/access/right";
import type { IdentityGrantPlan, RepositoryGrant } from "../../model/ecr/access/grant-plan";
import { formatRepositoryPolicy } from "../../model/ecr/access/repository-policy";
import type { DeclaredRepository } from "./ecr-repository";
import type { EcrScope } from "./ecr-scope";

/** A role of the registry's account. */
export interface OwnRole {
    /** Its name. */
    readonly role: pulumi.Input<string>;
}

/** Somebody whom a repository's own policy names, and who may do more than pull. */
export type Outsider =
    | { readonly roleArn: pulumi.Input<string> }
    /** The id of an account, all of whose identities may that their own account lets. */
    | { readonly account: pulumi.Input<string> }
    /** The id of an organisation, all of whose accounts may. */
    | { readonly organization: pulumi.Input<string> };

/** The ARN of functions of AWS Lambda, in which `*` stands for any text. */
export interface LambdaFunctions {
    readonly lambda: pulumi.Input<string>;
}

/** What was granted on a repository, and is yet to be said in its policy. */
export interface PendingGrant {
    readonly repositories: readonly string[];
    readonly grant: pulumi.Output<RepositoryGrant>;
}

/** Lets a role do what was planned for it, by a policy of the role's own. */
export function grantToRole(name: string, { name: policyName, role, policy }: Omit<IdentityGrantPlan, "role"> & OwnRole, parent: pulumi.Resource): iam.RolePolicy {
    return new iam.RolePolicy(`${name}-${policyName}`, { name: policyName, role, policy }, { parent });
}

/** Returns a grant as a repository's policy is to say it. */
export function pendingGrant(grantee: Outsider | LambdaFunctions, right: Right, repositories: readonly string[]): PendingGrant {
    const named: pulumi.Output<AwsGrantee> = "roleArn" in grantee ? pulumi.output({ role: grantee.roleArn }) : pulumi.output(grantee);
    return { repositories, grant: named.apply((known) => ({ may: [right], grantee: known })) };
}

/** Declares one policy for each repository on which anything was granted: Amazon ECR keeps no more. */
export function declareRepositoryPolicies(
    { name, plan: registry, parent }: EcrScope,
    repositories: readonly DeclaredRepository[],
    pending: readonly PendingGrant[],
): ecr.RepositoryPolicy[] {
    return repositories.flatMap(({ plan, repository }) => {
        const granted = pending.filter((one) => one.repositories.includes(plan.name)).map(({ grant }) => grant);
        return granted.length === 0 ? [] : [new ecr.RepositoryPolicy(`${name}-policy-${plan.name}`, {
            repository: repository.name,
            region: registry.region,
            policy: pulumi.all(granted).apply((grants) => formatRepositoryPolicy(registry, grants)),
        }, { parent, deleteBeforeReplace: true })];
    });
}
