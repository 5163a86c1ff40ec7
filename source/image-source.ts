import type { ImageSource, RemoteSource } from "../model/images/image-source";
import { parseGitContext } from "../model/images/git-context";
import { GIT_VERSION } from "../model/images/image-schema";
import type { ImageSpec } from "../model/images/image-spec";
import { formatOrigin } from "../model/images/origin";
import { readFiles } from "./context-files";
import { readHistories, withoutGit, type LocatedImage } from "./image-history";
import { readImagePaths, type ImageParts } from "./image-paths";
import { readRemotes } from "./remote-contexts";

/** The part of an image that says where its source is. */
export type ImageLocation = ImageParts & Pick<ImageSpec, "version"> & Partial<Pick<ImageSpec, "tags">>;

/**
 * Returns what the checkout says of each image, by its name, and what git repositories elsewhere say that are built from.
 * Where git cannot be asked, there is no commit.
 *
 * @param projectRoot the folder that contexts are relative to
 */
export async function readImageSources(
    projectRoot: string,
    images: Readonly<Record<string, ImageLocation>>,
): Promise<Readonly<Record<string, ImageSource>>> {
    const entries = Object.entries(images);
    const [remotes, located] = await Promise.all([
        readRemotes(projectRoot, entries.flatMap(([, image]) => listGit(image).map((text) => (
            { text, wantsVersion: text === image.context && image.version === GIT_VERSION })))),
        Promise.all(entries.map(async ([name, image]) => ({ image, paths: { name, version: image.version, tags: image.tags ?? [], ...await readImagePaths(projectRoot, image) } }))),
    ]);
    const here = located.filter(({ image }) => !isElsewhere(image)).map(({ paths }) => paths);
    const [histories, files] = await Promise.all([readEachHistory(here), readEach(here)]);
    return Object.fromEntries(located.map(({ image, paths }) => {
        const own = Object.fromEntries(listGit(image).flatMap((text) => (remotes[text] === undefined ? [] : [[text, remotes[text]]])));
        const source = histories.get(paths.name) ?? fromElsewhere(paths, image, remotes);
        return [paths.name, { ...source, ...files.get(paths.name), ...(Object.keys(own).length === 0 ? {} : { remotes: own }) }];
    }));
}

/** Images whose contexts are in one repository are asked for together. */
async function readEachHistory(located: readonly LocatedImage[]): Promise<ReadonlyMap<string, ImageSource>> {
    const folders = [...new Set(located.map(({ gitFolder }) => gitFolder))];
    const found = await Promise.all(folders.map(async (folder) => {
        const group = located.filter(({ gitFolder }) => gitFolder === folder);
        return folder === undefined
            ? group.map((image) => withoutGit(image, "its context is in no git repository"))
            : readHistories(folder, group);
    }));
    return new Map(found.flat());
}

async function readEach(located: readonly LocatedImage[]): Promise<ReadonlyMap<string, Partial<ImageSource>>> {
    return new Map(await Promise.all(located.map(async (paths) => [paths.name, await readFiles(paths)] as const)));
}

function isElsewhere({ context }: ImageParts): boolean {
    return parseGitContext(context) !== undefined;
}

/** Returns the git repositories among an image's contexts, as they are written. */
function listGit(image: ImageParts): readonly string[] {
    const named = Object.values(image.contexts ?? {}).flatMap((spec) => ("git" in spec ? [spec.git] : []));
    return [...(isElsewhere(image) ? [image.context] : []), ...named];
}

/** Returns what is known of an image whose context is a git repository elsewhere. */
function fromElsewhere({ folders, missingContexts }: LocatedImage, { context }: ImageParts, remotes: Readonly<Record<string, RemoteSource>>): ImageSource {
    const remote = remotes[context];
    const origin = formatOrigin(parseGitContext(context)?.url ?? "");
    return {
        contextExists: true, dockerfileExists: true, dirty: false, shallow: false,
        ...(missingContexts.length === 0 ? {} : { missingContexts }),
        ...(origin === undefined ? {} : { origin }),
        // Of folders beside it, the repository's commit says nothing.
        ...(folders.length > 1 ? { gitMessage: "its contexts are in several places" } : remote === undefined || "message" in remote ? {} : remote),
    };
}
