/** Two things that were timed in turns. */
export interface Measure {
    readonly what: string;
    /** Seconds of ours, one a round. */
    readonly ours: readonly number[];
    /** What it is compared with. */
    readonly base: string;
    /** Seconds of the other, one a round. */
    readonly theirs: readonly number[];
    /** The ratio to stay below; @default - none: it is told for its own sake */
    readonly aim?: number;
    /** The seconds to stay below, on two cores that nobody else uses; @default - none */
    readonly aimSeconds?: number;
}

/** Whose turn it is. */
export type Side = "ours" | "theirs";

/** Returns the middle of some numbers; of an even count the lower one. */
export function median(numbers: readonly number[]): number {
    return [...numbers].sort((one, other) => one - other)[Math.floor((numbers.length - 1) / 2)] ?? NaN;
}

/** Returns how many times longer ours took. */
export function ratio({ ours, theirs }: Measure): number {
    return median(ours) / median(theirs);
}

/** Times two pieces of work in turns, so that a slow moment of the machine meets both; `before` each is not timed. */
export async function inTurns(
    rounds: number,
    ours: (round: number) => Promise<unknown>,
    theirs: (round: number) => Promise<unknown>,
    before: (round: number, side: Side) => Promise<unknown> = async () => undefined,
): Promise<Pick<Measure, "ours" | "theirs">> {
    const times: { ours: number[]; theirs: number[] } = { ours: [], theirs: [] };
    for (let round = 0; round < rounds; round += 1) {
        for (const [side, work] of [["ours", ours], ["theirs", theirs]] as const) {
            await before(round, side);
            times[side].push(await seconds(() => work(round)));
        }
    }
    return times;
}

/** Returns how long work takes, in seconds, to the millisecond. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
    const start = process.hrtime.bigint();
    await work();
    return Math.round(Number(process.hrtime.bigint() - start) / 1e6) / 1000;
}

/** Returns a table of the measures, for people. */
export function formatMeasures(measures: readonly Measure[]): string {
    const rows = measures.map((measure) => [
        measure.what,
        formatSeconds(measure.ours),
        measure.base,
        formatSeconds(measure.theirs),
        ratio(measure).toFixed(2),
        formatAim(measure),
    ]);
    return formatTable([["WHAT", "SECONDS", "AGAINST", "SECONDS", "RATIO", "AIM"], ...rows]);
}

/** Returns lines with columns. */
export function formatTable(rows: readonly (readonly string[])[]): string {
    const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}

function formatAim({ aim, aimSeconds }: Measure): string {
    return [...(aim === undefined ? [] : [`≤ ${aim}`]), ...(aimSeconds === undefined ? [] : [`≤ ${aimSeconds} s`])].join(", ");
}

function formatSeconds(times: readonly number[]): string {
    return median(times).toFixed(median(times) < 1 ? 3 : 2);
}
