import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import satisfies = require("semver/functions/satisfies");
import { cachedPath, limitationFile } from "./cache";
import { isProgram, programsOnPath } from "./on-path";
import { probe } from "./probe";
import { pluginFolder, surroundingsOf, type Surroundings, type SurroundingsOptions } from "./surroundings";
import type { Tool } from "./tool";
import { TOOLS, type ToolName } from "./tools";

/** What is known of one tool: a row of the doctor's table. */
export interface ToolStatus {
    readonly tool: string;
    /** The version that counts on PATH, as a semver range. */
    readonly accepts: string;
    /** Absent if the tool is missing, or is on PATH and cannot be asked. */
    readonly version?: string;
    readonly path?: string;
    readonly from: "PATH" | "cache" | "plugins" | "missing";
    /** What to do, or what to know, as one line. */
    readonly advice?: string;
    /** Why a program on PATH does not count, as one line. */
    readonly rejected?: string;
}

/** Looks for the tools on PATH, in Pulumi's plugin folder and in the cache, and changes nothing. */
export function findTools(names: readonly ToolName[], options?: SurroundingsOptions): Promise<ToolStatus[]> {
    const surroundings = surroundingsOf(options);
    return Promise.all(names.map((name) => findTool(TOOLS[name], surroundings)));
}

/** Looks for one tool. */
export async function findTool(tool: Tool, surroundings: Surroundings): Promise<ToolStatus> {
    const about = { tool: tool.name, accepts: tool.accepts };
    const onPath = await findOnPath(tool, surroundings);
    if (onPath !== undefined && "path" in onPath) {
        const { path, version } = onPath;
        return { ...about, path, from: "PATH", ...(version === undefined ? {} : { version }) };
    }
    const rejected = onPath === undefined ? {} : { rejected: onPath.fault };
    const plugin = await findPlugin(tool, surroundings);
    if (plugin !== undefined) {
        return { ...about, ...rejected, path: plugin, version: tool.version, from: "plugins" };
    }
    const path = cachedPath(tool, surroundings);
    if (await isProgram(path)) {
        const advice = await readFile(limitationFile(tool, surroundings), "utf8").catch(() => undefined);
        return {
            ...about,
            ...rejected,
            path,
            version: tool.version,
            from: "cache",
            ...(advice === undefined ? {} : { advice }),
        };
    }
    return { ...about, ...rejected, from: "missing", advice: adviceFor(tool) };
}

/** Returns true if the tool can be used as it is; a plugin in the cache is not yet where Pulumi looks. */
export function isReady(tool: Tool, { from }: Pick<ToolStatus, "from">): boolean {
    return from !== "missing" && !(from === "cache" && tool.plugin === true);
}

/** Returns true if the tool exists for this system at all. */
export function runsHere(tool: Tool): boolean {
    return tool.systems === undefined || tool.systems.includes(process.platform);
}

function adviceFor(tool: Tool): string {
    return runsHere(tool)
        ? `gotten by \`npm run up\`; otherwise ${tool.advice}`
        : `does not exist for ${process.platform}: ${tool.advice}`;
}

type OnPath = { readonly path: string; readonly version: string | undefined } | { readonly fault: string };

/** Returns the first program on PATH that counts, else why the first one of that name does not. */
async function findOnPath(tool: Tool, surroundings: Surroundings): Promise<OnPath | undefined> {
    // The engine takes a provider on PATH before any other, unless it is told not to.
    // Source: https://github.com/pulumi/pulumi/blob/v3.259.0/sdk/go/common/workspace/plugins.go#L2190
    if (tool.plugin === true && /^(1|true)$/i.test(surroundings.env["PULUMI_IGNORE_AMBIENT_PLUGINS"] ?? "")) {
        return undefined;
    }
    let rejected: OnPath | undefined;
    for (const path of await programsOnPath(tool.executable, surroundings.env)) {
        const answer = await probe(tool, path, surroundings);
        const fault = "fault" in answer ? answer.fault : faultOf(answer.version, tool.accepts);
        if ("version" in answer && fault === undefined) {
            return { path, version: answer.version };
        }
        rejected ??= { fault: `${path} ${fault}` };
    }
    return rejected;
}

function faultOf(version: string | undefined, accepts: string): string | undefined {
    return version === undefined || satisfies(version, accepts, { includePrerelease: true })
        ? undefined
        : `is ${version}, which is not within ${accepts}`;
}

async function findPlugin(tool: Tool, { env }: Surroundings): Promise<string | undefined> {
    const folder = join(pluginFolder(env), `resource-${tool.name}-v${tool.version}`);
    const path = join(folder, tool.executable);
    // The CLI marks a plugin that is not wholly unpacked with a file of this name.
    const whole = tool.plugin === true && (await isProgram(path)) && !(await exists(`${folder}.partial`));
    return whole ? path : undefined;
}

function exists(path: string): Promise<boolean> {
    return access(path).then(
        () => true,
        () => false,
    );
}
