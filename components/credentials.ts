import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

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
