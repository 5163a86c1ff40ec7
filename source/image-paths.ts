import { realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { ImageSpec } from "../model/config";

/** Where the parts of a build lie; every path is absolute. */
export interface ImagePaths {
    readonly contextExists: boolean;

    readonly dockerfileExists: boolean;

    /** Free of symbolic links. */
    readonly context: string;

    /**
     * The Dockerfile, its own ignore file if there is one, and what these lead to if they are symbolic links. The
     * folders on the way are free of them.
     */
    readonly files: readonly string[];

    /** The Dockerfile's own ignore file, whether it exists or not: once deleted, it is a part of the history still. */
    readonly ignoreFile: string;

    /** The nearest folder with a `.git`, where git is asked which repository this is. */
    readonly gitFolder: string | undefined;
}

/** Returns where the parts of an image's build lie. */
export async function readImagePaths(
    projectRoot: string,
    image: Pick<ImageSpec, "context" | "dockerfile">,
): Promise<ImagePaths> {
    const written = resolve(projectRoot, image.context);
    // As the provider does it: `..` after a symbolic link leads back to the folder where the link is.
    const file = resolve(written, image.dockerfile);
    const [contextExists, dockerfileExists, context, dockerfile] = await Promise.all([
        exists(written, "folder"),
        exists(file, "file"),
        realpath(written).catch(() => written),
        realpath(dirname(file)).then((folder) => join(folder, basename(file)), () => file),
    ]);
    const ignoreFile = `${dockerfile}.dockerignore`;
    const targets = await Promise.all([dockerfile, ignoreFile].map(async (path) =>
        realpath(path).then((target) => [path, target], () => [])));
    const gitFolder = contextExists ? await findGitFolder(context) : undefined;
    return { contextExists, dockerfileExists, context, files: [...new Set(targets.flat())], ignoreFile, gitFolder };
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
