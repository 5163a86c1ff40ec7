import type { NodeSpec } from "./builder-spec";

/** What nodes build an image: one of `nodes`, once for each part of its platforms that only they can build. */
export interface Part {
    /** Unique among the image's parts. */
    readonly name: string;

    /** Any of them; none if nobody can. */
    readonly nodes: readonly NodeSpec[];
}

/**
 * Returns which nodes can build an image, as one part if there are nodes for all of its platforms.
 *
 * @param all at least one
 * @param platforms of the image; with none it is built for the first platform of the first node, as buildx does it
 * @param there those of all that can be used now
 * @see https://github.com/docker/buildx/blob/v0.35.0/build/resolver/driver.go (`resolve`)
 */
export function findCapableNodes(all: readonly NodeSpec[], platforms: readonly string[], there: readonly NodeSpec[] = all): readonly Part[] {
    if (platforms.length === 0) {
        const own = all[0]?.platforms?.[0];
        return [{ name: "", nodes: there.filter((node) => node.platforms?.[0] === own) }];
    }
    const whole = nodesFor(there, platforms);
    return whole.length > 0 || nodesFor(all, platforms).length > 0
        ? [{ name: "", nodes: whole }]
        : platforms.map((platform) => ({ name: platform, nodes: nodesFor(there, [platform]) }));
}

/** A node that names its platforms goes before one that takes whatever comes. */
function nodesFor(nodes: readonly NodeSpec[], platforms: readonly string[]): readonly NodeSpec[] {
    const naming = nodes.filter((node) => platforms.every((platform) => node.platforms?.includes(platform) === true));
    return naming.length > 0 ? naming : nodes.filter((node) => (node.platforms ?? []).length === 0);
}
