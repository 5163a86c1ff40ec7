import type { ImageSource } from "../model/images/image-source";
import { readContextContents } from "./context-contents";
import { readIgnoreRules } from "./ignore-rules";
import type { ImagePaths } from "./image-paths";
import { readShortFile } from "./short-file";

/** Returns what is in an image's Dockerfile and context, and what of it is missing. */
export async function readFiles(paths: ImagePaths): Promise<Pick<ImageSource, "dockerfileText" | "contents" | "missingContexts" | "unfitIgnoreFile">> {
    const { contextExists, missingContexts, folders: [context], dockerfile, ignoreFile } = paths;
    const [read, { rules, unfit }] = await Promise.all([
        dockerfile === undefined ? "missing" : readShortFile(dockerfile),
        readIgnoreRules(context, ignoreFile),
    ]);
    const contents = contextExists ? await readContextContents(context, rules) : undefined;
    return {
        ...(typeof read === "string" ? {} : { dockerfileText: read.text }),
        ...(unfit === undefined ? {} : { unfitIgnoreFile: unfit }),
        ...(contents === undefined || contents.suspects.length === 0 ? {} : { contents }),
        ...(missingContexts.length === 0 ? {} : { missingContexts }),
    };
}
