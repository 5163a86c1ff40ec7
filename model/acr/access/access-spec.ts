import type { GranteePlan, Right } from "./grant-plan";

/** Who may do what with a registry. */
export interface AccessSpec {
    /** At least one; each once. */
    readonly may: readonly Right[];

    /** Ids of objects in lower case. */
    readonly grantee: GranteePlan;

    /**
     * All repositories below a prefix, as `team-a/`, or one repository, as `team-a/web`.
     *
     * @default - all
     */
    readonly repositories?: string;
}
