import { closeSync, fchmodSync, fstatSync, openSync, readSync, renameSync, rmSync, statSync } from "node:fs";
import { PRIVATE_FILE } from "./private-files";

/** A log of this many bytes is put aside at the next start, in the place of the one before. */
const LONG_LOG = 10_000_000;

/** How much of a log's end is looked at, in bytes. */
const TAIL_BYTES = 65_536;

/** Returns the last lines of a log, or nothing if there is none; `from` is the byte to begin at. @default 0 */
export function tailLog(path: string, lines: number, from = 0): string[] {
    let file: number | undefined;
    try {
        file = openSync(path, "r");
        const { size } = fstatSync(file);
        const start = Math.max(from, size - TAIL_BYTES);
        const bytes = Buffer.alloc(Math.max(0, size - start));
        const length = readSync(file, bytes, 0, bytes.length, start);
        return bytes.toString("utf8", 0, length).split("\n").filter((line) => line.trim() !== "").slice(-lines);
    } catch {
        return [];
    } finally {
        if (file !== undefined) {
            closeSync(file);
        }
    }
}

/** Opens a log to be added to, readable by its owner alone; returns the descriptor and the byte that is written next. */
export function openLog(path: string): { readonly file: number; readonly from: number } {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LONG_LOG) {
        rmSync(`${path}.old`, { force: true });
        renameSync(path, `${path}.old`);
    }
    const file = openSync(path, "a", PRIVATE_FILE);
    fchmodSync(file, PRIVATE_FILE);
    return { file, from: fstatSync(file).size };
}
