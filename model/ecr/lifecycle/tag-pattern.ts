/**
 * What a tag starts with, what follows, and how long it may be.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests
 */
const FIRST_SIGNS = /[A-Za-z0-9_]/;
const SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
const LENGTH_MAX = 128;

/** More steps than it takes with patterns that people write, and a fraction of a second; beyond it a question is left open. */
const STEPS_MAX = 50_000;

/** A search for a tag. Patterns are texts in which `*` stands for any signs, or none. */
export interface TagSearch {
    /** Patterns that the tag has to match, each of them. */
    readonly all: readonly string[];

    /** Groups of patterns; of none of them the tag may match each pattern. */
    readonly noneOf?: readonly (readonly string[])[];
}

/** How far a text has matched a pattern: the places in the pattern where it may be, none before the last `*` that was met. */
type Places = readonly number[];

/** Says whether the tag matches the pattern. */
export function matchesPattern(pattern: string, tag: string): boolean {
    return isAtEnd(pattern, [...tag].reduce<Places>((places, sign) => step(pattern, places, sign), start(pattern)));
}

/** Says whether every tag that matches the inner pattern is sure to match the outer one. */
export function includesPattern(outer: string, inner: string): boolean {
    const { tag, isSure } = searchTag({ all: [inner], noneOf: [[outer]] });
    return tag === undefined && isSure;
}

/** Returns a shortest tag of the kind, if there is one, and whether that is sure: a search that grows too wide is given up. */
export function searchTag({ all, noneOf = [] }: TagSearch): { readonly tag?: string; readonly isSure: boolean } {
    const patterns = [...all, ...noneOf.flat()];
    const signs = signsOf(patterns);
    const firsts = signs.filter((sign) => FIRST_SIGNS.test(sign));
    const seen = new Set<string>();
    const reached = [{ text: "", places: patterns.map(start) }];
    let steps = 0;
    // The list grows while it is gone through, shorter texts first.
    for (const { text, places } of reached) {
        const following = text.length === 0 ? firsts : text.length < LENGTH_MAX ? signs : [];
        steps += following.length * patterns.length;
        if (steps > STEPS_MAX) {
            return { isSure: false };
        }
        for (const sign of following) {
            const after = patterns.map((pattern, index) => step(pattern, places[index] ?? [], sign));
            if (isWanted(after, all, noneOf)) {
                return { tag: text + sign, isSure: true };
            }
            const isLost = after.some(({ length }, index) => length === 0 && index < all.length);
            if (!isLost && !seen.has(after.join("|"))) {
                seen.add(after.join("|"));
                reached.push({ text: text + sign, places: after });
            }
        }
    }
    return { isSure: true };
}

function isWanted(states: readonly Places[], all: readonly string[], noneOf: readonly (readonly string[])[]): boolean {
    let index = all.length;
    const isRefused = noneOf.some((group) => {
        const isEach = group.every((pattern, place) => isAtEnd(pattern, states[index + place] ?? []));
        index += group.length;
        return isEach;
    });
    return !isRefused && all.every((pattern, place) => isAtEnd(pattern, states[place] ?? []));
}

/** The signs that patterns tell apart: their own, and one that stands for all others. Letters first, as in most tags. */
function signsOf(patterns: readonly string[]): readonly string[] {
    const own = new Set(patterns.join(""));
    const other = [...SIGNS].find((sign) => !own.has(sign));
    return [...SIGNS].filter((sign) => own.has(sign) || sign === other);
}

function start(pattern: string): Places {
    return settle(pattern, [0]);
}

function step(pattern: string, places: Places, sign: string): Places {
    return settle(pattern, places.flatMap((place) => {
        const expected = pattern[place];
        return expected === "*" ? [place] : expected === sign ? [place + 1] : [];
    }));
}

/** Goes on to what a `*` may leave out, and forgets what is before the last one: from there all can be matched that from before could. */
function settle(pattern: string, places: Places): Places {
    const reached = new Set<number>();
    for (const place of places) {
        let at = place;
        reached.add(at);
        while (pattern[at] === "*") {
            at += 1;
            reached.add(at);
        }
    }
    const sorted = [...reached].sort((one, other) => one - other);
    const last = Math.max(0, ...sorted.filter((place) => pattern[place] === "*"));
    return sorted.filter((place) => place >= last);
}

function isAtEnd(pattern: string, places: Places): boolean {
    return places.includes(pattern.length);
}
