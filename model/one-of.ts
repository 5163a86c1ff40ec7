import { formatKey } from "./config-key";
import { formatNow } from "./config-problem";
import type { Problem } from "./problem";

/** A map as a person wrote it. */
export type Written = Readonly<Record<string, unknown>>;

/** Says whether the value is a map. */
export function isMap(value: unknown): value is Written {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a key has to be for the sake of others of the same map. */
export interface KeyMistake {
    readonly key: string;
    readonly required: string;
}

/**
 * Returns the keys that are wrong where exactly one of some has to be.
 *
 * @param none the key to ask for where none is
 */
export function findOneOf(written: Written, keys: readonly string[], none: KeyMistake): readonly KeyMistake[] {
    const [first, ...others] = keys.filter((key) => written[key] !== undefined);
    return first === undefined
        ? [none]
        : others.map((key) => ({ key, required: `nothing beside ${first}: only one of ${keys.join(", ")} can be` }));
}

/**
 * Returns what is wrong where exactly one of some keys has to be.
 *
 * @param path where the map stands
 * @param takes what to write where none is
 */
export function findOneOfProblems(
    path: readonly (string | number)[],
    written: Written,
    keys: readonly [string, ...string[]],
    takes: string,
): Problem[] {
    return findOneOf(written, keys, { key: keys[0], required: takes }).map(({ key, required }) =>
        ({ key: formatKey([...path, key]), required, now: formatNow([...path, key], written[key]) }));
}
