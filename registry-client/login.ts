import { readFileSync } from "node:fs";
import type { LocalServices } from "../toolchain/local-services";
import { programsOnPath } from "../toolchain/on-path";
import { askCloud, type Secret } from "./cloud-login";
import { readDockerLogin } from "./docker-config";

/** How a registry is talked to, and in whose name. */
export interface Login {
    readonly host: string;

    /** Whose login is sent, for people. */
    readonly from: string;

    /** @default - what docker's configuration says is sent */
    readonly secret?: Secret;

    /** The authority of its certificate as PEM; @default - those that the system trusts */
    readonly authority?: string;

    /** What to do if it does not run; @default - it is not of this machine */
    readonly start?: string;

    /** What was tried before, and why it gave nothing. */
    readonly tried: readonly string[];
}

/**
 * Returns the login for a host, the first of: this machine's own registry; the program that docker's configuration names for
 * this very host; the cloud's own program; what else docker's configuration has; nobody.
 *
 * Precondition: what docker's configuration has is read by whoever sends it.
 */
export async function findLogin(host: string, services: LocalServices | undefined, env: NodeJS.ProcessEnv): Promise<Login> {
    if (services !== undefined && services.host === host) {
        const secret = { user: services.username, pass: readFileSync(services.passwordFile, "utf8").trim() };
        const authority = readFileSync(services.caFile, "utf8");
        return { host, from: "the local registry's own", secret, authority, start: "npm run up starts the registry", tried: [] };
    }
    const { file, credHelper, credsStore, auths } = readDockerLogin(host, env);
    if (credHelper !== undefined) {
        return fromProgram(host, credHelper, `credHelpers of ${file}`, [], env);
    }
    const cloud = await askCloud(host, env);
    if (cloud !== undefined && "pass" in cloud) {
        return { host, from: cloud.user === "AWS" ? "aws" : "az", secret: cloud, tried: [] };
    }
    const tried = cloud === undefined ? [] : [cloud.fault];
    if (auths && credsStore === undefined) {
        return { host, from: `auths of ${file}`, tried };
    }
    return credsStore === undefined
        ? { host, from: "nobody: no login is sent", tried: [...tried, `${file} has no login for it`] }
        : fromProgram(host, credsStore, `credsStore of ${file}`, tried, env);
}

async function fromProgram(host: string, name: string, where: string, tried: readonly string[], env: NodeJS.ProcessEnv): Promise<Login> {
    const program = `docker-credential-${name}`;
    const [path] = await programsOnPath(program, env);
    return path === undefined
        ? { host, from: "nobody: no login is sent", tried: [...tried, `${program} (${where}) is not on PATH`] }
        : { host, from: `${program} (${where})`, tried };
}
