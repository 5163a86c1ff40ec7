/** Who asks AWS. */
export interface Caller {
    /** Of 12 digits. */
    readonly accountId: string;

    readonly arn: string;
}

/** Returns why nothing can be deployed to an account; `undefined` if the credentials are of it. */
export function findCallerProblem(account: string, { accountId, arn }: Caller): string | undefined {
    return accountId === account
        ? undefined
        : `Cannot deploy to the account "${account}" as "${arn}": it is of the account "${accountId}"; name another profile in `
            + "AWS_PROFILE or aws:profile, or correct `account` in the stack's configuration";
}

/**
 * Returns why a repository in the state cannot be the one of the plan; `undefined` if it is of the plan's account.
 *
 * @param registryId the account that AWS said when the repository was made
 */
export function findForeignRepository(account: string, repository: string, registryId: string): string | undefined {
    return registryId === account
        ? undefined
        : `Cannot use "${repository}" as a repository of the account "${account}": the stack has made it in "${registryId}"; `
            + "take another stack for another account, or destroy this one there first";
}
