import type { BuilderPlan } from "../builder/builder-plan";

/** What nodes build of an image for several platforms. */
export interface NodeShare {
    /** The image's name. */
    readonly image: string;

    /** Each platform with the endpoint of its node, in the image's order. */
    readonly parts: readonly { readonly platform: string; readonly endpoint: string }[];
}

/**
 * Returns which node builds which platform of the images that have several: of the builder's nodes the first that names the
 * platform, else the first that takes whatever comes.
 *
 * @see https://github.com/docker/buildx/blob/v0.35.0/build/resolver/driver.go (`resolve`)
 */
export function listShares(
    builders: readonly BuilderPlan[],
    images: readonly { readonly name: string; readonly platforms: readonly string[] }[],
): readonly NodeShare[] {
    return images.filter(({ platforms }) => platforms.length > 1).flatMap(({ name, platforms }) => {
        const spec = builders.find((builder) => builder.images.includes(name))?.spec;
        const nodes = spec !== undefined && "nodes" in spec ? spec.nodes : [];
        const parts = platforms.flatMap((platform) => {
            const node = nodes.find((one) => one.platforms?.includes(platform)) ?? nodes.find((one) => (one.platforms ?? []).length === 0);
            return node === undefined ? [] : [{ platform, endpoint: node.endpoint }];
        });
        return parts.length === 0 ? [] : [{ image: name, parts }];
    });
}
