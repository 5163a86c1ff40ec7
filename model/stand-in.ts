/**
 * Returns a map as it is written with stand-ins for what is wrong in it, so that what its other keys say against each other
 * can be told in the same run; `undefined` where that would be about values that nobody wrote.
 *
 * @param wrong the keys that have mistakes, or that the map has not
 * @param keys all keys that it may have
 * @param standIns what stands for a key on whose value no other key depends; `undefined` to leave it out
 */
export function replaceWrong(
    written: Readonly<Record<string, unknown>>,
    wrong: readonly string[],
    keys: readonly string[],
    standIns: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | undefined {
    if (!wrong.every((key) => key in standIns || !keys.includes(key))) {
        return undefined;
    }
    const right = Object.entries(written).filter(([key]) => !wrong.includes(key));
    const replaced = wrong.flatMap((key) => (standIns[key] === undefined ? [] : [[key, standIns[key]] as const]));
    return Object.fromEntries([...right, ...replaced]);
}
