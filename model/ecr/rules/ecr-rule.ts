import type { Problem } from "../../problem";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";

/** What the keys of a registry, and the images that are pushed to it, have to say together. */
export interface EcrRule {
    /** Never renamed. */
    readonly id: string;

    /** URL of what says so. */
    readonly source: string;

    /** Returns each way in which a registry goes against it. */
    readonly check: (spec: EcrSpec, images: readonly PushedImage[]) => readonly Problem[];
}
