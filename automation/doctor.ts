import { describeLocalServices } from "../toolchain/local-services";
import { findTools } from "../toolchain/find";
import { formatRoad, hasFailed } from "./doctor/format-road";
import { walkStack, type StackRoad } from "./doctor/stack-road";
import { formatTable } from "./table";
import type { Options } from "./options";
import { printJson } from "./report";
import { TOOLS_OF_A_LOCAL_STACK } from "./services";

/**
 * Prints what is there, what is missing and what to do about it; of a stack or an image that is named, the road to its
 * registries too.
 *
 * @returns the exit code: 1 if something is missing, or a step of a road has failed
 */
export async function doctor(root: string, options: Options): Promise<number> {
    const tools = await findTools(TOOLS_OF_A_LOCAL_STACK);
    const services = await describeLocalServices(root);
    const isComplete = tools.every(({ from }) => from !== "missing");
    if (!options.json) {
        const rows = tools.map(({ tool, version, from, path, advice }) =>
            [tool, version ?? "-", from, from === "missing" ? (advice ?? "") : (path ?? "")]);
        const running = services.map(({ name, state, pid, where, log, advice }) =>
            [name, state, pid === undefined ? "-" : `process ${pid}`, advice ?? `${where}, log ${log}`]);
        print(formatTable(["TOOL", "VERSION", "FROM", "WHERE, OR WHAT TO DO"], rows));
        print(["", ...formatTable(["SERVICE", "STATE", "PROCESS", "WHERE"], running)]);
    }
    const road = await walkIfAsked(root, options);
    const ok = isComplete && (road === undefined || !hasFailed(road));
    if (options.json) {
        printJson({ ok, tools, services, ...(road === undefined ? {} : { road }) });
    } else if (road !== undefined) {
        print(["", ...formatRoad(road)]);
    }
    return ok ? 0 : 1;
}

/** Without a stack or an image it is this machine alone that is asked about. */
async function walkIfAsked(root: string, { stack, stackGiven, image }: Options): Promise<StackRoad | undefined> {
    return stackGiven || image !== undefined ? walkStack(root, { stack, image }, process.env) : undefined;
}

function print(lines: readonly string[]): void {
    process.stdout.write(lines.map((line) => `${line}\n`).join(""));
}
