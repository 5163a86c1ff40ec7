import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Addresses that tools are downloaded from, without a slash at the end. */
export interface Sources {
    readonly pulumi: string;
    readonly github: string;
    readonly githubApi: string;
}

/** Times after which something is given up or told again, in milliseconds. */
export interface Limits {
    /** For one program to tell its version, and for one host to answer at all. */
    readonly probeMs: number;
    /** For a download without a byte. */
    readonly idleMs: number;
    /** For an installer as a whole. */
    readonly installMs: number;
    /** Between two lines of "still at it". */
    readonly tickMs: number;
    /** For a lock that its holder does not renew. */
    readonly staleMs: number;
}

/** Where tools are looked for and gotten from, whom to tell, and when to stop. */
export interface Surroundings {
    readonly env: NodeJS.ProcessEnv;
    readonly say: (line: string) => void;
    readonly sources: Sources;
    readonly limits: Limits;
    readonly signal?: AbortSignal | undefined;
}

/** What may differ from the process's own surroundings. */
export type SurroundingsOptions = Partial<Omit<Surroundings, "limits">> & { readonly limits?: Partial<Limits> };

const OFFICIAL: Sources = {
    pulumi: "https://get.pulumi.com",
    github: "https://github.com",
    githubApi: "https://api.github.com",
};

const LIMITS: Limits = { probeMs: 5_000, idleMs: 20_000, installMs: 900_000, tickMs: 15_000, staleMs: 15_000 };

/** Returns the process's own surroundings with `options` laid over them. */
export function surroundingsOf({ limits, ...options }: SurroundingsOptions = {}): Surroundings {
    return { env: process.env, say: () => undefined, sources: OFFICIAL, ...options, limits: { ...LIMITS, ...limits } };
}

/**
 * Returns the folder that tools are kept in, outside of any checkout.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
    const base = env["XDG_CACHE_HOME"];
    return join(base !== undefined && isAbsolute(base) ? base : join(home(env), ".cache"), "pulumi-registries");
}

/** Returns the folder of Go's caches, which is there only while something is built, or after an interrupted build. */
export function buildFolder(env: NodeJS.ProcessEnv): string {
    return join(cacheFolder(env), "build");
}

/** Returns the folder that the Pulumi CLI keeps its plugins in. */
export function pluginFolder(env: NodeJS.ProcessEnv): string {
    return join(env["PULUMI_HOME"] || join(home(env), ".pulumi"), "plugins");
}

function home(env: NodeJS.ProcessEnv): string {
    return env["HOME"] || homedir();
}
