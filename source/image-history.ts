import type { ImageSource } from "../model/images/image-source";
import { GIT_VERSION } from "../model/images/image-schema";
import { DERIVED_VERSION } from "../model/tags/derived-version";
import { listPlaceholders } from "../model/tags/tag-template";
import { readBranch, readDescribedCommits } from "./described-version";
import { GitError } from "./git";
import type { ImagePaths } from "./image-paths";
import { readLastCommits } from "./last-commit";
import {
    formatPathspec, openRepository, readChanges, readCommitted, readCommitTimes, readOrigin, readVersionTags, type Repository,
} from "./repository";

/** An image, and where its parts lie. */
export interface LocatedImage extends ImagePaths {
    readonly name: string;
    readonly version: string;
    readonly tags: readonly string[];
}

/** What is known of an image. */
export type Found = readonly [name: string, source: ImageSource];

/** Returns what is known of an image whose history is not. */
export function withoutGit({ name, contextExists, dockerfileExists }: LocatedImage, gitMessage: string): Found {
    return [name, { contextExists, dockerfileExists, dirty: false, shallow: false, gitMessage }];
}

/**
 * Returns what git says of images.
 *
 * @param folder the top of the work tree that their contexts are in
 */
export async function readHistories(folder: string, group: readonly LocatedImage[]): Promise<readonly Found[]> {
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
    const [commits, origin] = await Promise.all([readLastCommits(repository, new Map(histories)), readOrigin(repository)]);
    const derived = group.flatMap(({ name, version }) => (version === DERIVED_VERSION ? commits.get(name) ?? [] : []));
    const [times, described, branch] = await Promise.all([
        readCommitTimes(repository, [...new Set(commits.values())]),
        readDescribedCommits(repository, derived),
        group.some(wantsBranch) ? readBranch(repository) : undefined,
    ]);
    return asked.map(({ image, paths }): Found => {
        if (paths === undefined) {
            return withoutGit(image, "not all of what it is built from is in the repository of its context");
        }
        const { name, contextExists, dockerfileExists } = image;
        const dirty = paths.history.some((path) => changes.some((change) => overlap(path, change)));
        const named = nameCommit(repository, commits.get(name), versionTags);
        const commitTime = times.get(named.commit ?? "");
        const description = image.version === DERIVED_VERSION ? described.get(named.commit ?? "") : undefined;
        return [name, {
            contextExists, dockerfileExists, dirty, ...named,
            ...(description === undefined ? {} : { described: description }), ...(branch === undefined || !wantsBranch(image) ? {} : { branch }),
            ...(commitTime === undefined ? {} : { commitTime }), ...(origin === undefined ? {} : { origin }),
        }];
    });
}

function wantsBranch({ tags }: LocatedImage): boolean {
    return tags.some((template) => listPlaceholders(template).includes("branch"));
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
function listPathspecs(repository: Repository, { folders, files, ignoreFile }: ImagePaths) {
    const locate = (paths: readonly string[]) => paths.flatMap((path) => formatPathspec(repository, path) ?? []);
    const [existing, perhaps] = [[...folders, ...files], ignoreFile === undefined ? [] : [ignoreFile]];
    const [parts, others] = [locate(existing), locate(perhaps)];
    return parts.length < existing.length || others.length < perhaps.length ? undefined : { parts, history: [...parts, ...others] };
}

/** Says whether a change is at, below or above a path. */
function overlap(path: string, change: string): boolean {
    const changed = change.replace(/\/$/, "");
    return path === "." || path === changed || changed.startsWith(`${path}/`) || path.startsWith(`${changed}/`);
}
