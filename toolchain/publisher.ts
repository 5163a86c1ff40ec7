import { place } from "./cache";
import { fetchRelease } from "./fetch";
import { runsHere } from "./find";
import { whyUnreachable } from "./http";
import type { Sources, Surroundings } from "./surroundings";
import type { InstallJob, Release, Tool } from "./tool";

/** Returns what an installer is given for a tool and the folder to leave it in. */
export type JobOf = (tool: Tool, folder: string) => Promise<InstallJob>;

/** Why tools could not be had. */
export type Faults = ReadonlyMap<Tool, string>;

type FaultOf = (source: keyof Sources) => Promise<string | undefined>;

/** Architectures in Go's words. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64" };

/**
 * Gets tools from their publishers into the cache, or plugins into their folder, and returns why some cannot be had so.
 *
 * Each host is asked once whether it answers.
 */
export async function getFromPublishers(
    tools: readonly Tool[],
    jobOf: JobOf,
    surroundings: Surroundings,
): Promise<Faults> {
    const asked = new Map<keyof Sources, Promise<string | undefined>>();
    const faultOf: FaultOf = (source) => {
        const answer = asked.get(source) ?? whyUnreachable(surroundings.sources[source], surroundings);
        asked.set(source, answer);
        return answer;
    };
    await Promise.all(tools.flatMap(sourcesOf).map(faultOf));
    const faults = new Map<Tool, string>();
    for (const tool of tools) {
        const fault = await getFromPublisher(tool, faultOf, jobOf, surroundings);
        if (fault !== undefined) {
            faults.set(tool, fault);
            surroundings.say(`${tool.name} ${tool.version}: ${fault}`);
        }
    }
    return faults;
}

async function getFromPublisher(
    tool: Tool,
    faultOf: FaultOf,
    jobOf: JobOf,
    surroundings: Surroundings,
): Promise<string | undefined> {
    const sources = sourcesOf(tool);
    const unreachable = (await Promise.all(sources.map(faultOf))).find((fault) => fault !== undefined);
    if (sources.length === 0 || unreachable !== undefined) {
        return unreachable ?? `nothing is published for ${process.platform} on ${process.arch}`;
    }
    surroundings.say(
        `getting ${tool.name} ${tool.version} from ${new URL(surroundings.sources[sources[0] ?? "github"]).host}`,
    );
    try {
        await place(tool, surroundings, async (folder) => {
            const release = releaseOf(tool);
            await (release === undefined
                ? tool.installer?.install(await jobOf(tool, folder))
                : fetchRelease(tool, release, folder, surroundings));
        });
        return undefined;
    } catch (error) {
        surroundings.signal?.throwIfAborted();
        return error instanceof Error ? error.message : String(error);
    }
}

function sourcesOf(tool: Tool): (keyof Sources)[] {
    if (!runsHere(tool)) {
        return [];
    }
    const release = releaseOf(tool);
    return tool.installer?.source !== undefined
        ? [tool.installer.source]
        : (release === undefined ? [] : ["github", release.checksum.source]);
}

function releaseOf(tool: Tool): Release | undefined {
    return tool.release?.(process.platform, ARCHITECTURES[process.arch] ?? process.arch);
}
