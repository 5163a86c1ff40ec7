import type { PushedImage } from "../ecr/pushed-image";
import type { ImagePlan } from "./image-plan";

/** Returns all that images push to their repositories, the caches too: to a registry these are images that are moved. */
export function listPushed(images: readonly Pick<ImagePlan, "repository" | "tags" | "floatingTags" | "cacheTags">[]): readonly PushedImage[] {
    return images.flatMap((image) => [
        image,
        ...image.cacheTags.map((tag) => ({ repository: image.repository, tags: [tag], floatingTags: [tag] })),
    ]);
}
