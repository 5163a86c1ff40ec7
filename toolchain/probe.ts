import { mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run } from "./run";
import { cacheFolder, type Surroundings } from "./surroundings";
import type { Tool } from "./tool";

/** What a program said of itself: its version, or why that is not known. */
export type Probe = { readonly version: string | undefined } | { readonly fault: string };

interface Remembered {
    readonly modifiedMs: number;
    readonly bytes: number;
    readonly version: string;
}

type Memory = Record<string, Remembered>;

/** Smaller files are scripts that stand for another program (asdf, nix, a wrapper), whose version can change alone. */
const SMALLEST_PROGRAM_BYTES = 1_000_000;

/** Returns the version of the program at `path`; an answer is remembered until the file changes. */
export async function probe(tool: Tool, path: string, surroundings: Surroundings): Promise<Probe> {
    const file = await stat(path);
    const known = (await recall(surroundings))[path];
    if (known !== undefined && known.modifiedMs === file.mtimeMs && known.bytes === file.size) {
        return { version: known.version };
    }
    const answer = await askVersion(tool, path, surroundings);
    if (
        "version" in answer &&
        answer.version !== undefined &&
        file.size >= SMALLEST_PROGRAM_BYTES &&
        basename(await realpath(path)) === tool.executable
    ) {
        await remember(path, { modifiedMs: file.mtimeMs, bytes: file.size, version: answer.version }, surroundings);
    }
    return answer;
}

/** Asks the program at `path` for its version, whatever it said before. */
export async function askVersion(tool: Tool, path: string, { env, limits, signal }: Surroundings): Promise<Probe> {
    if (tool.probe === undefined) {
        return { version: undefined };
    }
    const { args, pattern } = tool.probe;
    const { code, output, timedOut } = await run(path, args, {
        env: { ...env, PULUMI_SKIP_UPDATE_CHECK: "true" },
        limitMs: limits.probeMs,
        signal,
    });
    if (timedOut) {
        return { fault: `does not tell its version within ${limits.probeMs / 1000} s` };
    }
    const version = pattern.exec(output)?.[1];
    return code === 0 && version !== undefined ? { version } : { fault: "does not tell its version" };
}

async function recall(surroundings: Surroundings): Promise<Memory> {
    try {
        const memory: unknown = JSON.parse(await readFile(memoryFile(surroundings), "utf8"));
        return typeof memory === "object" && memory !== null ? (memory as Memory) : {};
    } catch {
        return {};
    }
}

/** Two runs at once may forget each other's answer; it is then asked for again. */
async function remember(path: string, answer: Remembered, surroundings: Surroundings): Promise<void> {
    const file = memoryFile(surroundings);
    try {
        await mkdir(dirname(file), { recursive: true });
        const memory: Memory = { ...(await recall(surroundings)), [path]: answer };
        const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
        await writeFile(draft, JSON.stringify(memory));
        await rename(draft, file);
    } catch {
        // A folder that cannot be written costs a probe a run, no more.
    }
}

function memoryFile({ env }: Surroundings): string {
    return join(cacheFolder(env), "versions.json");
}
