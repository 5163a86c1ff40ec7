import { planBuilderName } from "./builder/builder-name";
import type { Config, LocalRegistrySpec } from "./config";
import type { ImagePlan } from "./images/image";

/** What a local registry and a local BuildKit are reached by. */
export interface LocalFacts {
    readonly host: string;
    readonly username: string;
    readonly passwordFile: string;
    readonly builder: string;
}

/** A registry of this machine, or one that is there already. */
export interface LocalRegistryPlan {
    readonly host: string;
    /** Who pushes; `undefined` where the Docker configuration of the shell knows it. */
    readonly login: { readonly username: string; readonly passwordFile: string } | undefined;
}

/** Which services of this machine a configuration needs. */
export interface LocalNeeds {
    readonly registry: boolean;
    readonly buildkit: boolean;
}

/** Returns what has to run on this machine: whatever the configuration does not name as existing. */
export function planLocalNeeds({ registries, builder }: Pick<Config, "registries" | "builder">): LocalNeeds {
    return { registry: registries.some((spec) => spec.kind === "local" && spec.host === undefined), buildkit: builder === undefined };
}

/**
 * Returns the buildx builder that builds an image: what the configuration names or describes, else BuildKit on this
 * machine.
 *
 * @throws {RangeError} If it is that of this machine, and was never set up.
 */
export function planBuilder({ builder }: Pick<Config, "builder">, facts: LocalFacts | undefined, image: Pick<ImagePlan, "name" | "platforms">): string {
    if (builder === undefined) {
        return (facts ?? requireFacts("BuildKit")).builder;
    }
    return typeof builder === "string" ? builder : planBuilderName(image);
}

/**
 * Returns the registry that is there already: what the configuration names, else that of this machine.
 *
 * @throws {RangeError} If it is that of this machine, and was never set up.
 */
export function planLocalRegistry(spec: LocalRegistrySpec, facts: LocalFacts | undefined): LocalRegistryPlan {
    if (spec.host !== undefined) {
        return { host: spec.host, login: undefined };
    }
    const { host, username, passwordFile } = facts ?? requireFacts("registry");
    return { host, login: { username, passwordFile } };
}

function requireFacts(missing: string): never {
    throw new RangeError(`Cannot use the local ${missing}: it was never started here; npm run up starts it`);
}
