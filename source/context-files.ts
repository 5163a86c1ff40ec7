import { readFile, stat } from "node:fs/promises";
import type { ImageSource } from "../model/images/image-source";
import { readContextContents } from "./context-contents";
import type { ImagePaths } from "./image-paths";

/** A longer Dockerfile is not read for what its image starts from. */
const DOCKERFILE_BYTES_MAX = 1_000_000;

/** Returns what is in an image's Dockerfile and context, and what of it is missing. */
export async function readFiles(paths: ImagePaths): Promise<Pick<ImageSource, "dockerfileText" | "contents" | "missingContexts">> {
    const { contextExists, missingContexts, folders: [context], dockerfile, ignoreFile } = paths;
    const [text, contents] = await Promise.all([
        dockerfile === undefined ? undefined : readShort(dockerfile),
        contextExists ? readContextContents(context, ignoreFile) : undefined,
    ]);
    return {
        ...(text === undefined ? {} : { dockerfileText: text }),
        ...(contents === undefined || contents.suspects.length === 0 ? {} : { contents }),
        ...(missingContexts.length === 0 ? {} : { missingContexts }),
    };
}

async function readShort(file: string): Promise<string | undefined> {
    const { size } = await stat(file).catch(() => ({ size: Infinity }));
    return size > DOCKERFILE_BYTES_MAX ? undefined : readFile(file, "utf8").catch(() => undefined);
}
