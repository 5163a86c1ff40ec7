import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { IgnoreRules } from "../model/images/ignore-file";
import { isSuspectFile, isSuspectFolder, type ContextContents, type Suspect } from "../model/images/suspects";

/** At most so many entries of a context are looked at, so that nobody waits for it. */
const ENTRIES_MAX = 20_000;

/** At most so many files of one folder are counted. */
const COUNTED_MAX = 10_000;

interface Entry {
    /** Relative to the context, with `/`. */
    readonly path: string;
    readonly name: string;
    readonly isFolder: boolean;
}

/**
 * Returns what of a context hardly anybody wants to build with, as far as it is not ignored. Symbolic links are not
 * followed, as BuildKit does not either.
 */
export async function readContextContents(context: string, rules: IgnoreRules): Promise<ContextContents> {
    const suspects: Promise<Suspect>[] = [];
    let seen = 0;
    for await (const entry of walk(context, "", rules, ({ name }) => !isSuspectFolder(name))) {
        seen += 1;
        if (seen > ENTRIES_MAX) {
            break;
        }
        if (entry.isFolder ? isSuspectFolder(entry.name) : isSuspectFile(entry.name)) {
            suspects.push(measure(context, entry, rules));
        }
    }
    return { suspects: (await Promise.all(suspects)).filter(({ files }) => files > 0), isComplete: seen <= ENTRIES_MAX };
}

/** Walks over what is not ignored, into the folders that `enters` says yes to. */
async function* walk(context: string, folder: string, rules: IgnoreRules, enters: (entry: Entry) => boolean): AsyncGenerator<Entry> {
    // What cannot be read is for the build to complain of.
    const entries = await readdir(join(context, folder), { withFileTypes: true }).catch(() => []);
    for (const { name, isFolder } of entries.map((found) => ({ name: found.name, isFolder: found.isDirectory() }))) {
        const entry = { path: folder === "" ? name : `${folder}/${name}`, name, isFolder };
        const isIgnored = rules.ignores(entry.path);
        if (!isIgnored || (isFolder && isSuspectFolder(name) && !rules.ignoresAllBelow(entry.path))) {
            yield entry;
        }
        if (isFolder && enters(entry) && !rules.ignoresAllBelow(entry.path)) {
            yield* walk(context, entry.path, rules, enters);
        }
    }
}

async function measure(context: string, { path, isFolder }: Entry, rules: IgnoreRules): Promise<Suspect> {
    if (!isFolder) {
        return { path, files: 1, bytes: await sizeOf(join(context, path)), isMore: false };
    }
    let [files, bytes] = [0, 0];
    for await (const entry of walk(context, path, rules, () => true)) {
        if (files >= COUNTED_MAX) {
            return { path: `${path}/`, files, bytes, isMore: true };
        }
        if (!entry.isFolder) {
            files += 1;
            bytes += await sizeOf(join(context, entry.path));
        }
    }
    return { path: `${path}/`, files, bytes, isMore: false };
}

async function sizeOf(file: string): Promise<number> {
    return lstat(file).then(({ size }) => size, () => 0);
}
