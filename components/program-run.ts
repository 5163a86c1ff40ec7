import type { ImagePlan } from "../model/images/image";
import type { LocalFacts } from "../model/local";
import type { RegistryPlace, TagSurvey } from "../registry-client/tag-survey";
import type { ImageSources } from "../source/program-plan";
import type { OwnRegistry } from "./registry-places";

/** How a run of the program differs from that of plain `pulumi`. */
export interface ProgramRun {
    /** What is known of the checkout; @default - read now */
    readonly sources?: ImageSources | undefined;

    /** What runs on this machine; @default - what was set up here */
    readonly services?: (LocalFacts & OwnRegistry) | undefined;

    /** The tags of images' repositories, by the images' names; @default - the registries are asked */
    readonly existing?: TagSurvey["tags"];

    /**
     * Of images that are about to be pushed, the version tags that were in a registry when the plan was judged. One that
     * came to be there since is not overwritten. @default - nobody has compared
     */
    readonly seen?: ReadonlyMap<string, readonly string[]> | undefined;

    /** Told what was found, before any image is declared. */
    readonly tell?: (found: FoundImages) => void;
}

/** The images as they are planned once the registries were asked. */
export interface FoundImages {
    readonly images: readonly { readonly plan: ImagePlan; readonly builder: string }[];

    /** Where they are pushed to, as far as that is there. */
    readonly places: readonly RegistryPlace[];
}
