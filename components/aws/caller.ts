import { getCallerIdentity } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";
import { findCallerProblem } from "../../model/ecr/account-problem";
import { explainAwsFailure } from "../../model/ecr/login-problem";

/**
 * Returns once it is known that the credentials of whoever deploys are of an account, in previews too.
 *
 * @throws {pulumi.RunError} If they are of another account, or of none.
 */
export async function requireAccount(account: string): Promise<void> {
    const problem = findCallerProblem(account, await readCaller(account));
    if (problem !== undefined) {
        throw new pulumi.RunError(problem);
    }
}

async function readCaller(account: string): Promise<{ readonly accountId: string; readonly arn: string }> {
    try {
        return await getCallerIdentity();
    } catch (error) {
        throw new pulumi.RunError(`Cannot deploy to the account "${account}" with the AWS credentials of whoever deploys: ${explainAwsFailure(error)}`);
    }
}
