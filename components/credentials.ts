import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

/** How a push logs in to a registry. */
export interface RegistryCredentials {
    readonly username: string;
    /** Always a secret, so that the engine encrypts it in the state. */
    readonly password: pulumi.Output<string>;
    /** Logs in for questions, which a preview has too. It never rejects. */
    readonly logIn: () => Promise<RegistryLogin | LoginFault | undefined>;
}

/** Who asks a registry, and with which password. */
export interface RegistryLogin {
    readonly user: string;
    readonly pass: string;
}

/** A login as the provider of images takes it. */
export type LoginInput = { readonly address: pulumi.Input<string>; readonly username: string; readonly password: pulumi.Output<string> };

/** Returns a login as the provider of images takes it. */
export function formatLogin(address: pulumi.Input<string>, login: RegistryCredentials | RegistryLogin): LoginInput {
    return "user" in login
        ? { address, username: login.user, password: pulumi.secret(login.pass) }
        : { address, username: login.username, password: login.password };
}

/** Why there is no login, in words. */
export interface LoginFault {
    readonly fault: string;
}

/**
 * Returns the credentials of a registry whose password stands alone in a file.
 *
 * @throws {Error} If the file cannot be read.
 */
export function readLogin(login: { readonly username: string; readonly passwordFile: string }): RegistryCredentials {
    const { username } = login;
    const pass = readFileSync(login.passwordFile, "utf8").trim();
    return { username, password: pulumi.secret(pass), logIn: () => Promise.resolve({ user: username, pass }) };
}

/** The password where nothing is pushed. */
const UNMADE = "made by the update";

/** The password after a login that failed; no registry takes it. */
const REFUSED = "the login has failed";

/** Returns a token for the host, or `undefined` where an update of some targets alone leaves out what has to be there before. */
export type RequestToken = (host: string) => Promise<string | undefined>;

/**
 * Returns the credentials of a registry that takes a token for a password: one that is made in each update.
 *
 * A preview pushes nothing, and logs in only to ask. Its password is a known placeholder: an unknown one would show a
 * change that is none, while the provider of images leaves passwords out when it compares.
 *
 * A login that fails is an error of the update, and so is each push that needs it; `requireLogin` ends the program before.
 *
 * @see https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/image.go (Diff)
 */
export function requestLogin(username: string, host: pulumi.Output<string>, requestToken: RequestToken): RegistryCredentials {
    if (pulumi.runtime.isDryRun()) {
        let asked: Promise<RegistryLogin | LoginFault | undefined> | undefined;
        return { username, password: pulumi.secret(UNMADE), logIn: () => (asked ??= askFor(username, host, requestToken)) };
    }
    const login = logIn(host, requestToken);
    const answer = login.then((pass) => (pass === REFUSED ? { fault: "the login has failed" } : pass === UNMADE ? undefined : { user: username, pass }));
    return { username, password: pulumi.secret(host.apply(() => login)), logIn: () => answer };
}

/** What fails in a preview is no error of it: nothing is pushed. */
async function askFor(user: string, host: pulumi.Output<string>, requestToken: RequestToken): Promise<RegistryLogin | LoginFault | undefined> {
    try {
        const known = await settle(host);
        const pass = known === undefined ? undefined : await requestToken(known);
        return pass === undefined ? undefined : { user, pass };
    } catch (error) {
        return { fault: error instanceof Error ? error.message : String(error) };
    }
}

/** Returns the token in what a cloud answers to a login. */
export function tokenOf({ password }: { readonly password: string }): string {
    return password;
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

/** Returns the value of an output, or `undefined` if it is unknown; and rejects as the output does, which `apply` does not tell. */
export async function settle<T>(output: pulumi.Output<T>): Promise<pulumi.Unwrap<T> | undefined> {
    // Every output has it, though the types keep it to the SDK.
    const { isKnown } = output as unknown as { readonly isKnown: Promise<boolean> };
    return await isKnown ? new Promise((resolve) => void pulumi.output(output).apply(resolve)) : undefined;
}

/**
 * Returns a token, or `REFUSED`. It never rejects: of an input that does, the engine hears nothing in an inline program,
 * and takes resources that were never registered for resources to delete.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.248.0/sdk/nodejs/automation/server.ts (errors are looked at after the shutdown)
 */
async function logIn(host: pulumi.Output<string>, requestToken: RequestToken): Promise<string> {
    try {
        const known = await settle(host);
        return known === undefined ? UNMADE : (await requestToken(known)) ?? UNMADE;
    } catch (error) {
        await pulumi.log.error(error instanceof Error ? error.message : String(error));
        return REFUSED;
    }
}
