import { join } from "node:path";
import { runCheck } from "../automation/check/check";
import type { CheckReport } from "../policies/report";

/** Does what `npm run check -- --json WORDS` does, in this process: what is typed is read, as are the files, and the report is written and read again. */
export async function checkInProcess(words: readonly string[]): Promise<{ readonly status: number; readonly report: CheckReport }> {
    const { stdout, stderr, exitCode } = process;
    const [write, warn] = [stdout.write, stderr.write];
    const [said, warned]: [string[], string[]] = [[], []];
    stdout.write = (text: string | Uint8Array) => said.push(String(text)) > 0;
    stderr.write = (text: string | Uint8Array) => warned.push(String(text)) > 0;
    let status = 2;
    try {
        status = await runCheck(join(__dirname, ".."), ["--json", ...words], {});
    } finally {
        [stdout.write, stderr.write] = [write, warn];
        process.exitCode = exitCode;
    }
    if (status === 2) {
        throw new Error(warned.join(""));
    }
    return { status, report: JSON.parse(said.join("")) as CheckReport };
}
