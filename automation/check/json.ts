import { InputError } from "./input-error";

/** A map of a JSON document that somebody else wrote. */
export type Json = Readonly<Record<string, unknown>>;

/**
 * Returns a text without the mark that Windows' tools set before it.
 *
 * @throws {InputError} If it is of UTF-16, as these write it too.
 */
export function withoutMark(text: string, name: string): string {
    // Read as UTF-8, its mark is no character, and every other one of an English text is 0.
    if (/^(?:\uFFFD{2}|.\0|\0)/.test(text)) {
        throw new InputError(`Cannot read ${name}: it is UTF-16; write it as UTF-8`);
    }
    return text.replace(/^\uFEFF/, "");
}

/**
 * Returns what a JSON document says.
 *
 * @param name what messages call it
 * @throws {InputError} With the number of the line that is no JSON. Nothing of the text is quoted, as it may be a secret.
 */
export function parseJson(text: string, name: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new InputError(`Cannot read ${name}: line ${findBadLine(text)} is not JSON`);
    }
}

/**
 * Returns a value as a map.
 *
 * @param key where it is, for the message
 * @throws {InputError} If it is none.
 */
export function requireMap(value: unknown, name: string, key: string): Json {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new InputError(`Cannot read ${name}: ${key} has to be a map`);
    }
    return value as Json;
}

/**
 * Returns a value as a text that is not empty.
 *
 * @param key where it is, for the message
 * @throws {InputError} If it is none.
 */
export function requireText(value: unknown, name: string, key: string): string {
    if (typeof value !== "string" || value === "") {
        throw new InputError(`Cannot read ${name}: ${key} has to be a text`);
    }
    return value;
}

/** Returns the number of the first line after which nothing could follow that makes JSON of it; of a text that only ends too early, its last. */
function findBadLine(text: string): number {
    const ends = [...text.matchAll(/\n|$/g)].map(({ index }) => index);
    let [good, bad] = [0, ends.length - 1];
    while (good < bad) {
        const middle = (good + bad) >> 1;
        if (onlyLacksMore(text.slice(0, ends[middle]))) {
            good = middle + 1;
        } else {
            bad = middle;
        }
    }
    return good + 1;
}

/** V8 says where it stopped, or that it was at the end; only of a word that is none it shows the text instead. */
function onlyLacksMore(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch (error) {
        const message = error instanceof Error ? error.message : "";
        const position = /at position (\d+)/.exec(message)?.[1];
        return /^Unexpected end/.test(message) || (position !== undefined && Number(position) >= text.trimEnd().length);
    }
}
