import { buildTools, removeBuildFolder } from "./build";
import { whyNotBuilt } from "./build-check";
import { cachedPath, clearDrafts } from "./cache";
import { findTool, isReady, runsHere } from "./find";
import { findGo } from "./go";
import { ifCacheIsFree, withCacheLock } from "./lock";
import { installPluginFile } from "./official";
import { getFromPublishers, type Faults, type JobOf } from "./publisher";
import type { Surroundings } from "./surroundings";
import type { Tool } from "./tool";

/**
 * Gets what is missing of `tools`, from its publisher or else by building it, and leaves no caches of Go behind.
 *
 * @param pulumi the tool that installs plugins
 * @throws {Error} If some cannot be had; the message names all of them and what to do.
 */
export async function obtainTools(tools: readonly Tool[], pulumi: Tool, outer: Surroundings): Promise<void> {
    await withCacheLock(outer, async (surroundings) => {
        const jobOf: JobOf = async (tool, folder) => ({
            tool,
            folder,
            pulumi: (await findTool(pulumi, surroundings)).path,
            surroundings,
        });
        const missing: Tool[] = [];
        for (const tool of tools) {
            await clearDrafts(tool, surroundings);
            const { from, rejected } = await findTool(tool, surroundings);
            if (from === "missing") {
                missing.push(tool);
                surroundings.say(`${tool.name}: ${rejected ?? "not on PATH"}; getting ${tool.version}`);
            }
        }
        await getFromModules(await getFromPublishers(missing, jobOf, surroundings), surroundings);
        for (const tool of tools) {
            if (!isReady(tool, await findTool(tool, surroundings))) {
                await installPluginFile(await jobOf(tool, ""), cachedPath(tool, surroundings)).catch((error: Error) => {
                    throw new Error(`Cannot install the provider ${tool.name} ${tool.version}: ${error.message}`);
                });
            }
        }
        await removeBuildFolder(surroundings);
    });
}

/** Removes Go's caches of an interrupted build that nobody goes on with; a run that is building keeps its own. */
export async function removeLeftovers(surroundings: Surroundings): Promise<void> {
    await ifCacheIsFree(surroundings, removeBuildFolder);
}

async function getFromModules(published: Faults, surroundings: Surroundings): Promise<void> {
    if (published.size === 0) {
        return;
    }
    const tools = [...published.keys()];
    const foreign = tools.filter((tool) => !runsHere(tool));
    const go = await findGo(surroundings);
    const faults = new Map([
        ...(await whyNotBuilt(tools.filter(runsHere), go, surroundings)),
        ...foreign.map((tool) => [tool, `it does not exist for ${process.platform}`] as const),
    ]);
    if (faults.size > 0 || "fault" in go) {
        throw new Error(formatFaults(published, faults));
    }
    const failed = await buildTools(tools, go, surroundings);
    if (failed.size > 0) {
        throw new Error(formatFaults(published, failed));
    }
}

/** One line for each tool, and one for each reason why some cannot be built. */
function formatFaults(published: Faults, faults: Faults): string {
    const tools = [...faults.keys()];
    const names = (some: readonly Tool[]): string => some.map((tool) => tool.name).join(", ");
    const reasons = [...new Set(faults.values())];
    return [
        `Cannot get ${names(tools)}:`,
        ...tools.map(
            (tool) => `  ${tool.name} ${tool.version}: ${published.get(tool) ?? ""}; what to do: ${tool.advice}`,
        ),
        ...reasons.map(
            (reason) =>
                `  and ${names(tools.filter((tool) => faults.get(tool) === reason))} cannot be built here: ${reason}`,
        ),
    ].join("\n");
}
