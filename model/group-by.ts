/** Things that have a key in common, one at least. */
export type Group<T> = readonly [T, ...T[]];

/** Returns things by their keys, each key where its first thing stood. */
export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): readonly (readonly [key: string, group: Group<T>])[] {
    const groups = new Map<string, [T, ...T[]]>();
    for (const thing of things) {
        const key = keyOf(thing);
        const group = groups.get(key);
        if (group === undefined) {
            groups.set(key, [thing]);
        } else {
            group.push(thing);
        }
    }
    return [...groups];
}
