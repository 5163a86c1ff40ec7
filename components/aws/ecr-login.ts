import { getAuthorizationToken } from "@pulumi/aws/ecr";
import { getAuthorizationToken as getPublicToken } from "@pulumi/aws/ecrpublic";
import * as pulumi from "@pulumi/pulumi";
import { parseEcrHost } from "../../model/ecr/ecr-host";
import { formatLoginProblem } from "../../model/ecr/login-problem";
import { PUBLIC_ECR_REGION } from "../../model/ecr/public/ecr-public-plan";
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
        const parsed = parseEcrHost(known);
        if (parsed === undefined) {
            throw new RangeError(`Cannot log in to "${known}" as a private registry of Amazon ECR: its host is of another form`);
        }
        const { account: registryId, region } = parsed;
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
 * @throws {Error} If AWS answers no token: with what came, and what to do.
 */
async function requestToken(
    host: string,
    region: string,
    { after = [] }: EcrLoginOptions,
    ask: () => Promise<Parameters<typeof tokenOf>[0]>,
): Promise<string | undefined> {
    if (await settle(pulumi.all(after.map(({ id }) => id))) === undefined) {
        return undefined;
    }
    try {
        return tokenOf(await ask());
    } catch (error) {
        throw new Error(formatLoginProblem(host, error, { region }));
    }
}
