import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { runtime } from "@pulumi/pulumi";
import { PATIENCE } from "../../model/acr/login/login-outcome";
import { requestLogin, settle, type RegistryCredentials } from "../credentials";
import { exchangeToken } from "./acr-exchange";

/**
 * Who logs in with a refresh token.
 *
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#authenticating-docker-with-an-acr-refresh-token
 */
const REFRESH_TOKEN_USER = "00000000-0000-0000-0000-000000000000";

/**
 * Whom the Entra token is for. A registry may refuse tokens for Azure Resource Manager, but not these. The provider
 * appends `/.default`.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/provider/provider.go (tokenRequestOpts)
 */
const AUDIENCE = "https://containerregistry.azure.net";

/** A preview only asks which images are there, and goes on without an answer. */
const AT_ONCE = { ...PATIENCE, networkMs: 0, answerMs: 0 };

/** What a login to an Azure Container Registry waits for, and has to be good for. */
export interface AcrLoginOptions {
    /**
     * What exists before the login: grants of access, the registry's network and so on. With any of them, a refusal is
     * waited out for about two minutes.
     *
     * @default - the registry alone
     */
    readonly after?: readonly pulumi.Resource[];

    /** The repositories that the login has to let one push to. @default - not asked, so that only the push tells */
    readonly repositories?: readonly string[];

    /** What turns an Entra token into a refresh token. @default exchangeToken */
    readonly exchange?: typeof exchangeToken;
}

/**
 * Returns the credentials that whoever deploys has for an Azure Container Registry: a refresh token that is made in each
 * update, once everything that it needs exists.
 *
 * @param host the registry's login server
 */
export function requestAcrLogin(host: pulumi.Output<string>, options: AcrLoginOptions = {}): RegistryCredentials {
    return requestLogin(REFRESH_TOKEN_USER, host, (known) => requestRefreshToken(known, options));
}

/** The Entra token is no output at any time, so it reaches neither an input nor the state. */
async function requestRefreshToken(
    host: string,
    { after = [], repositories = [], exchange = exchangeToken }: AcrLoginOptions,
): Promise<string | undefined> {
    const config = await settle(authorization.getClientConfigOutput({ dependsOn: [...after] }));
    if (config === undefined) {
        return undefined;
    }
    // It lives for about an hour, so it is asked for last.
    const { token: entraToken } = await authorization.getClientToken({ endpoint: AUDIENCE });
    const login = { host, tenant: config.tenantId, entraToken };
    return runtime.isDryRun()
        ? exchange({ ...login, repositories: [], fresh: false }, { patience: AT_ONCE, requestMs: 10_000 })
        : exchange({ ...login, repositories, fresh: after.length > 0 });
}
