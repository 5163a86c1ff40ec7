import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { RolePlan } from "../../model/ecr/role-plan";

/** A role with what it may do. */
export interface DeclaredRole {
    readonly role: iam.Role;
    /** The role, and what it may do. */
    readonly resources: readonly pulumi.CustomResource[];
}

/**
 * Declares a role of the registry's account, and the only policy that it has.
 *
 * @param after what has to be there before anybody may take it on
 */
export function declareRole(name: string, plan: RolePlan, parent: pulumi.Resource, after: readonly pulumi.Resource[] = []): DeclaredRole {
    const role = new iam.Role(name, {
        name: plan.name,
        assumeRolePolicy: plan.trust,
        tags: plan.tags,
    }, { parent, dependsOn: [...after] });
    const policy = new iam.RolePolicy(`${name}-policy`, { name: plan.name, role: role.name, policy: plan.policy }, { parent });
    return { role, resources: [role, policy] };
}
