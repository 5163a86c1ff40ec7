import { existsSync } from "node:fs";
import { findTool, isReady, type ToolStatus } from "./find";
import { buildFolder, surroundingsOf, type Surroundings, type SurroundingsOptions } from "./surroundings";
import type { Tool } from "./tool";
import { TOOLS, type ToolName } from "./tools";

/**
 * Returns the absolute path of each tool's program, after getting those that are missing: from the publisher, else built
 * from the pinned Go modules. What it does is said line by line; a second run waits for the first.
 *
 * @param options `signal` is how an interruption (Ctrl-C) gets to the programs that this starts: each has a process group
 * of its own, which a terminal does not reach.
 * @throws {Error} If some cannot be had; the message names all of them and what to do.
 * @throws The signal's reason, once everything that was started is gone.
 */
export async function requireTools<Name extends ToolName>(
    names: readonly Name[],
    say: (line: string) => void,
    options?: SurroundingsOptions,
): Promise<Record<Name, string>> {
    const tools = names.map((name) => TOOLS[name]);
    const paths = await requireEach(tools, TOOLS.pulumi, surroundingsOf({ ...options, say }));
    return Object.fromEntries(names.map((name, place) => [name, paths[place]])) as Record<Name, string>;
}

/** Returns the path of each of `tools`, in their order; `pulumi` installs those that are plugins. */
export async function requireEach(tools: readonly Tool[], pulumi: Tool, surroundings: Surroundings): Promise<string[]> {
    const found = await Promise.all(tools.map((tool) => findTool(tool, surroundings)));
    const missing = tools.filter((tool, place) => !isReady(tool, found[place] ?? { from: "missing" }));
    if (missing.length === 0 && !existsSync(buildFolder(surroundings.env))) {
        return found.map((status) => pathOf(status, surroundings));
    }
    // Loaded only now: the ordinary run, which finds everything, is not to wait for it.
    const { obtainTools, removeLeftovers } = require("./obtain") as typeof import("./obtain");
    if (missing.length === 0) {
        await removeLeftovers(surroundings);
        return found.map((status) => pathOf(status, surroundings));
    }
    const wanted = missing.some((tool) => tool.plugin === true) ? [...new Set([pulumi, ...missing])] : missing;
    await obtainTools(wanted, pulumi, surroundings);
    const gotten = await Promise.all(tools.map((tool) => findTool(tool, surroundings)));
    return gotten.map((status) => pathOf(status, surroundings));
}

function pathOf({ tool, path, advice }: ToolStatus, { say }: Surroundings): string {
    if (path === undefined) {
        throw new Error(`Cannot find "${tool}" right after getting it: something else has removed it`);
    }
    if (advice !== undefined) {
        say(`${tool}: ${advice}`);
    }
    return path;
}
