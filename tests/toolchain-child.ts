import { mkdirSync, appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { requireEach } from "../toolchain/require";
import { surroundingsOf } from "../toolchain/surroundings";
import { SHORT, allFrom, sampleTool, writeProgram } from "./toolchain-fixtures";

/** Gets a tool whose installer takes `milliseconds`; run as a process of its own by the tests of two runs at once. */
export async function main([address = "", milliseconds = "0"]: readonly string[]): Promise<void> {
    const tool = sampleTool({
        installer: {
            source: "pulumi",
            install: async ({ folder, surroundings }) => {
                appendFileSync(join(surroundings.env["HOME"] ?? "", "installs"), "x");
                mkdirSync(join(folder, "half-done"));
                surroundings.say("installing");
                await sleep(Number(milliseconds));
                writeProgram(join(folder, "bin", "sample"), "echo sample 2.0.0");
            },
        },
    });
    const say = (line: string): void => console.log(line);
    const [path] = await requireEach([tool], tool, surroundingsOf({ say, limits: SHORT, sources: allFrom(address) }));
    console.log(`got ${path}`);
}

void main(process.argv.slice(2));
