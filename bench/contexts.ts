import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes what a context is to hold, to a path that is not there yet. */
export type Fill = (path: string) => void;

/** A file of 2 KiB. */
export const fillSmall: Fill = (path) => writeFileSync(path, randomBytes(1024).toString("hex"));

/** A hundred folders with a hundred files of 1 KiB in each. */
export const fillFiles: Fill = (path) => {
    for (let folder = 0; folder < 100; folder += 1) {
        mkdirSync(join(path, `${folder}`), { recursive: true });
        for (let file = 0; file < 100; file += 1) {
            writeFileSync(join(path, `${folder}`, `${file}`), randomBytes(1024));
        }
    }
};

/** Five files, together 500 MB, which no compression makes smaller. */
export const fillBytes: Fill = (path) => {
    mkdirSync(path);
    for (let file = 0; file < 5; file += 1) {
        writeFileSync(join(path, `${file}`), randomBytes(100_000_000));
    }
};
