import { join } from "node:path";
import type { Bench } from "./bench";
import { writeExport } from "./exports";
import { inTurns, type Measure } from "./measure";
import { Usage } from "./memory";
import { nameImage, type Scenario } from "./scenario";

const ROUNDS = 5;

/** Images of each of three stacks that make 200 and 600 resources, and then a few of their registries. */
const [FEW, MANY] = [28, 85];

/** Times checks of three stacks, one on each kind of registry, in turns with one of a stack without images. */
export async function measureCheck({ scenario, say }: Bench): Promise<readonly Measure[]> {
    const none = await stacksOf(scenario, 0);
    const [few, many] = [await stacksOf(scenario, FEW), await stacksOf(scenario, MANY)];
    say("check: three stacks");
    const small = await inTurns(ROUNDS, () => scenario.check(few.words), () => scenario.check(none.words));
    const large = await inTurns(ROUNDS, () => scenario.check(many.words), () => scenario.check(few.words));
    return [
        { what: `check, 3 stacks, ${few.resources} resources`, base: `3 stacks, ${none.resources}`, aimSeconds: 2, ...small },
        { what: `check, 3 stacks, ${many.resources} resources`, base: `3 stacks, ${few.resources}`, ...large },
    ];
}

/** Times checks of exported states, and how much memory they take. */
export async function measureExports({ scenario, say }: Bench): Promise<readonly Measure[]> {
    const [small, large] = [10_000, 40_000].map((count) => ({ count, file: join(scenario.root, `export-${count}.json`) })) as [Exported, Exported];
    [small, large].forEach(({ file, count }) => writeExport(file, count));
    say("check: exported states");
    const memory = { ours: [] as number[], theirs: [] as number[] };
    const run = async ({ file }: Exported, peaks: number[]) => peaks.push(await peakOf(scenario, () => scenario.check(["--export", file])));
    const parsed = await inTurns(ROUNDS, () => scenario.check(["--export", small.file]), () => scenario.parse(small.file));
    const times = await inTurns(ROUNDS, () => run(large, memory.ours), () => run(small, memory.theirs));
    const what = `check, export of ${large.count} resources`;
    return [
        { what: `check, export of ${small.count} resources`, base: "Node and JSON.parse", ...parsed },
        { what, base: `of ${small.count}`, aim: large.count / small.count, ...times },
        { what: `${what}, peak memory in MiB`, base: `of ${small.count}`, aim: large.count / small.count, ...memory },
    ];
}

/** Times a preview without images with the policy pack in turns with the same without it. */
export async function measurePack({ scenario, say }: Bench): Promise<readonly Measure[]> {
    scenario.writeStack("local", []);
    await scenario.deploy("up");
    await scenario.script("engine-preview.ts", "judged");
    say("start-up of the policy pack");
    const times = await inTurns(ROUNDS, () => scenario.script("engine-preview.ts", "judged"), () => scenario.script("engine-preview.ts", "plain"));
    return [{ what: "preview with the pack, no images", base: "without the pack", aim: 1.1, ...times }];
}

interface Exported {
    readonly count: number;
    readonly file: string;
}

/** Writes three stacks, and returns how to check them and how many resources they have. */
async function stacksOf(scenario: Scenario, count: number): Promise<{ readonly words: readonly string[]; readonly resources: number }> {
    const contexts = count === 0 ? [] : scenario.makeContexts(`check-${count}`, count);
    const images = Object.fromEntries(contexts.map((context) => [nameImage(context), { context, version: "1.4.2" }]));
    const [account, region] = ["123456789012", "eu-central-1"];
    const configs: Readonly<Record<string, object>> = {
        azure: { "registries:registry": { kind: "acr", name: "contosoprod", resourceGroup: "rg-images", location: "germanywestcentral", tier: "Standard" } },
        aws: { "aws:region": region, "aws:allowedAccountIds": [account], "registries:registry": { kind: "ecr", account, region } },
        local: { "registries:registry": { kind: "local" } },
    };
    const stacks = Object.entries(configs).map(([kind, config]) => {
        scenario.writeConfig(`${kind}-${count}`, { ...config, "registries:images": images });
        return `${kind}-${count}`;
    });
    const words = stacks.flatMap((stack) => ["--stack", stack]);
    return { words, resources: await scenario.check(words) };
}

/** Returns the most memory that a check had, in MiB. */
async function peakOf(scenario: Scenario, work: () => Promise<unknown>): Promise<number> {
    const usage = new Usage(scenario.root);
    try {
        await work();
    } finally {
        usage.stop();
    }
    return usage.stop().peakMemoryMiB["npm run (node)"] ?? NaN;
}
