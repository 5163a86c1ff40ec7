import { formatKey } from "./config-key";
import { formatNow } from "./config-problem";
import type { Problem } from "./problem";

/** A map as a person wrote it. */
export type Written = Readonly<Record<string, unknown>>;

/** Says whether the value is a map. */
export function isMap(value: unknown): value is Written {
    return typeof value === "object" && value !== null && !Array.isArray(value);
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
    const problem = (key: string, required: string): Problem =>
        ({ key: formatKey([...path, key]), required, now: formatNow([...path, key], written[key]) });
    const [first, ...others] = keys.filter((key) => written[key] !== undefined);
    return first === undefined
        ? [problem(keys[0], takes)]
        : others.map((key) => problem(key, `nothing beside ${first}: only one of ${keys.join(", ")} can be`));
}
