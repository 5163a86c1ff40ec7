import type { Config } from "./config";

/** What a local registry and a local BuildKit are reached by. */
export interface LocalFacts {
    readonly host: string;
    readonly username: string;
    readonly passwordFile: string;
    readonly builder: string;
}

/** Where images go and what builds them. */
export interface LocalPlan {
    readonly host: string;
    /** Who pushes; `undefined` where the Docker configuration of the shell knows it. */
    readonly login: { readonly username: string; readonly passwordFile: string } | undefined;
    readonly builder: string;
}

/** Which services of this machine a configuration needs. */
export interface LocalNeeds {
    readonly registry: boolean;
    readonly buildkit: boolean;
}

/** Returns what has to run on this machine: whatever the configuration does not name as existing. */
export function planLocalNeeds(config: Config): LocalNeeds {
    return { registry: config.registry.host === undefined, buildkit: config.builder === undefined };
}

/**
 * Returns where images go and what builds them: what the configuration names, else what runs on this machine.
 *
 * @throws {RangeError} If something of this machine is needed and was never set up.
 */
export function planLocal(config: Config, facts: LocalFacts | undefined): LocalPlan {
    const { host } = config.registry;
    const here = () => facts ?? requireFacts(config);
    return {
        host: host ?? here().host,
        login: host === undefined ? { username: here().username, passwordFile: here().passwordFile } : undefined,
        builder: config.builder ?? here().builder,
    };
}

function requireFacts(config: Config): never {
    const missing = config.registry.host === undefined ? "registry" : "BuildKit";
    throw new RangeError(`Cannot use the local ${missing}: it was never started here; npm run up starts it`);
}
