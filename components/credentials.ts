import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { exchangeToken } from "./azure/acr-exchange";

/** What a push shows to a registry. The only type of this program that carries a password. */
export interface RegistryCredentials {
    readonly username: string;
    /** Always a secret, so that the engine encrypts it in the state. */
    readonly password: pulumi.Output<string>;
}

/**
 * Returns the credentials of a registry whose password stands alone in a file.
 *
 * @throws {Error} If the file cannot be read.
 */
export function readLogin(login: { readonly username: string; readonly passwordFile: string }): RegistryCredentials {
    return { username: login.username, password: pulumi.secret(readFileSync(login.passwordFile, "utf8").trim()) };
}

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

/** The password where nothing is pushed. */
const UNMADE = "made by the update";

/** The password after a login that failed; no registry takes it. */
const REFUSED = "the login has failed";

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
 * A preview pushes nothing and asks nobody. Its password is a known placeholder: an unknown one would show a change that
 * is none, while the provider of images leaves passwords out when it compares.
 *
 * A login that fails is an error of the update, and so is each push that needs it; `requireLogin` ends the program before.
 *
 * @param host the registry's login server
 * @see https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go (Diff)
 */
export function requestAcrLogin(host: pulumi.Output<string>, options: AcrLoginOptions = {}): RegistryCredentials {
    const login = pulumi.runtime.isDryRun() ? Promise.resolve(UNMADE) : logIn(host, options);
    return { username: REFRESH_TOKEN_USER, password: pulumi.secret(pulumi.runtime.isDryRun() ? login : host.apply(() => login)) };
}

/**
 * Returns once it is known that the credentials are good, or that nothing tells before the push.
 *
 * @throws {pulumi.RunError} If the login has failed; what came is an error of the update by then.
 */
export async function requireLogin(credentials: RegistryCredentials | undefined): Promise<void> {
    if (credentials !== undefined && (await settle(credentials.password)) === REFUSED) {
        throw new pulumi.RunError("Cannot push any image: there is no login to the registry");
    }
}

/**
 * Returns a refresh token, or `REFUSED`. It never rejects: of an input that does, the engine hears nothing in an inline
 * program, and takes resources that were never registered for resources to delete. The Entra token is no output at any
 * time, so it reaches neither an input nor the state.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.248.0/sdk/nodejs/automation/server.ts (errors are looked at after the shutdown)
 */
async function logIn(
    host: pulumi.Output<string>,
    { after = [], repositories = [], exchange = exchangeToken }: AcrLoginOptions,
): Promise<string> {
    try {
        // Loaded here: a stack without this registry needs no provider of Azure.
        const authorization = require("@pulumi/azure-native/authorization") as typeof import("@pulumi/azure-native/authorization");
        const known = await settle(host);
        const config = await settle(authorization.getClientConfigOutput({ dependsOn: [...after] }));
        if (known === undefined || config === undefined) {
            // An update of some targets alone leaves out what has to exist before, and then the push as well.
            return UNMADE;
        }
        // It lives for about an hour, so it is asked for last.
        const { token: entraToken } = await authorization.getClientToken({ endpoint: AUDIENCE });
        return await exchange({ host: known, tenant: config.tenantId, entraToken, repositories, fresh: after.length > 0 });
    } catch (error) {
        await pulumi.log.error(error instanceof Error ? error.message : String(error));
        return REFUSED;
    }
}

/** Returns the value of an output, or `undefined` if it is unknown; and rejects as the output does, which `apply` does not tell. */
async function settle<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T> | undefined> {
    // Every output has it, though the types keep it to the SDK.
    const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
    return await isKnown ? new Promise((resolve) => void pulumi.output(output).apply(resolve)) : undefined;
}
