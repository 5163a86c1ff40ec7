import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { UsageError } from "../options";
import type { ImagesOptions } from "./options";

/**
 * Asks whether to go on; a bare Enter is a no.
 *
 * @throws {UsageError} If there is nobody to ask.
 */
export async function isWanted(question: string, { yes, command }: Pick<ImagesOptions, "yes" | "command">): Promise<boolean> {
    if (yes) {
        return true;
    }
    if (process.stdin.isTTY !== true) {
        throw new UsageError(`Cannot ask whether to ${command}: there is no terminal; --yes does it without asking`);
    }
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
        // Who ends the input, or interrupts, has not said yes.
        const silence = once(terminal, "close").then(() => "");
        return /^y(es)?$/i.test((await Promise.race([terminal.question(`${question} [y/N] `), silence])).trim());
    } finally {
        terminal.close();
    }
}
