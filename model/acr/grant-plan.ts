/** What an intent may be. */
export type Right = "pull" | "push" | "delete";

/** One role of one principal on a registry, as it is to be granted. */
export interface GrantPlan {
    /** Names the grant among those of its registry, stable and readable. */
    readonly name: string;

    /** The GUID that Azure keeps the assignment under: the same grant always has the same. */
    readonly assignment: string;

    /** The built-in role's GUID. */
    readonly role: string;

    /** Whom: known by its object id, by what it is looked up from, or whoever deploys. */
    readonly grantee: GranteePlan;

    /** Which repositories it holds for, in Azure's language of conditions; @default - all */
    readonly condition?: string;
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
