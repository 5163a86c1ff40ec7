import { loadavg } from "node:os";
import { withBench, type Bench, type Row } from "./bench";
import { formatMeasures, formatTable, ratio, type Measure } from "./measure";
import { chooseRows } from "./rows";
import { PROGRAMS, Usage, type Taken } from "./memory";

const say = (line: string) => void process.stderr.write(`${line}\n`);

interface Measured extends Taken {
    readonly row: string;
    readonly measures: readonly Measure[];
    /** How many processes wanted to run in the minute before it began, and in the last one of it. */
    readonly load: readonly [number, number];
}

/**
 * Times previews and ups in turns with an empty program and with `buildx bake`, on the same machine, registry and
 * BuildKit. Prints tables on stderr and JSON on stdout. Words: see {@link chooseRows}
 */
async function main(words: readonly string[]): Promise<void> {
    const rows = chooseRows(words);
    const measured = await withBench(say, async (bench) => {
        const done: Measured[] = [];
        for (const [name, row] of rows) {
            done.push(await measure(bench, name, row));
        }
        return done;
    });
    say(`\n${formatMeasures(measured.flatMap(({ measures }) => measures))}\n`);
    say(formatTaken(measured));
    const withRatios = measured.map((row) => ({ ...row, measures: row.measures.map((one) => ({ ...one, ratio: ratio(one) })) }));
    process.stdout.write(`${JSON.stringify({ rows: withRatios }, null, 2)}\n`);
}

async function measure(bench: Bench, name: string, row: Row): Promise<Measured> {
    bench.scenario.forget();
    await bench.empty();
    const before = readLoad();
    const usage = new Usage(bench.scenario.root);
    try {
        const measures = await row(bench);
        const load = [before, readLoad()] as const;
        say(`${formatMeasures(measures)}\nload ${load.join(" to ")}`);
        return { row: name, measures, load, ...usage.stop() };
    } finally {
        usage.stop();
    }
}

function readLoad(): number {
    return Math.round((loadavg()[0] ?? NaN) * 10) / 10;
}

function formatTaken(measured: readonly Measured[]): string {
    const programs = [...new Set(PROGRAMS.map(([, name]) => name))];
    return formatTable([
        ["PEAK MiB, CPU s", ...programs, "load"],
        ...measured.map(({ row, peakMemoryMiB, cpuSeconds, load }) => [
            row, ...programs.map((name) => (name in peakMemoryMiB ? `${peakMemoryMiB[name]}, ${cpuSeconds[name]}` : "-")), load.join(" to "),
        ]),
    ]);
}

void main(process.argv.slice(2)).catch((error: Error) => {
    say(error.message);
    process.exitCode = 1;
});
