const DIGITS = "0123456789";
const NUMBER: readonly Sign[] = [{ of: DIGITS }, { of: DIGITS, optional: true, again: true }];
const DOT: Sign = { of: "." };

/** A sign of a tag. */
interface Sign {
    /** Which it may be. */
    readonly of: string;

    /** Whether there may be none. @default false */
    readonly optional?: boolean;

    /** Whether there may be more of them. @default false */
    readonly again?: boolean;
}

/** From git's default length of a shortened id to a whole one of SHA-1. */
const COMMIT: readonly Sign[] = Array.from({ length: 40 }, (_, index) => ({ of: `${DIGITS}abcdef`, optional: index >= 7 }));

/** Tags that nobody should move: full versions, and commits. */
const FIXED: readonly (readonly Sign[])[] = [
    [{ of: "v", optional: true }, ...NUMBER, DOT, ...NUMBER, DOT, ...NUMBER],
    COMMIT,
    [...[..."sha-"].map((sign) => ({ of: sign })), ...COMMIT],
];

/** Says whether a filter of tags that may be moved covers versions or commits, which name one build each. */
export function coversBuilds(filter: string): boolean {
    return FIXED.some((signs) => covers(filter, signs));
}

/** Follows all ways to read the filter at once, each by the number of signs that it is through with. */
function covers(filter: string, signs: readonly Sign[]): boolean {
    let ways = withOptional([0], signs);
    for (const letter of filter) {
        // Any number of signs may stand for a star.
        const next = letter === "*" ? from(Math.min(...ways), signs.length) : ways.flatMap((way) => steps(way, letter, signs));
        ways = withOptional(next, signs);
    }
    return ways.includes(signs.length);
}

function steps(way: number, letter: string, signs: readonly Sign[]): readonly number[] {
    const sign = signs[way];
    return sign?.of.includes(letter) === true ? (sign.again === true ? [way, way + 1] : [way + 1]) : [];
}

/** Adds those ways that leave out the next signs. */
function withOptional(ways: readonly number[], signs: readonly Sign[]): readonly number[] {
    const all = new Set<number>();
    for (const way of ways) {
        all.add(way);
        for (let end = way; signs[end]?.optional === true; end += 1) {
            all.add(end + 1);
        }
    }
    return [...all];
}

function from(least: number, most: number): readonly number[] {
    return Number.isFinite(least) ? Array.from({ length: most - least + 1 }, (_, index) => least + index) : [];
}
