import { join } from "node:path";
import { runCheck } from "../automation/check/check";
import type { CheckReport } from "../policies/report";

/** Does what `npm run check -- --json WORDS` does, in this process: what is typed is read, as are the files, and the report is written and read again. */
export async function checkInProcess(words: readonly string[]): Promise<{ readonly status: number; readonly report: CheckReport }> {
    const { stdout, stderr, exitCode } = process;
    const [write, warn, protocols] = [stdout.write, stderr.write, process.env["GIT_ALLOW_PROTOCOL"]];
    const [said, warned]: [string[], string[]] = [[], []];
    stdout.write = keepIn(said);
    stderr.write = keepIn(warned);
    let status = 2;
    try {
        status = await runCheck(join(__dirname, ".."), ["--json", ...words], {});
    } finally {
        [stdout.write, stderr.write] = [write, warn];
        process.exitCode = exitCode;
        // What keeps git from asking anybody is for the rest of a process.
        if (protocols === undefined) {
            delete process.env["GIT_ALLOW_PROTOCOL"];
        } else {
            process.env["GIT_ALLOW_PROTOCOL"] = protocols;
        }
    }
    if (status === 2) {
        throw new Error(warned.join(""));
    }
    return { status, report: JSON.parse(said.join("")) as CheckReport };
}

function keepIn(texts: string[]): typeof process.stdout.write {
    return (text: string | Uint8Array, ...rest: readonly unknown[]) => {
        texts.push(String(text));
        const done = rest.at(-1);
        if (typeof done === "function") {
            done();
        }
        return true;
    };
}
