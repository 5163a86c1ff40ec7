import type { ImageSpec } from "../model/config";
import type { ImageSource } from "../model/image";
import { GIT_VERSION } from "../model/image-schema";
import { GitError } from "./git";
import { readImagePaths, type ImagePaths } from "./image-paths";
import { readLastCommits } from "./last-commit";
import {
    formatPathspec, openRepository, readChanges, readCommitted, readVersionTags, type Repository,
} from "./repository";

/** The part of an image that says where its source is. */
export type ImageLocation = Pick<ImageSpec, "context" | "dockerfile" | "version">;

interface LocatedImage extends ImagePaths {
    readonly name: string;
    readonly version: string;
}

type Found = readonly [name: string, source: ImageSource];

/**
 * Returns what the checkout says of each image, by its name. Where git cannot be asked, there is no commit.
 *
 * @param projectRoot the folder that contexts are relative to
 */
export async function readImageSources(
    projectRoot: string,
    images: Readonly<Record<string, ImageLocation>>,
): Promise<Readonly<Record<string, ImageSource>>> {
    const located = await Promise.all(Object.entries(images).map(async ([name, image]) =>
        ({ name, version: image.version, ...await readImagePaths(projectRoot, image) })));
    const folders = [...new Set(located.map(({ gitFolder }) => gitFolder))];
    const found = await Promise.all(folders.map(async (folder) => {
        const group = located.filter(({ gitFolder }) => gitFolder === folder);
        return folder === undefined
            ? group.map((image) => withoutGit(image, "its context is in no git repository"))
            : readGroup(folder, group);
    }));
    return Object.fromEntries(found.flat());
}

function withoutGit({ name, contextExists, dockerfileExists }: LocatedImage, gitMessage: string): Found {
    return [name, { contextExists, dockerfileExists, dirty: false, shallow: false, gitMessage }];
}

async function readGroup(folder: string, group: readonly LocatedImage[]): Promise<readonly Found[]> {
    try {
        return await readFromGit(await openRepository(folder), group);
    } catch (error) {
        if (error instanceof GitError) {
            return group.map((image) => withoutGit(image, error.message));
        }
        throw error;
    }
}

/** Asks git for all images at once, as a process an image would take longer than the rest of a preview. */
async function readFromGit(repository: Repository, group: readonly LocatedImage[]): Promise<readonly Found[]> {
    const asked = group.map((image) => ({ image, paths: listPathspecs(repository, image) }));
    const all = asked.flatMap(({ paths }) => paths ?? []);
    const wantsTags = group.some(({ version }) => version === GIT_VERSION);
    const [changes, committed, versionTags] = await Promise.all([
        readChanges(repository, all.flatMap(({ history }) => history)),
        readCommitted(repository, all.flatMap(({ parts }) => parts)),
        wantsTags ? readVersionTags(repository) : new Map<string, string>(),
    ]);
    const histories = asked.flatMap(({ image, paths }) =>
        (paths?.parts.every((path) => committed.has(path)) === true ? [[image.name, paths.history] as const] : []));
    const commits = await readLastCommits(repository, new Map(histories));
    return asked.map(({ image, paths }): Found => {
        if (paths === undefined) {
            return withoutGit(image, "its Dockerfile is not in the repository of its context");
        }
        const { name, contextExists, dockerfileExists } = image;
        const dirty = paths.history.some((path) => changes.some((change) => overlap(path, change)));
        const named = nameCommit(repository, commits.get(name), versionTags);
        return [name, { contextExists, dockerfileExists, dirty, ...named }];
    });
}

function nameCommit(
    { boundary }: Repository,
    commit: string | undefined,
    versionTags: ReadonlyMap<string, string>,
): Pick<ImageSource, "commit" | "versionTag" | "shallow"> {
    if (commit === undefined || boundary.has(commit)) {
        return { shallow: commit !== undefined };
    }
    const versionTag = versionTags.get(commit);
    return { commit, shallow: false, ...(versionTag === undefined ? {} : { versionTag }) };
}

/**
 * Returns the paths that have to be in a commit for it to say what is built (`parts`), and the paths whose changes
 * change the build (`history`); undefined if some lie in another repository.
 */
function listPathspecs(repository: Repository, { context, files, ignoreFile }: ImagePaths) {
    const specs = [context, ...files, ignoreFile].map((path) => formatPathspec(repository, path));
    const history = specs.filter((spec) => spec !== undefined);
    return history.length < specs.length ? undefined : { parts: history.slice(0, -1), history };
}

/** Says whether a change is at, below or above a path. */
function overlap(path: string, change: string): boolean {
    const changed = change.replace(/\/$/, "");
    return path === "." || path === changed || changed.startsWith(`${path}/`) || path.startsWith(`${changed}/`);
}
