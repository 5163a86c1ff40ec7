import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { askVersion } from "./probe";
import { cacheFolder, type Surroundings } from "./surroundings";
import type { Tool } from "./tool";

const DRAFT = ".draft-";

/** Returns where the tool is kept once it has been gotten. */
export function cachedPath(tool: Tool, surroundings: Surroundings): string {
    return join(cachedFolder(tool, surroundings), "bin", tool.executable);
}

/** Returns the folder of the tool's pinned version; it appears whole or not at all. */
export function cachedFolder(tool: Tool, { env }: Surroundings): string {
    return join(cacheFolder(env), "tools", tool.name, tool.version);
}

/** Returns the file that says what a tool built here cannot do; most tools have none. */
export function limitationFile(tool: Tool, surroundings: Surroundings): string {
    return join(cachedFolder(tool, surroundings), "limitation.txt");
}

/**
 * Lets `fill` make a tool's folder, and puts it in its place as a whole.
 *
 * Precondition: the cache's lock is held.
 *
 * @throws {Error} If `fill` does, or the program does not run here.
 */
export async function place(
    tool: Tool,
    surroundings: Surroundings,
    fill: (folder: string) => Promise<void>,
): Promise<void> {
    const target = cachedFolder(tool, surroundings);
    await mkdir(dirname(target), { recursive: true });
    const draft = await mkdtemp(join(dirname(target), DRAFT));
    try {
        await fill(draft);
        // A plugin's installer leaves nothing here.
        const program = join(draft, "bin", tool.executable);
        if (existsSync(program)) {
            const answer = await askVersion(tool, program, surroundings);
            if ("fault" in answer) {
                throw new Error(`it ${answer.fault} on this system`);
            }
            await rm(target, { recursive: true, force: true });
            await rename(draft, target);
        }
    } finally {
        await rm(draft, { recursive: true, force: true });
    }
}

/**
 * Removes what killed runs have left half-done of a tool.
 *
 * Precondition: the cache's lock is held.
 */
export async function clearDrafts(tool: Tool, surroundings: Surroundings): Promise<void> {
    const folder = dirname(cachedFolder(tool, surroundings));
    const names = await readdir(folder).catch(() => []);
    const drafts = names.filter((name) => name.startsWith(DRAFT));
    await Promise.all(drafts.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
