import type { AzureGrantee } from "../../access/grantee";

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
    readonly grantee: AzureGrantee;
}
