import type { Bench } from "./bench";
import { fillBytes, fillFiles, type Fill } from "./contexts";
import { inTurns, type Measure } from "./measure";

const ROUNDS = 2;

/** Times an image whose context has 10,000 small files. */
export function measureFiles(bench: Bench): Promise<readonly Measure[]> {
    return measureContext(bench, "10,000 files", fillFiles);
}

/** Times an image whose context has 500 MB. */
export function measureBytes(bench: Bench): Promise<readonly Measure[]> {
    return measureContext(bench, "500 MB", fillBytes);
}

async function measureContext(bench: Bench, what: string, fill: Fill): Promise<readonly Measure[]> {
    const { scenario, services, buildx, say } = bench;
    const make = (name: string) => scenario.makeContexts(name, 1, fill);
    say(`${what}: first up`);
    const [mine, other] = [[make("big-0"), make("big-1")], [make("big-a"), make("big-b")]];
    const bake = (round: number) => scenario.bake(buildx, other[round] ?? [], services);
    const first = await inTurns(ROUNDS, () => scenario.deploy("up"), bake, async (round, side) => {
        if (side === "ours") {
            scenario.forget();
            scenario.writeStack("local", mine[round] ?? []);
        }
    });
    say(`${what}: without changes`);
    const again = await inTurns(ROUNDS, () => scenario.deploy("up"), () => bake(ROUNDS - 1));
    const preview = await inTurns(ROUNDS, () => scenario.deploy("preview"), () => bake(ROUNDS - 1));
    return [
        { what: `first up, 1 image of ${what}`, base: "buildx bake", aim: 1.3, ...first },
        { what: `up without changes, 1 image of ${what}`, base: "buildx bake again", aim: 1.3, ...again },
        { what: `preview without changes, 1 image of ${what}`, base: "buildx bake again", aim: 1.3, ...preview },
    ];
}
