import type { CachePlan } from "./cache";
import type { SshSpec } from "./image-spec";
import type { Network } from "./input-schema";
import type { OldTags } from "./old-tags";

/** A further context of a build. */
export type NamedContextPlan =
    /** As BuildKit reads it: a folder, `docker-image://…`, or a git repository at a commit. */
    | { readonly location: string }
    /** Another image of the same stack, by its name. */
    | { readonly image: string };

/** An image to build and push. */
export interface ImagePlan {
    readonly name: string;

    /** Without host. */
    readonly repository: string;

    /** What its tags are made of; @default - it has none */
    readonly version?: string;

    /** The exact version, then floating tags, then those asked for, then the commit; each once. */
    readonly tags: readonly string[];

    /** Those of the tags that later builds move. */
    readonly floatingTags: readonly string[];

    /** Those of the tags that name a version and that the repository has already, so that no other content may have them. */
    readonly takenTags: readonly string[];

    /** Tags of the same repository that hold no image but a cache, which later builds move. */
    readonly cacheTags: readonly string[];

    /** What becomes of the tags once the image is gone from the configuration; @default - they are kept */
    readonly oldTags?: OldTags["choice"];

    /** Relative to the project, with `/`; or a git repository at a commit. */
    readonly context: string;

    /** Relative to the project, with `/`: `services/web/Dockerfile`; @default - the one of a git repository, or inline */
    readonly dockerfile?: string;

    /** The Dockerfile's text; @default - it is a file */
    readonly dockerfileInline?: string;

    /** By the name that the Dockerfile has for them. */
    readonly contexts: Readonly<Record<string, NamedContextPlan>>;

    /** Empty for the builder's own. */
    readonly platforms: readonly string[];

    readonly buildArgs: Readonly<Record<string, string>>;

    /** Secret texts by the ids that build steps ask for. */
    readonly secrets: Readonly<Record<string, string>>;

    readonly ssh: readonly SshSpec[];

    readonly network: Network;

    /** `name:address` each. */
    readonly addHosts: readonly string[];

    readonly noCache: boolean;

    readonly pull: boolean;

    readonly cache: Omit<CachePlan, "tags">;

    /** @default - the Dockerfile's last stage */
    readonly target?: string;

    readonly labels: Readonly<Record<string, string>>;

    /** The image of the same stack that it starts from, whose reference belongs to the labels; @default - none */
    readonly base?: { readonly image: string };

    /** Where the build goes, as buildx has it. */
    readonly output: string;

    /** What to tell whoever runs it. */
    readonly notices: readonly string[];
}
