import type { ImagePlan } from "../images/image";
import { spread } from "./spread";

/**
 * How many builders the images are divided among. Each is looked up one after the other, so there is not one an image;
 * and with far more of them than nodes, the nodes' shares come out even.
 *
 * @see https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/host.go (`builderFor`)
 */
const BUILDERS = 64;

/**
 * Returns the name of the buildx builder that builds an image. It depends on the image alone: the provider takes another
 * builder for a change, and would build anew. Which node is behind a name may change at any time, and nobody notices.
 */
export function planBuilderName({ name, platforms }: Pick<ImagePlan, "name" | "platforms">): string {
    const number = String(spread(name) % BUILDERS).padStart(2, "0");
    const wanted = platforms.length === 0 ? "" : `-${spread([...platforms].sort().join(",")).toString(16).padStart(8, "0")}`;
    return `node-${number}${wanted}`;
}

/** Says whether a builder has a name that {@link planBuilderName} gives. */
export function isBuilderName(name: string): boolean {
    return /^node-\d\d(-[0-9a-f]{8})?$/.test(name);
}
