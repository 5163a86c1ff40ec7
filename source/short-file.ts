import { readFile, stat } from "node:fs/promises";

/** A longer file is not read. In bytes. */
const BYTES_MAX = 1_000_000;

/** A file's text; that there is none, or none that can be read; or that it is no file, or too long. */
export type ShortFile = { readonly text: string } | "missing" | "unfit";

/** Returns the text of a file of at most 1 MB. What a checkout has in its place may be a pipe, or a link to what never ends. */
export async function readShortFile(file: string): Promise<ShortFile> {
    const found = await stat(file).catch(() => undefined);
    if (found === undefined) {
        return "missing";
    }
    if (!found.isFile() || found.size > BYTES_MAX) {
        return "unfit";
    }
    // Of what the system makes up, as in /proc, the size is 0 too.
    return found.size === 0 ? { text: "" } : readFile(file, "utf8").then((text) => ({ text }), () => "missing");
}
