import type { ImagePlan } from "../model/images/image";
import { ImageBuild, type ImageBuildArgs } from "./image-build";

/**
 * Declares images.
 *
 * @param planned what to build, each after those that it is built from, and the builder for it
 */
export function declareImages(
    planned: readonly { readonly plan: ImagePlan; readonly builder: string }[],
    registries: ImageBuildArgs["registries"],
): readonly ImageBuild[] {
    const images = new Map<string, ImageBuild>();
    planned.forEach(({ plan, builder }) => images.set(plan.name, new ImageBuild(plan.name, { plan, builder, registries, images })));
    return [...images.values()];
}
