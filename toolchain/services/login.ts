import { createHmac, randomBytes } from "node:crypto";
import { USERNAME, type LocalPaths } from "./local-paths";
import { readIfThere, writePrivateFile } from "./private-files";

/**
 * The least cost there is. The password is 32 random bytes, which no number of guesses finds, and the registry verifies
 * it anew on every request.
 *
 * @see https://github.com/distribution/distribution/blob/v3.1.1/registry/auth/htpasswd/htpasswd.go
 */
const BCRYPT_COST = 4;

/** Returns the registry's password, which is chosen once, and makes sure that the registry has its hash. */
export async function requirePassword(paths: LocalPaths): Promise<string> {
    const known = readIfThere(paths.password);
    const password = known !== undefined && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString("base64url");
    if (password !== known || readIfThere(paths.registry.htpasswd)?.startsWith(`${USERNAME}:$2`) !== true) {
        const { hash } = await import("bcryptjs");
        // The hash goes first: a password without one would be kept forever.
        writePrivateFile(paths.registry.htpasswd, `${USERNAME}:${await hash(password, BCRYPT_COST)}\n`);
    }
    writePrivateFile(paths.password, password);
    return password;
}

/** Returns the value of an `Authorization` header. */
export function basicLogin(password: string): string {
    return `Basic ${encodeLogin(password)}`;
}

/** Returns user name and password as the `auth` of a Docker configuration. */
export function encodeLogin(password: string): string {
    return Buffer.from(`${USERNAME}:${password}`).toString("base64");
}

/** Returns what the registry signs the state of an upload with: as random as the password, and kept as long. */
export function uploadSecret(password: string): string {
    return createHmac("sha256", password).update("upload").digest("base64url");
}
