import { parseAttributes } from "./attributes";
import { listOf, recordOf, textOf } from "./props";
import type { Props } from "./rule";

/** A cache that a build writes. */
export interface CacheTarget {
    /** Where in the properties it is: `cacheTo[0].registry`, or `cacheTo[0].raw` for one as the command line has it. */
    readonly path: string;

    /** `registry`, `local`, `gha`, `s3`, `azblob` … */
    readonly type: string;

    /** Its options: with the names of the SDK, or of the command line if it is raw. */
    readonly options: Props;
}

/**
 * Kinds of caches.
 *
 * Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/cache.go (`CacheTo`)
 */
const KINDS = ["inline", "local", "registry", "gha", "azblob", "s3"];

/** Returns the caches that a build writes elsewhere than into the image itself, without those that are disabled. */
export function cacheTargets(props: Props): readonly CacheTarget[] {
    return listOf(props["cacheTo"]).flatMap((entry, index) => {
        const target = readTarget(recordOf(entry), `cacheTo[${index}]`);
        return target === undefined || target.type === "inline" ? [] : [target];
    });
}

function readTarget(entry: Props, path: string): CacheTarget | undefined {
    if (entry["disabled"] === true) {
        return undefined;
    }
    const raw = textOf(entry["raw"]);
    if (raw !== "") {
        const options = parseAttributes(raw);
        // A reference alone is one of a registry.
        return "type" in options
            ? { path: `${path}.raw`, type: options["type"] ?? "", options }
            : { path: `${path}.raw`, type: "registry", options: { ref: raw.split(",")[0] } };
    }
    const type = KINDS.find((kind) => (entry[kind] ?? undefined) !== undefined);
    return type === undefined ? undefined : { path: `${path}.${type}`, type, options: recordOf(entry[type]) };
}
