import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withBench, type Bench } from "./bench";
import { fillBytes, fillFiles, fillSmall, type Fill } from "./contexts";
import { formatTable, median, seconds } from "./measure";
import { Usage } from "./memory";

const ROUNDS = 2;

/** How many images there are, and what is in each. */
const WORKLOADS: Readonly<Record<string, readonly [number, Fill]>> = { small: [100, fillSmall], files: [1, fillFiles], bytes: [1, fillBytes] };

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** A file of the copy, a text in it, and what takes its place. */
type Edit = readonly [string, string, string];

const setEngine = (option: string): Edit => ["automation/verbs.ts", "color: \"never\" as const,", `color: "never" as const, ${option},`];
const setVariable = (name: string, value: string): Edit =>
    ["automation/environment.ts", "PULUMI_SKIP_UPDATE_CHECK: \"true\",", `PULUMI_SKIP_UPDATE_CHECK: "true", ${name}: "${value}",`];
const setBuildkit = (line: string): Edit => ["toolchain/services/buildkit-config.ts", "  gc = true\n", `  gc = true\n  ${line}\n`];
const setExport = (attributes: string): Edit => ["model/images/build.ts", "type: \"registry\",", `type: "registry", ${attributes},`];

/** What could make a first up faster, as changes of this project. */
const VARIANTS: Readonly<Record<string, readonly Edit[]>> = {
    plain: [],
    "parallel-2": [setEngine("parallel: 2")],
    "parallel-4": [setEngine("parallel: 4")],
    "parallel-16": [setEngine("parallel: 16")],
    "parallel-32": [setEngine("parallel: 32")],
    "buildkit-2": [setBuildkit("max-parallelism = 2")],
    "buildkit-4": [setBuildkit("max-parallelism = 4")],
    "gzip-1": [setExport("\"compression-level\": \"1\"")],
    uncompressed: [setExport("compression: \"uncompressed\"")],
    "no-rewrite": [["model/images/build.ts", "isDated ? \"true\" : undefined", "undefined"]],
    "gogc-400": [setVariable("GOGC", "400")],
    "no-backups": [setVariable("PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS", "true")],
    "no-preview": [
        ["automation/verbs.ts", "let { log: judged, found } = await runPreview(work);",
            "let [judged, found]: [EngineLog, FoundImages] = [new EngineLog(work.listener), { images: [], places: [] }];"],
        ["automation/verbs.ts", "if (judged.errors.length > 0 || !judged.changes) {", "if (judged.errors.length > 0) {"],
    ],
    "no-pack": [["automation/verbs.ts", "policyPacks: [join(root, POLICY_PACK)],", ""]],
};

/** A first up: what it took in all, and of processor time. */
interface Up {
    readonly seconds: number;
    readonly cpuSeconds: number;
}

/**
 * Times first ups with changes of this project in turns with the same without. Words: one of {@link WORKLOADS}, then names
 * of {@link VARIANTS}
 */
async function main([workload = "", ...words]: readonly string[]): Promise<void> {
    const [count, fill] = WORKLOADS[workload] ?? fail(`a workload, one of ${Object.keys(WORKLOADS).join(", ")}`);
    const names = ["plain", ...words];
    const ups = new Map(names.map((name) => [name, [] as Up[]]));
    await withEach(names, async (benches) => {
        for (let round = 0; round < ROUNDS; round += 1) {
            for (const [name, { scenario }] of benches) {
                scenario.forget();
                scenario.writeStack("local", scenario.makeContexts(`${round}`, count, fill));
                const usage = new Usage(scenario.root);
                const up = { seconds: await seconds(() => scenario.deploy("up")), cpuSeconds: sum(Object.values(usage.stop().cpuSeconds)) };
                ups.get(name)?.push(up);
                say(`${name}: ${up.seconds} s, ${up.cpuSeconds.toFixed(1)} s of processor time`);
            }
        }
    });
    const list = (name: string, key: keyof Up) => (ups.get(name) ?? []).map((up) => up[key]);
    const compare = (name: string, key: keyof Up) => [
        list(name, key).map((one) => one.toFixed(1)).join(", "), (median(list(name, key)) / median(list("plain", key))).toFixed(2),
    ];
    say(formatTable([
        ["VARIANT", "SECONDS", "RATIO", "CPU SECONDS", "RATIO"],
        ...names.map((name) => [name, ...compare(name, "seconds"), ...compare(name, "cpuSeconds")]),
    ]));
    process.stdout.write(`${JSON.stringify({ workload, ups: Object.fromEntries(ups) }, null, 2)}\n`);
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

function fail(required: string): never {
    throw new RangeError(`Cannot measure variants: required is ${required}`);
}

/** Does work with a bench a variant, each with services of its own. */
async function withEach(names: readonly string[], work: (benches: ReadonlyMap<string, Bench>) => Promise<void>, made = new Map<string, Bench>()): Promise<void> {
    const [name, ...others] = names;
    if (name === undefined) {
        return work(made);
    }
    await withBench(say, async (bench) => {
        for (const [file, from, to] of VARIANTS[name] ?? fail(`one of ${Object.keys(VARIANTS).join(", ")}, not "${name}"`)) {
            const path = join(bench.scenario.root, file);
            const text = readFileSync(path, "utf8");
            if (!text.includes(from)) {
                throw new Error(`Cannot make the variant "${name}": ${file} has no ${from}`);
            }
            writeFileSync(path, text.replace(from, to));
        }
        await withEach(others, work, new Map([...made, [name, bench]]));
    });
}

void main(process.argv.slice(2)).catch((error: Error) => {
    say(error.message);
    process.exitCode = 1;
});
