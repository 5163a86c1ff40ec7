import type { Bench } from "./bench";
import { inTurns, type Measure } from "./measure";

/** Times a preview without images in turns with an empty program. */
export async function measureStart({ scenario, say }: Bench): Promise<readonly Measure[]> {
    scenario.writeStack("local", []);
    scenario.writeStack("empty", []);
    await scenario.deploy("up");
    await scenario.script("engine-preview.ts", "empty");
    say("start-up");
    const times = await inTurns(5, () => scenario.deploy("preview"), () => scenario.script("engine-preview.ts", "empty"));
    return [{ what: "preview, no images", base: "empty program", aim: 1.3, ...times }];
}

/** Times the first up of small images, previews without changes, and the policy pack. */
export async function measureSize({ scenario, services, buildx, say }: Bench, size: number): Promise<readonly Measure[]> {
    const contexts = (round: number | string) => scenario.makeContexts(`${size}-${round}`, size);
    say(`${size} images: first up`);
    const mine = [0, 1, 2].map(contexts);
    const other = ["a", "b", "c"].map(contexts);
    const first = await inTurns(
        3,
        () => scenario.deploy("up"),
        (round) => scenario.bake(buildx, other[round] ?? [], services),
        async (round, side) => {
            if (side === "ours") {
                scenario.forget();
                scenario.writeStack("local", mine[round] ?? []);
            }
        },
    );

    say(`${size} images: preview without changes`);
    scenario.writeStack("empty", []);
    await scenario.script("engine-preview.ts", "empty");
    const preview = await inTurns(5, () => scenario.deploy("preview"), () => scenario.script("engine-preview.ts", "empty"));
    say(`${size} images: policy pack`);
    const pack = await inTurns(5, () => scenario.script("engine-preview.ts", "judged"), () => scenario.script("engine-preview.ts", "plain"));
    return [
        { what: `first up, ${size} images`, base: "buildx bake", aim: 1.3, ...first },
        { what: `preview without changes, ${size} images`, base: "empty program", aim: 1.3, ...preview },
        { what: `preview with the pack, ${size} images`, base: "without the pack", aim: 1.1, ...pack },
    ];
}
