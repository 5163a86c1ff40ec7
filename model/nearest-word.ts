import { closest, distance } from "fastest-levenshtein";

/** Of a word's letters, the share that may differ from what was meant. */
const NEAR = 0.4;

/**
 * Returns the one of `words` that a person most likely meant by a mistyped word.
 *
 * @returns undefined if none of them is near
 */
function nearestWord(word: string, words: readonly string[]): string | undefined {
    if (words.length === 0) {
        return undefined;
    }
    const best = closest(word.toLowerCase(), words);
    const near = Math.ceil(best.length * NEAR);
    return distance(word.toLowerCase(), best.toLowerCase()) <= near ? best : undefined;
}

/** Returns `; did you mean "context"?`, or nothing where no word is near. */
export function formatSuggestion(word: string, words: readonly string[]): string {
    const best = nearestWord(word, words);
    return best === undefined ? "" : `; did you mean "${best}"?`;
}
