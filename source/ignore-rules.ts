import { join } from "node:path";
import { parseIgnoreFile, type IgnoreRules } from "../model/images/ignore-file";
import type { ImageSource } from "../model/images/image-source";
import { readShortFile } from "./short-file";

/** The ignore file of a context whose Dockerfile has none. */
const IGNORE_FILE = ".dockerignore";

/** What is ignored of a context. */
export interface ReadIgnoreRules {
    readonly rules: IgnoreRules;

    /** The ignore file that would have said so, but cannot be read. */
    readonly unfit: ImageSource["unfitIgnoreFile"];
}

/**
 * Returns what is ignored of a context.
 *
 * @param own the Dockerfile's own ignore file, whether it exists or not
 */
export async function readIgnoreRules(context: string, own: string | undefined): Promise<ReadIgnoreRules> {
    const first = own === undefined ? "missing" : await readShortFile(own);
    const read = first === "missing" ? await readShortFile(join(context, IGNORE_FILE)) : first;
    return {
        rules: parseIgnoreFile(typeof read === "string" ? "" : read.text),
        unfit: read !== "unfit" ? undefined : first === "missing" ? "context" : "dockerfile",
    };
}
