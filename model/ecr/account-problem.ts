/** Who asks AWS. */
export interface Caller {
    /** Of 12 digits. */
    readonly accountId: string;

    /** @default - AWS did not say it */
    readonly arn?: string;
}

/** Returns why nothing can be deployed to an account; `undefined` if the credentials are of it. */
export function findCallerProblem(account: string, { accountId, arn }: Caller): string | undefined {
    return accountId === account
        ? undefined
        : `Cannot deploy to the account "${account}" as "${arn ?? "whoever deploys"}": it is of the account "${accountId}"; name another profile in `
            + "AWS_PROFILE or aws:profile, or correct `account` in the stack's configuration";
}

/**
 * Returns why the configuration lets a run without the program, such as a destroy, take the credentials of another account
 * for those of this one; `undefined` if it does not.
 *
 * @param allowed the value of `aws:allowedAccountIds`, which the state keeps with the provider
 * @see https://www.pulumi.com/registry/packages/aws/installation-configuration/#configuration-options
 */
export function findAllowedProblem(account: string, allowed: unknown): string | undefined {
    return Array.isArray(allowed) && allowed.length === 1 && allowed[0] === account
        ? undefined
        : `Cannot deploy to the account "${account}" without aws:allowedAccountIds: ["${account}"] in the stack's configuration: a destroy `
            + `or refresh asks nothing else whose credentials it has; it is now ${allowed === undefined ? "nothing" : JSON.stringify(allowed)}`;
}

/**
 * Returns the account whose credentials the provider has refused; `undefined` if it failed otherwise.
 *
 * Source: https://github.com/hashicorp/aws-sdk-go-base/blob/main/internal/config/config.go (`VerifyAccountIDAllowed`)
 */
export function readRefusedAccount(message: string): string | undefined {
    return /AWS account ID not allowed: (\d{12})/.exec(message)?.[1];
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
