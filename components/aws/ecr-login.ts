import { getAuthorizationToken } from "@pulumi/aws/ecr";
import { getAuthorizationToken as getPublicToken } from "@pulumi/aws/ecrpublic";
import * as pulumi from "@pulumi/pulumi";
import { PUBLIC_ECR_REGION, requireEcrHost } from "../../model/ecr/ecr-host";
import { formatLoginProblem } from "../../model/ecr/login-problem";
import { requestLogin, settle, tokenOf, type RegistryCredentials } from "../credentials";

/**
 * Who logs in with a token.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html
 */
const TOKEN_USER = "AWS";

/** What a login to Amazon ECR waits for. */
export interface EcrLoginOptions {
    /** What exists before the login. @default - nothing */
    readonly after?: readonly pulumi.CustomResource[];
}

/**
 * Returns the credentials that whoever deploys has for a private registry: a token that is made in each update, once all
 * that it comes after exists. It lives for 12 hours, for the account and the region that the host names.
 */
export function requestEcrLogin(host: pulumi.Output<string>, options: EcrLoginOptions = {}): RegistryCredentials {
    return requestLogin(TOKEN_USER, host, async (known) => {
        const { account: registryId, region } = requireEcrHost(known);
        return requestToken(known, region, options, () => getAuthorizationToken({ registryId, region }));
    });
}

/** The same for Amazon ECR Public. */
export function requestEcrPublicLogin(host: pulumi.Output<string>, options: EcrLoginOptions = {}): RegistryCredentials {
    const region = PUBLIC_ECR_REGION;
    return requestLogin(TOKEN_USER, host, (known) => requestToken(known, region, options, () => getPublicToken({ region })));
}

/**
 * It is no output that is waited for last: where one rejects, the engine hears of it a second time.
 *
 * What it comes after may have failed, or be left out of an update of some targets: the token is for the whole registry, and
 * what else is pushed to needs it all the same.
 *
 * @throws {Error} If AWS answers no token: with what came, and what to do.
 */
async function requestToken(
    host: string,
    region: string,
    { after = [] }: EcrLoginOptions,
    ask: () => Promise<Parameters<typeof tokenOf>[0]>,
): Promise<string> {
    await settle(pulumi.all(after.map(({ id }) => id)));
    try {
        return tokenOf(await ask());
    } catch (error) {
        throw new Error(formatLoginProblem(host, error, { region }));
    }
}
