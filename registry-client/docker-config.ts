import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** What docker's configuration file says of a host. */
export interface DockerLogin {
    readonly file: string;

    /** The program behind `docker-credential-` that is for this very host. */
    readonly credHelper?: string;

    /** The program for all hosts without one of their own. */
    readonly credsStore?: string;

    /** Whether a login is in the file itself. */
    readonly auths: boolean;
}

/**
 * Returns what docker's configuration file says of a host; nothing where there is none, or it cannot be read.
 *
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-stores
 */
export function readDockerLogin(host: string, env: NodeJS.ProcessEnv): DockerLogin {
    const file = join(env["DOCKER_CONFIG"] || join(env["HOME"] || homedir(), ".docker"), "config.json");
    const { credHelpers, credsStore, auths } = readFile(file);
    const credHelper = memberOf(credHelpers, host);
    return {
        file,
        ...(typeof credHelper === "string" ? { credHelper } : {}),
        ...(typeof credsStore === "string" && credsStore !== "" ? { credsStore } : {}),
        auths: memberOf(auths, host) !== undefined,
    };
}

function readFile(file: string): Readonly<Record<string, unknown>> {
    try {
        const value: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
        return typeof value === "object" && value !== null ? { ...value } : {};
    } catch {
        // Docker says what is wrong with it as soon as it is used.
        return {};
    }
}

function memberOf(value: unknown, key: string): unknown {
    return typeof value === "object" && value !== null ? new Map(Object.entries(value)).get(key) : undefined;
}
