import { stopLocalServices } from "../toolchain/local-services";
import type { Options } from "./options";
import { printJson } from "./report";

/** Stops the local services and leaves their data; returns the exit code. */
export async function down(root: string, options: Options): Promise<number> {
    await stopLocalServices(root, (line) => process.stderr.write(`${line}\n`));
    if (options.json) {
        printJson({ ok: true });
    }
    return 0;
}
