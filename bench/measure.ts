/** Two things that were timed in turns. */
export interface Measure {
    readonly what: string;
    /** Seconds of ours, one a round. */
    readonly ours: readonly number[];
    /** What it is compared with. */
    readonly base: string;
    /** Seconds of the other, one a round. */
    readonly theirs: readonly number[];
    /** The ratio to stay below. */
    readonly aim: number;
}

/** Returns the middle of some numbers; of an even count the lower one. */
export function median(numbers: readonly number[]): number {
    return [...numbers].sort((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? NaN;
}

/** Returns how many times longer ours took. */
export function ratio({ ours, theirs }: Measure): number {
    return median(ours) / median(theirs);
}

/** Times two pieces of work in turns, so that a slow moment of the machine meets both; `before` each round is not timed. */
export async function inTurns(
    rounds: number,
    ours: (round: number) => Promise<unknown>,
    theirs: (round: number) => Promise<unknown>,
    before: (round: number) => Promise<unknown> = async () => undefined,
): Promise<Pick<Measure, "ours" | "theirs">> {
    const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round += 1) {
        await before(round);
        times.ours.push(await seconds(() => ours(round)));
        times.theirs.push(await seconds(() => theirs(round)));
    }
    return times;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
    const start = process.hrtime.bigint();
    await work();
    return Math.round(Number(process.hrtime.bigint() - start) / 1e7) / 100;
}

/** Returns a table of the measures, for people. */
export function formatMeasures(measures: readonly Measure[]): string {
    const rows = measures.map((measure) => [
        measure.what,
        median(measure.ours).toFixed(2),
        measure.base,
        median(measure.theirs).toFixed(2),
        ratio(measure).toFixed(2),
        `≤ ${measure.aim}`,
    ]);
    const all = [["WHAT", "SECONDS", "AGAINST", "SECONDS", "RATIO", "AIM"], ...rows];
    const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
    return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}
