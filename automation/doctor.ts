import { describeLocalServices } from "../toolchain/local-services";
import { findTools } from "../toolchain/find";
import type { Options } from "./options";
import { printJson } from "./report";
import { TOOLS_OF_A_LOCAL_STACK } from "./services";

/** Prints what is there, what is missing and what to do about it; returns the exit code, 1 if something is missing. */
export async function doctor(root: string, options: Options): Promise<number> {
    const tools = await findTools(TOOLS_OF_A_LOCAL_STACK);
    const services = await describeLocalServices(root);
    if (options.json) {
        printJson({ ok: tools.every(({ from }) => from !== "missing"), tools, services });
    } else {
        const rows = tools.map(({ tool, version, from, path, advice }) =>
            [tool, version ?? "-", from, from === "missing" ? (advice ?? "") : (path ?? "")]);
        const running = services.map(({ name, state, pid, where, log, advice }) =>
            [name, state, pid === undefined ? "-" : `process ${pid}`, advice ?? `${where}, log ${log}`]);
        process.stdout.write(`${formatTable(["TOOL", "VERSION", "FROM", "WHERE, OR WHAT TO DO"], rows)}\n\n`);
        process.stdout.write(`${formatTable(["SERVICE", "STATE", "PROCESS", "WHERE"], running)}\n`);
    }
    return tools.some(({ from }) => from === "missing") ? 1 : 0;
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const all = [head, ...rows];
    const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? "").length)));
    return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ").trimEnd()).join("\n");
}
