import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";

/** Mode of a folder that only its owner may enter. */
export const PRIVATE_FOLDER = 0o700;

/** Mode of a file that only its owner may read. */
export const PRIVATE_FILE = 0o600;

/**
 * Makes a folder that only this user may enter.
 *
 * @throws {Error} If it belongs to another user, or is a link or a file.
 */
export function makePrivateFolder(folder: string): void {
    mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
    requireOwnFolder(folder);
    // An older one may be open to others; and the umask may have taken rights from a new one.
    if ((statSync(folder).mode & 0o777) !== PRIVATE_FOLDER) {
        chmodSync(folder, PRIVATE_FOLDER);
    }
}

/** Returns true if the folder is there, is no link, belongs to this user, and nobody else may enter it. */
export function isPrivateFolder(folder: string): boolean {
    try {
        const { uid, mode } = requireOwnFolder(folder);
        return uid === (process.getuid?.() ?? uid) && (mode & 0o077) === 0;
    } catch {
        return false;
    }
}

/**
 * Puts a text into a file that only this user may read, as a whole or not at all; leaves the file alone if it says that
 * already.
 *
 * Precondition: no other run writes it.
 */
export function writePrivateFile(file: string, text: string): void {
    if (readIfThere(file) === text) {
        chmodSync(file, PRIVATE_FILE);
        return;
    }
    // A killed run, or a full disk, may have left one behind.
    const draft = `${file}.draft`;
    rmSync(draft, { force: true });
    writeFileSync(draft, text, { mode: PRIVATE_FILE, flag: "wx" });
    renameSync(draft, file);
}

/** Returns the text of a file, or `undefined` if it cannot be read. */
export function readIfThere(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

function requireOwnFolder(folder: string): { readonly uid: number; readonly mode: number } {
    const { uid, mode } = requireFolder(folder);
    const self = process.getuid?.() ?? uid;
    // Root may use any, as in a container whose volumes belong to someone else.
    if (self !== 0 && uid !== self) {
        throw new Error(`Cannot use "${folder}" as a folder of user ${self}: it belongs to user ${uid}; remove it with that user's rights`);
    }
    return { uid, mode };
}

function requireFolder(folder: string): { readonly uid: number; readonly mode: number } {
    const facts = lstatSync(folder);
    if (!facts.isDirectory()) {
        throw new Error(`Cannot use "${folder}" as a folder: it is something else`);
    }
    return facts;
}
