import { isPublicEcrHost, parseEcrHost } from "../model/ecr/ecr-host";
import { programsOnPath } from "../toolchain/on-path";
import { ProgramError, runProgram } from "./program";

/** Who logs in, and with what. */
export interface Secret {
    readonly user: string;
    readonly pass: string;
}

/** How a cloud's own program gives a login for a host. */
interface CloudProgram {
    readonly program: "az" | "aws";
    readonly args: readonly string[];
    /** Reads what it prints. */
    readonly read: (output: string) => Secret;
}

/** Time for a program that may have to ask a cloud twice. */
const LIMIT_MS = 60_000;

/**
 * Who logs in with a token in place of a password.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-authentication#az-acr-login-with---expose-token
 */
const ACR_TOKEN_USER = "00000000-0000-0000-0000-000000000000";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html#registry-auth-token */
const ECR_USER = "AWS";

/**
 * Returns a login that a cloud's own program gives, why there is none, or `undefined` for a host of no cloud.
 *
 * @param env where the program is looked for, and what it runs with
 */
export async function askCloud(host: string, env: NodeJS.ProcessEnv): Promise<Secret | { readonly fault: string } | undefined> {
    const cloud = programFor(host);
    if (cloud === undefined) {
        return undefined;
    }
    const [path] = await programsOnPath(cloud.program, env);
    if (path === undefined) {
        return { fault: `${cloud.program} is not on PATH` };
    }
    try {
        return cloud.read(await runProgram(path, cloud.args, { env, limitMs: LIMIT_MS }));
    } catch (error) {
        const said = error instanceof ProgramError ? error.said : "what it printed cannot be read";
        return { fault: `${[cloud.program, ...cloud.args].slice(0, 3).join(" ")}: ${said}` };
    }
}

/** Returns the name that an ACR has in Azure's own programs; `undefined` for a host of another service. */
export function acrNameOf(host: string): string | undefined {
    return /^([a-z0-9]+)[a-z0-9-]*\.azurecr\.(?:io|cn|us)$/.exec(host)?.[1];
}

function programFor(host: string): CloudProgram | undefined {
    const acr = acrNameOf(host);
    if (acr !== undefined) {
        return { program: "az", args: ["acr", "login", "--name", acr, "--expose-token", "--output", "json"], read: readToken };
    }
    const region = parseEcrHost(host)?.region;
    const read = (output: string) => ({ user: ECR_USER, pass: output.trim() });
    if (region !== undefined) {
        return { program: "aws", args: ["ecr", "get-login-password", "--region", region], read };
    }
    // Source: https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html
    return isPublicEcrHost(host) ? { program: "aws", args: ["ecr-public", "get-login-password", "--region", "us-east-1"], read } : undefined;
}

/** @throws {SyntaxError} If it is not JSON with a token in it. */
function readToken(output: string): Secret {
    const { accessToken } = JSON.parse(output) as { accessToken?: unknown };
    if (typeof accessToken !== "string" || accessToken === "") {
        throw new SyntaxError("no accessToken");
    }
    return { user: ACR_TOKEN_USER, pass: accessToken };
}
