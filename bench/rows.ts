import type { Row } from "./bench";
import { measureFiles, measureBytes } from "./big-contexts";
import { measureCaches } from "./caches";
import { measureCheck, measureExports, measurePack } from "./check";
import { measureLookUps } from "./look-ups";
import { measureNodes } from "./nodes";
import { measureSize, measureStart } from "./sizes";

/** What can be measured besides numbers of images. */
const ROWS: Readonly<Record<string, Row>> = {
    start: measureStart,
    files: measureFiles,
    bytes: measureBytes,
    caches: measureCaches,
    lookups: measureLookUps,
    check: measureCheck,
    exports: measureExports,
    pack: measurePack,
    nodes: measureNodes,
};

/** All but the nodes, which need another tool, and say nothing against bake. */
const DEFAULT = ["start", "1", "20", "100", "files", "bytes", "caches", "lookups", "check", "exports", "pack"];

/**
 * Returns what words choose, in their order.
 *
 * @param words names, and numbers of small images; @default - all but `nodes`
 * @throws {RangeError} If there is no such row.
 */
export function chooseRows(words: readonly string[]): readonly (readonly [string, Row])[] {
    return (words.length === 0 ? DEFAULT : words).map((word) => {
        const row = /^[1-9]\d*$/.test(word) ? (bench: Parameters<Row>[0]) => measureSize(bench, Number(word)) : ROWS[word];
        if (row === undefined) {
            throw new RangeError(`Cannot measure "${word}": required is a number of images or one of ${Object.keys(ROWS).join(", ")}`);
        }
        return [word, row];
    });
}
