import { posix } from "node:path";
import { namesOneBuild } from "./build-tag";
import type { Config, ImageSpec } from "./config";
import { findClashes, findSourceProblems } from "./image-problem";
import { GIT_VERSION } from "./image-schema";
import type { Problem } from "./problem";
import { expandVersion, type VersionTags } from "./version";

/** The digits of a commit's id in a tag. */
const COMMIT_LENGTH = 12;

/** What the checkout says of an image's context and Dockerfile. */
export interface ImageSource {
    readonly contextExists: boolean;

    readonly dockerfileExists: boolean;

    /**
     * The full id of the last commit that changed the context or the Dockerfile.
     *
     * @default - git does not know, or does not keep all of what is built
     */
    readonly commit?: string;

    /** The highest semantic version among the tags of that very commit. */
    readonly versionTag?: string;

    /** Whether there are changes that are not committed, new files among them; ignored files do not count. */
    readonly dirty: boolean;

    /** Whether the last commit is out of reach, as it lies where the history of a shallow clone is cut off. */
    readonly shallow: boolean;

    /** Why git could not be asked, in git's words. */
    readonly gitMessage?: string;
}

/** An image to build and push. */
export interface ImagePlan {
    readonly name: string;

    /** Without host. */
    readonly repository: string;

    /** The exact version, then floating tags, then those asked for, then the commit; each once. */
    readonly tags: readonly string[];

    /** Those of the tags that later builds move. */
    readonly floatingTags: readonly string[];

    /** Relative to the project, with `/`. */
    readonly context: string;

    /** Relative to the project, with `/`: `services/web/Dockerfile`. */
    readonly dockerfile: string;

    /** Empty for the builder's own. */
    readonly platforms: readonly string[];

    readonly buildArgs: Readonly<Record<string, string>>;

    /** @default - the Dockerfile's last stage */
    readonly target?: string;

    readonly labels: Readonly<Record<string, string>>;
}

/**
 * Returns what to build, by name, and every mistake that shows only in the checkout or between images. Images with a
 * mistake of their own have no plan.
 *
 * @param sources one for each image, by its name
 * @throws {RangeError} If an image has no source.
 */
export function planImages(
    { images }: Pick<Config, "images">,
    sources: Readonly<Record<string, ImageSource>>,
): { readonly plans: readonly ImagePlan[]; readonly problems: readonly Problem[] } {
    const found = Object.keys(images).sort().map((name) => {
        const [spec, source] = [images[name], sources[name]];
        if (spec === undefined || source === undefined) {
            throw new RangeError(`Cannot plan image "${name}": nothing was read of its source`);
        }
        const problems = findSourceProblems(name, spec, source);
        return { problems, plans: problems.length > 0 ? [] : [planImage(name, spec, source)] };
    });
    const plans = found.flatMap((image) => image.plans);
    return { plans, problems: [...found.flatMap((image) => image.problems), ...findClashes(plans)] };
}

function planImage(name: string, { version, tags: asked, ...spec }: ImageSpec, source: ImageSource): ImagePlan {
    const { exact, floating } = versionTags(version, source);
    const commit = source.commit === undefined || source.dirty ? [] : [`sha-${source.commit.slice(0, COMMIT_LENGTH)}`];
    const tags = [...new Set([...exact, ...floating, ...asked, ...commit])];
    return {
        ...spec,
        name,
        tags,
        floatingTags: tags.filter((tag) => floating.includes(tag) || !namesOneBuild(tag)),
        dockerfile: posix.join(spec.context, spec.dockerfile),
        platforms: [...new Set(spec.platforms)],
    };
}

function versionTags(version: string, source: ImageSource): { exact: readonly string[]; floating: readonly string[] } {
    const text = version === GIT_VERSION ? source.versionTag : version;
    if (text === undefined) {
        return { exact: [], floating: [] };
    }
    const tags: VersionTags = expandVersion(text);
    return { exact: [tags.exact], floating: tags.floating };
}
