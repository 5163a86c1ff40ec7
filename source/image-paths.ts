import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ImageSpec } from "../model/images/image-spec";

/** Where the parts of a build lie; every path is absolute. */
export interface ImagePaths {
    readonly contextExists: boolean;

    readonly dockerfileExists: boolean;

    /** The further contexts that are no folders, by their names. */
    readonly missingContexts: readonly string[];

    /** The context, and the further ones that are folders; free of symbolic links. */
    readonly folders: readonly [context: string, ...others: string[]];

    /**
     * The Dockerfile, its own ignore file if there is one, and what these lead to if they are symbolic links. The
     * folders on the way are free of them.
     */
    readonly files: readonly string[];

    /** The Dockerfile; `undefined` if it is none of its own. */
    readonly dockerfile: string | undefined;

    /** The Dockerfile's own ignore file, whether it exists or not: once deleted, it is a part of the history still. */
    readonly ignoreFile: string | undefined;

    /** The nearest folder with a `.git`, where git is asked which repository this is. */
    readonly gitFolder: string | undefined;
}

/** What of an image says where its parts lie. */
export type ImageParts = Pick<ImageSpec, "context" | "dockerfile"> & Partial<Pick<ImageSpec, "dockerfileInline" | "contexts">>;

/** Returns where the parts of an image's build lie. */
export async function readImagePaths(projectRoot: string, image: ImageParts): Promise<ImagePaths> {
    const written = resolve(projectRoot, image.context);
    const others = Object.entries(image.contexts ?? {}).flatMap(([name, spec]) =>
        ("folder" in spec ? [{ name, folder: resolve(projectRoot, spec.folder) }] : []));
    const [contextExists, context, folders, missing, file] = await Promise.all([
        exists(written, "folder"),
        realpath(written).catch(() => written),
        Promise.all(others.map(({ folder }) => realpath(folder).catch(() => folder))),
        Promise.all(others.map(async ({ name, folder }) => (await exists(folder, "folder") ? [] : [name]))),
        // As the provider does it: `..` after a symbolic link leads back to the folder where the link is.
        image.dockerfileInline === undefined ? readDockerfilePaths(resolve(written, image.dockerfile)) : INLINE,
    ]);
    const gitFolder = contextExists ? await findGitFolder(context) : undefined;
    return { contextExists, ...file, folders: [context, ...folders], missingContexts: missing.flat(), gitFolder };
}

type DockerfilePaths = Pick<ImagePaths, "dockerfileExists" | "files" | "dockerfile" | "ignoreFile">;

const INLINE: DockerfilePaths = { dockerfileExists: true, files: [], dockerfile: undefined, ignoreFile: undefined };

async function readDockerfilePaths(file: string): Promise<DockerfilePaths> {
    const [dockerfileExists, dockerfile] = await Promise.all([
        exists(file, "file"),
        realpath(dirname(file)).then((folder) => join(folder, basename(file)), () => file),
    ]);
    const ignoreFile = `${dockerfile}.dockerignore`;
    const targets = await Promise.all([dockerfile, ignoreFile].map(async (path) =>
        realpath(path).then((target) => [path, target], () => [])));
    return { dockerfileExists, files: [...new Set(targets.flat())], dockerfile, ignoreFile };
}

async function exists(path: string, kind: "file" | "folder"): Promise<boolean> {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && (kind === "folder" ? found.isDirectory() : found.isFile());
}

/** A worktree and a submodule have a file of that name. */
async function findGitFolder(folder: string): Promise<string | undefined> {
    if (await stat(join(folder, ".git")).catch(() => undefined) !== undefined) {
        return folder;
    }
    return dirname(folder) === folder ? undefined : findGitFolder(dirname(folder));
}
