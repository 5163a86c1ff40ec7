/** What an intent may be; `list` is to see the names of all repositories. */
export type Right = "list" | "pull" | "push" | "delete";

/** One role on a registry, as it is to be assigned to somebody. */
export interface RolePlan {
    /** Names the role among those of its registry, stable and readable. */
    readonly name: string;

    /** The GUID that Azure keeps the assignment under: the same role of the same grantee always has the same. */
    readonly assignment: string;

    /** The built-in role's GUID. */
    readonly role: string;

    /** Which repositories it holds for, in Azure's language of conditions; @default - all */
    readonly condition?: string;
}

/** One role of one principal on a registry, as it is to be granted. */
export interface GrantPlan extends RolePlan {
    /** Whom: known by its object id, by what it is looked up from, or whoever deploys. */
    readonly grantee: GranteePlan;
}

/** @see https://learn.microsoft.com/azure/role-based-access-control/role-assignments-rest */
export type PrincipalType = "User" | "Group" | "ServicePrincipal";

/** Who is granted something. */
export type GranteePlan =
    | { readonly principal: string; readonly type: PrincipalType }
    /** ARM id of a user-assigned identity. */
    | { readonly identity: string }
    /** ARM id of an AKS cluster, whose kubelet pulls. */
    | { readonly cluster: string }
    /** Whoever runs the program. */
    | { readonly deployer: true; readonly type: PrincipalType };
