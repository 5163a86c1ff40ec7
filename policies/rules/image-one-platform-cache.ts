import { cacheTargets } from "../cache-targets";
import { facts } from "../facts";
import { BUILD_IMAGE, BUILD_TYPES } from "../image-builds";
import { listOf, textOf } from "../props";
import type { Facts, Rule } from "../rule";
import { allHold } from "../undecided";

const BOTH = ["linux/amd64", "linux/arm64"];
const CACHE = [{ registry: { ref: "contoso.azurecr.io/web:buildcache" } }];
const LOST = "cacheTo[0].registry keeps the cache of one platform.";

/** A cache is that of one platform. */
export const imageOnePlatformCache: Rule = {
    id: "image-one-platform-cache",
    title: "An image of several platforms writes no cache that keeps one of them",
    why: "each platform replaces the cache of the one before, so that the others are built anew each time",
    severity: "medium",
    level: "advisory",
    fix: "Build one image a platform, each with a cache of its own, and join them by an Index; or write no cache.",
    url: "https://github.com/docker/buildx/discussions/1382",
    references: [],
    appliesTo: BUILD_TYPES,
    scope: "resource",
    reads: ["platforms", "cacheTo"],

    check({ props }) {
        const isLost = allHold(
            () => new Set(listOf(props["platforms"]).map(textOf)).size > 1,
            () => cacheTargets(props).length > 0,
        );
        return isLost ? cacheTargets(props).map(({ path }) => `${path} keeps the cache of one platform.`) : [];
    },

    good: [
        { title: "one platform", resources: [image(["linux/arm64"], CACHE)] },
        { title: "the same platform twice", resources: [image(["linux/arm64", "linux/arm64"], CACHE)] },
        { title: "the builder's platform", resources: [facts(BUILD_IMAGE, { push: true, cacheTo: CACHE })] },
        { title: "several platforms without a cache", resources: [image(BOTH)] },
        { title: "a cache in each manifest", resources: [image(BOTH, [{ inline: {} }])] },
        { title: "a cache that is disabled", resources: [image(BOTH, [{ ...CACHE[0], disabled: true }])] },
    ],
    bad: [
        { title: "several platforms", resources: [image(BOTH, CACHE)], violation: LOST },
        { title: "several platforms, beside a cache in the image", resources: [image(BOTH, [...CACHE, { inline: {} }])], violation: LOST },
        {
            title: "several platforms, as the command line has it",
            resources: [image(BOTH, [{ raw: "type=gha,scope=web" }])],
            violation: "cacheTo[0].raw keeps the cache of one platform.",
        },
    ],
};

function image(platforms: readonly string[], cacheTo: readonly object[] = []): Facts {
    return facts(BUILD_IMAGE, { push: true, platforms, cacheTo });
}
