import { readFileSync } from "node:fs";
import { parseJson, valueOf } from "../model/acr/login/login-outcome";
import { programsOnPath } from "../toolchain/on-path";
import type { Secret } from "./cloud-login";
import { readDockerLogin } from "./docker-config";
import { ProgramError, runProgram } from "./program";
import { TOKEN_USER } from "./registry-http";

/** What a credential helper prints of a host that it does not know. Source: https://github.com/docker/docker-credential-helpers/blob/v0.9.3/credentials/error.go */
const NOT_FOUND = /^credentials not found in native keychain/;

/** Time for a program that may have to ask a cloud. */
const LIMIT_MS = 60_000;

/**
 * Returns the login that docker would send to a host, why it cannot be read, or `undefined` if there is none.
 *
 * @param key what docker keeps it under: the host, but for Docker Hub
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol
 */
export async function readDockerSecret(key: string, env: NodeJS.ProcessEnv): Promise<Secret | { readonly fault: string } | undefined> {
    const { file, credHelper, credsStore, auths } = readDockerLogin(key, env);
    const name = credHelper ?? credsStore;
    if (name !== undefined) {
        return askProgram(`docker-credential-${name}`, key, env);
    }
    return auths ? readAuth(file, key) : undefined;
}

/** The host goes to its standard input, and the login comes from its standard output. */
async function askProgram(program: string, key: string, env: NodeJS.ProcessEnv): Promise<Secret | { readonly fault: string } | undefined> {
    const [path] = await programsOnPath(program, env);
    if (path === undefined) {
        return undefined;
    }
    try {
        const printed = await runProgram(path, ["get"], { env, input: `${key}\n`, nothing: NOT_FOUND, limitMs: LIMIT_MS });
        const answer = parseJson(printed);
        return printed === "" ? undefined : toSecret(valueOf(answer, "Username"), valueOf(answer, "Secret")) ?? { fault: "what it printed cannot be read" };
    } catch (error) {
        return { fault: error instanceof ProgramError ? error.said : "it cannot be run" };
    }
}

/** @see https://github.com/docker/cli/blob/v29.5.3/cli/config/types/authconfig.go */
function readAuth(file: string, key: string): Secret | { readonly fault: string } {
    const entry = valueOf(valueOf(parseJson(readFileSync(file, "utf8")), "auths"), key);
    const [auth, token] = ["auth", "identitytoken"].map((name) => valueOf(entry, name));
    const [user, pass] = splitOnce(Buffer.from(typeof auth === "string" ? auth : "", "base64").toString());
    const found = typeof token === "string" && token !== "" ? toSecret(TOKEN_USER, token) : toSecret(user, pass);
    return found ?? { fault: "it has neither a password nor a token" };
}

function splitOnce(text: string): readonly [string, string] {
    const colon = text.indexOf(":");
    return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
}

function toSecret(user: unknown, pass: unknown): Secret | undefined {
    return typeof user === "string" && typeof pass === "string" && user !== "" && pass !== "" ? { user, pass } : undefined;
}
