/** What an age may be counted in, in milliseconds. */
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** What is written for an age. */
const AGE = /^(\d{1,6})([mhdw])$/;

/** The units in which an age is told, the longest first. */
const TOLD: readonly (readonly [string, number])[] = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1_000]];

/**
 * Returns how many milliseconds an age is: `30d` for thirty days, `12h`, `45m` for minutes, `2w`.
 *
 * @throws {SyntaxError} If it is none.
 */
export function parseAge(text: string): number {
    const [, count = "", unit = ""] = AGE.exec(text) ?? [];
    const milliseconds = UNITS[unit];
    if (milliseconds === undefined) {
        throw new SyntaxError(`Cannot read "${text}" as an age: it is not a whole number with m, h, d or w behind it, such as 30d or 12h`);
    }
    return Number(count) * milliseconds;
}

/** Returns an age as people say it, in the longest unit that it has one of: `3 d`, `5 h`, `20 min`, `0 s`. */
export function formatAge(milliseconds: number): string {
    const [unit, length] = TOLD.find(([, one]) => milliseconds >= one) ?? ["s", 1_000];
    return `${Math.max(0, Math.floor(milliseconds / length))} ${unit}`;
}
