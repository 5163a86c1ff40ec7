import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";
import { findAllowedProblem, findCallerProblem, readRefusedAccount, type Caller } from "../../model/ecr/account-problem";
import { explainAwsFailure } from "../../model/ecr/login-problem";

/**
 * Returns once it is known that the credentials of whoever deploys are of an account, in previews too, and that those of
 * whoever destroys or refreshes will have to be.
 *
 * @throws {pulumi.RunError} If they are of another account, or of none; or if `aws:allowedAccountIds` is not that account.
 */
export async function requireAccount(account: string): Promise<void> {
    const problem = findAllowedProblem(account, new pulumi.Config("aws").getObject("allowedAccountIds"))
        ?? findCallerProblem(account, await readCaller(account));
    if (problem !== undefined) {
        throw new pulumi.RunError(problem);
    }
}

async function readCaller(account: string): Promise<Caller> {
    try {
        return await getCallerIdentity();
    } catch (error) {
        const refused = readRefusedAccount(error instanceof Error ? error.message : String(error));
        if (refused !== undefined) {
            return { accountId: refused };
        }
        throw new pulumi.RunError(`Cannot deploy to the account "${account}" with the AWS credentials of whoever deploys: ${explainAwsFailure(error)}`);
    }
}
