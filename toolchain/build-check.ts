import { statfs } from "node:fs/promises";
import { runGo, type Go } from "./go";
import { lastLine, run } from "./run";
import { buildFolder, cacheFolder, type Surroundings } from "./surroundings";
import type { Tool } from "./tool";

/** Time for Go to say whether it reaches its module proxy, when it may have to download another Go first. */
const SWITCH_MS = 300_000;

/** What Go's caches grow to when all tools are built in turn: they share many modules. Measured: 7.8 GB. */
const TOGETHER_GIGABYTES = 8;

/** Returns why tools cannot be built, so that it is known before minutes have gone by; empty if all can. */
export async function whyNotBuilt(
    tools: readonly Tool[],
    go: Go | { readonly fault: string },
    surroundings: Surroundings,
): Promise<Map<Tool, string>> {
    const all = (fault: string): Map<Tool, string> => new Map(tools.map((tool) => [tool, fault]));
    if ("fault" in go) {
        return all(go.fault);
    }
    const lacking = tools.filter((tool) => tool.go.c === true && go.compiler === undefined);
    if (lacking.length > 0) {
        return new Map(
            lacking.map((tool) => [tool, "a C compiler is not there: install one (apt-get install gcc libc6-dev)"]),
        );
    }
    const fault = (await diskFault(tools, surroundings)) ?? (await moduleFault(tools, go, surroundings));
    return fault === undefined ? new Map() : all(fault);
}

/** One small question to Go's module proxy, with all of Go's own settings for it. */
async function moduleFault([tool]: readonly Tool[], go: Go, surroundings: Surroundings): Promise<string | undefined> {
    if (tool === undefined) {
        return undefined;
    }
    const limitMs = go.switches ? SWITCH_MS : 2 * surroundings.limits.probeMs;
    const { code, output, timedOut } = await runGo(
        tool,
        go,
        ["list", "-mod=readonly", "-m", tool.go.module],
        surroundings,
        limitMs,
    );
    const reason = timedOut ? `silent for ${limitMs / 1000} s` : lastLine(output);
    return code === 0 ? undefined : `Go modules cannot be downloaded (${reason})`;
}

async function diskFault(tools: readonly Tool[], surroundings: Surroundings): Promise<string | undefined> {
    const folder = cacheFolder(surroundings.env);
    const { bavail, bsize } = await statfs(folder);
    const { output } = await run("du", ["-sk", buildFolder(surroundings.env)], surroundings);
    const kept = Number(/^\d+/.exec(output)?.[0] ?? 0) * 1024;
    const free = (bavail * bsize + kept) / 1e9;
    return free >= gigabytesFor(tools)
        ? undefined
        : `a build needs ${gigabytesFor(tools)} GB of disk, and ${folder} has ${free.toFixed(1)} GB`;
}

/** Returns how much disk the build of tools needs at most, in GB. */
export function gigabytesFor(tools: readonly Tool[]): number {
    const each = tools.map((tool) => tool.go.gigabytes);
    const apart = each.reduce((total, gigabytes) => total + gigabytes, 0);
    return Math.ceil(Math.min(apart, Math.max(TOGETHER_GIGABYTES, ...each)));
}
