import { randomUUID } from "node:crypto";
import {
    closeSync, fchmodSync, fchownSync, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readlinkSync, renameSync, rmSync,
    statSync, writeFileSync, type Stats,
} from "node:fs";
import { dirname, resolve } from "node:path";

/** Of a file with secrets: nobody but its owner reads it. */
const PRIVATE = 0o600;

/**
 * Returns what is in a file; `undefined` where there is none.
 *
 * @throws {Error} If it cannot be read as UTF-8.
 */
export function readTextIfAny(file: string): string | undefined {
    try {
        return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
    } catch (error) {
        if (isMissing(error)) {
            return undefined;
        }
        throw new Error(`Cannot read "${file}": ${messageOf(error)}`, { cause: error });
    }
}

/**
 * Puts a text in a file's place at once: whoever reads it meanwhile finds the old one or the new one, and so it is where
 * this fails. The file keeps its owner and mode, and a link what it leads to. A new file is for its owner alone.
 *
 * @throws {Error} If the folder cannot be written.
 */
export function replaceText(file: string, text: string): void {
    const target = followLinks(file);
    try {
        mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
        moveInto(writeBeside(target, text, statSync(target, { throwIfNoEntry: false })), target);
    } catch (error) {
        throw new Error(`Cannot write "${file}": ${messageOf(error)}`, { cause: error });
    }
}

/** Returns the path of a new file in the same folder, as a file system moves only what is on it. */
function writeBeside(target: string, text: string, like: Stats | undefined): string {
    const file = `${target}.${randomUUID()}`;
    const descriptor = openSync(file, "wx", PRIVATE);
    try {
        writeFileSync(descriptor, text);
        if (like !== undefined) {
            const { uid, gid } = fstatSync(descriptor);
            if (uid !== like.uid || gid !== like.gid) {
                fchownSync(descriptor, like.uid, like.gid);
            }
            fchmodSync(descriptor, like.mode & 0o7777);
        }
        fsyncSync(descriptor);
        return file;
    } catch (error) {
        rmSync(file, { force: true });
        throw error;
    } finally {
        closeSync(descriptor);
    }
}

function moveInto(file: string, target: string): void {
    try {
        renameSync(file, target);
    } catch (error) {
        rmSync(file, { force: true });
        throw error;
    }
}

/** Returns what a link leads to in the end, whether that is there or not. A circle has been refused by the reading. */
function followLinks(file: string): string {
    try {
        return followLinks(resolve(dirname(file), readlinkSync(file)));
    } catch (error) {
        if (isMissing(error) || codeOf(error) === "EINVAL") {
            return file;
        }
        throw error;
    }
}

function isMissing(error: unknown): boolean {
    return codeOf(error) === "ENOENT";
}

function codeOf(error: unknown): unknown {
    return error instanceof Error && "code" in error ? error.code : undefined;
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
