import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { TOOLS_OF_A_LOCAL_STACK } from "../automation/services";
import { findTools } from "../toolchain/find";
import type { ToolName } from "../toolchain/tools";

/** Skips a test, or all tests of a hook's suite, and says why. */
export function skip(context: Mocha.Context, reason: string): never {
    const title = context.test?.fullTitle() ?? "";
    process.stderr.write(`skipped "${title}": ${reason}\n`);
    return context.skip();
}

/** Skips unless every tool of a local stack is there. */
export async function needLocalTools(context: Mocha.Context): Promise<void> {
    const missing = (await findTools(TOOLS_OF_A_LOCAL_STACK)).filter(({ from }) => from === "missing").map(({ tool }) => tool);
    if (missing.length > 0) {
        skip(context, `missing ${missing.join(", ")}`);
    }
}

/** Returns the path of a tool, or skips without it. */
export async function needTool(context: Mocha.Context, name: ToolName): Promise<string> {
    const [found] = await findTools([name]);
    return found?.path ?? skip(context, `missing ${name}`);
}

/** Skips unless a program is on PATH. */
export function needOnPath(context: Mocha.Context, program: string): void {
    const found = (process.env["PATH"] ?? "").split(delimiter).some((folder) => isExecutable(join(folder, program)));
    if (!found) {
        skip(context, `${program} is not on PATH`);
    }
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
