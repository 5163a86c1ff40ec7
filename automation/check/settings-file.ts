import { readFileSync, statSync } from "node:fs";
import { InputError } from "./input-error";

/** More than anybody writes by hand. In bytes. */
const BYTES_MAX = 1_000_000;

/**
 * Returns the text of a file that people write. A checkout of somebody else may have a link to what never ends in its place.
 *
 * @throws {InputError} If it cannot be read, is no file or has more than 1 MB.
 */
export function readSettingsFile(file: string): string {
    try {
        const found = statSync(file);
        if (!found.isFile() || found.size > BYTES_MAX) {
            throw new InputError(`Cannot read ${file}: required is a file of at most 1 MB`);
        }
        return readFileSync(file, "utf8");
    } catch (error) {
        throw error instanceof InputError ? error
            : new InputError(`Cannot read ${file}: ${error instanceof Error && "code" in error ? String(error.code) : "unreadable"}`);
    }
}
