import { startLocalServices, stopLocalServices, type LocalServices } from "../toolchain/local-services";
import { requireTools } from "../toolchain/require";
import { formatMeasures, inTurns, ratio, type Measure } from "./measure";
import { Memory } from "./memory";
import { Scenario } from "./scenario";

const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Whose memory is told, by what stands in their command lines. */
const PROCESSES = [
    ["policies/main.cjs", "policy pack"],
    ["automation/main.ts", "npm run (node)"],
    ["pulumi-resource-docker-build", "docker-build provider"],
    ["pulumi preview", "pulumi engine"],
    ["pulumi up", "pulumi engine"],
    ["buildx bake", "buildx bake"],
    ["buildkitd --", "buildkitd"],
    ["registry serve", "registry"],
] as const;

/**
 * Times previews and first ups in turns with an empty program and with `buildx bake`, on the same machine, registry and
 * BuildKit. Prints a table on stderr and JSON on stdout. Words: numbers of images; @default 1 20 100
 */
async function main(words: readonly string[]): Promise<void> {
    const sizes = words.length > 0 ? words.map(Number) : [1, 20, 100];
    const { registry, buildkitd, runc, buildx } = await requireTools(
        ["pulumi", "docker-build", "registry", "buildkitd", "runc", "buildx"], say);
    const scenario = new Scenario();
    const memory = new Memory(PROCESSES);
    try {
        const services = await startLocalServices(scenario.root, { registry, buildkit: { buildkitd, runc } }, say);
        const measures = [await measureStart(scenario)];
        for (const size of sizes) {
            measures.push(...(await measureSize(scenario, services, buildx, size)));
        }
        say(formatMeasures(measures));
        const peaks = memory.stop();
        say(Object.entries(peaks).map(([name, mib]) => `${name}: ${mib} MiB`).join("\n"));
        const document = { measures: measures.map((measure) => ({ ...measure, ratio: ratio(measure) })), peakMemoryMiB: peaks };
        process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    } finally {
        await stopLocalServices(scenario.root, say);
        scenario.remove();
    }
}

async function measureStart(scenario: Scenario): Promise<Measure> {
    scenario.writeStack("local", []);
    scenario.writeStack("empty", []);
    await scenario.deploy("up");
    await scenario.script("engine-preview.ts", "empty");
    say("start-up");
    const times = await inTurns(5, () => scenario.deploy("preview"), () => scenario.script("engine-preview.ts", "empty"));
    return { what: "preview, no images", base: "empty program", aim: 1.3, ...times };
}

async function measureSize(scenario: Scenario, services: LocalServices, buildx: string, size: number): Promise<Measure[]> {
    const contexts = (round: number | string) => scenario.makeContexts(`${size}-${round}`, size);
    say(`${size} images: first up`);
    const mine = [0, 1, 2].map(contexts);
    const other = ["a", "b", "c"].map(contexts);
    const first = await inTurns(
        3,
        () => scenario.deploy("up"),
        (round) => scenario.bake(buildx, other[round] ?? [], services),
        async (round) => {
            await scenario.deploy("destroy");
            scenario.writeStack("local", mine[round] ?? []);
        },
    );

    say(`${size} images: preview without changes`);
    const preview = await inTurns(5, () => scenario.deploy("preview"), () => scenario.script("engine-preview.ts", "empty"));
    say(`${size} images: policy pack`);
    const pack = await inTurns(5, () => scenario.script("engine-preview.ts", "judged"), () => scenario.script("engine-preview.ts", "plain"));
    return [
        { what: `first up, ${size} images`, base: "buildx bake", aim: 1.3, ...first },
        { what: `preview without changes, ${size} images`, base: "empty program", aim: 1.3, ...preview },
        { what: `preview with the pack, ${size} images`, base: "without the pack", aim: 1.1, ...pack },
    ];
}

void main(process.argv.slice(2)).catch((error: Error) => {
    say(error.message);
    process.exitCode = 1;
});
