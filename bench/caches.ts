import type { Bench } from "./bench";
import { inTurns, type Measure } from "./measure";

const ROUNDS = 2;

/** Times ups of 100 images with nothing in BuildKit and the registry, with all in them and no state, and without changes. */
export async function measureCaches({ scenario, services, buildx, empty, say }: Bench): Promise<readonly Measure[]> {
    const contexts = scenario.makeContexts("caches", 100);
    scenario.writeStack("local", contexts);
    const up = () => scenario.deploy("up");
    const bake = () => scenario.bake(buildx, contexts, services);
    say("100 images: empty caches");
    const cold = await inTurns(ROUNDS, up, bake, async () => {
        scenario.forget();
        await empty();
    });
    say("100 images: all built and pushed, the state lost");
    scenario.forget();
    await up();
    const lost = await inTurns(ROUNDS, up, bake, async () => scenario.forget());
    say("100 images: up without changes");
    // What the last round has forgotten.
    await up();
    const same = await inTurns(ROUNDS, up, bake);
    return [
        { what: "up, 100 images, empty caches", base: "buildx bake", aim: 1.3, ...cold },
        { what: "up, 100 images, all there but the state", base: "buildx bake again", aim: 1.3, ...lost },
        { what: "up without changes, 100 images", base: "buildx bake again", aim: 1.3, ...same },
    ];
}
