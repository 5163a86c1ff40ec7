import { AWS_GRANTEES, type AwsGrantee, type AzureGrantee, type Grantee } from "./grantee";
import type { Right } from "./right";

/** Who may do what with a registry. */
export interface AccessSpec<G extends Grantee = Grantee> {
    /** Where it stands in the list of the configuration; @default - it was not written, but follows from something else */
    readonly at?: number;

    /** At least one; each once. */
    readonly may: readonly Right[];

    /** Ids of objects in lower case. */
    readonly grantee: G;

    /**
     * All repositories below a prefix, as `team-a/`, or one repository, as `team-a/web`.
     *
     * @default - all
     */
    readonly repositories?: string;
}

/** Says whether a grant is for somebody on AWS. */
export function isAwsAccess(spec: AccessSpec): spec is AccessSpec<AwsGrantee> {
    return AWS_GRANTEES.some((key) => key in spec.grantee);
}

/** Says whether a grant is for somebody on Azure. */
export function isAzureAccess(spec: AccessSpec): spec is AccessSpec<AzureGrantee> {
    return !isAwsAccess(spec);
}
