import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gigabytesFor } from "./build-check";
import { limitationFile, place } from "./cache";
import { runGo, type Go } from "./go";
import { lastLine, run } from "./run";
import { buildFolder, type Surroundings } from "./surroundings";
import { withTicks } from "./ticks";
import type { Tool } from "./tool";

/** What the system says when a disk is full. */
const FULL = /no space left on device/;

/**
 * Builds tools into the cache, one after the other, and returns why some could not be built.
 *
 * Go's caches go into a folder of their own. It is removed after the last tool, and kept while there is more to do: an
 * interrupted build goes on from there.
 */
export async function buildTools(
    tools: readonly Tool[],
    go: Go,
    surroundings: Surroundings,
): Promise<Map<Tool, string>> {
    const { say } = surroundings;
    const minutes = Math.max(1, Math.round(tools.reduce((total, tool) => total + tool.go.seconds, 0) / 60));
    say(
        `building ${tools.map((tool) => tool.name).join(", ")} from Go modules: about ${minutes} min on two cores, and up to ` +
            `${gigabytesFor(tools)} GB of disk until it is done`,
    );
    // What a killed Go was linking is of no use to the next one.
    await remove(join(buildFolder(surroundings.env), "tmp"));
    const faults = new Map<Tool, string>();
    for (const [index, tool] of tools.entries()) {
        const fault = await build(tool, go, `${index + 1} of ${tools.length}`, surroundings);
        if (fault !== undefined) {
            faults.set(tool, fault);
            say(`${tool.name} ${tool.version}: ${fault}`);
        }
    }
    // A full disk would stop the next build as well, and everything else on this machine.
    if (faults.size === 0 || [...faults.values()].some((fault) => FULL.test(fault))) {
        await removeBuildFolder(surroundings);
    } else {
        tellKept(surroundings);
    }
    return faults;
}

/** Removes Go's caches, where an interrupted build has left them. */
export async function removeBuildFolder(surroundings: Surroundings): Promise<void> {
    const folder = buildFolder(surroundings.env);
    if (existsSync(folder)) {
        await remove(folder).catch(async () => {
            // A Go that Go has downloaded for itself is read-only.
            await run("chmod", ["-R", "u+w", folder], surroundings);
            await remove(folder);
        });
        surroundings.say("removed Go's caches");
    }
}

function remove(folder: string): Promise<void> {
    return rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

async function build(tool: Tool, go: Go, position: string, surroundings: Surroundings): Promise<string | undefined> {
    const { say, limits, signal } = surroundings;
    const title = `building ${tool.name} ${tool.version} (${position})`;
    const start = Date.now();
    say(title);
    try {
        await place(tool, surroundings, async (folder) => {
            const { tags, limitation } = await optionalPart(tool, surroundings);
            const flags = [
                "-trimpath",
                "-mod=readonly",
                "-modcacherw",
                "-buildvcs=false",
                "-ldflags",
                `-s -w ${tool.go.stamp ?? ""}`,
                ...tags,
            ];
            const args = ["build", ...flags, "-o", join(folder, "bin", tool.executable), tool.go.package];
            const { code, output } = await withTicks(
                limits,
                (seconds) => say(`${title}: ${seconds} s`),
                () => runGo(tool, go, args, surroundings),
            );
            if (code !== 0) {
                throw new Error(`go build failed (${FULL.exec(output)?.[0] ?? lastLine(output)})`);
            }
            if (limitation !== undefined) {
                await writeFile(join(folder, basename(limitationFile(tool, surroundings))), limitation);
            }
        });
    } catch (error) {
        if (signal?.aborted === true) {
            tellKept(surroundings);
        }
        signal?.throwIfAborted();
        return error instanceof Error ? error.message : String(error);
    }
    say(`built ${tool.name} ${tool.version} in ${Math.round((Date.now() - start) / 1000)} s`);
    return undefined;
}

function tellKept({ env, say }: Surroundings): void {
    say(`Go's caches stay in ${buildFolder(env)}, so that the next run goes on from there`);
}

async function optionalPart(
    { go: { optional } }: Tool,
    { env, signal }: Surroundings,
): Promise<{ tags: string[]; limitation?: string }> {
    if (optional === undefined) {
        return { tags: [] };
    }
    const { code } = await run("pkg-config", ["--exists", optional.library], { env, signal });
    return code === 0 ? { tags: ["-tags", optional.tag] } : { tags: [], limitation: optional.without };
}
