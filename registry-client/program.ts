import { execFile } from "node:child_process";

/** How a program is run. */
export interface ProgramOptions {
    readonly env: NodeJS.ProcessEnv;
    /** What it reads from its standard input; @default - nothing */
    readonly input?: string;
    /** What it prints if it fails because there is nothing to print; @default - it has no such way */
    readonly nothing?: RegExp;
    /** Time after which it is killed. */
    readonly limitMs: number;
}

/** What a program prints at most; a list of all images of a big repository is long. */
const OUTPUT_BYTES = 256 * 1024 * 1024;

/** A program that has failed, with what it said of it. Its output is not kept, as there may be a secret in it. */
export class ProgramError extends Error {
    override readonly name = "ProgramError";

    constructor(program: string, readonly said: string) {
        super(`${program} failed: ${said}`);
    }
}

/**
 * Runs a program and returns what it printed; an empty text if it failed in the way that means so.
 *
 * @throws {ProgramError} If it cannot be run, fails or takes too long.
 */
export function runProgram(program: string, args: readonly string[], { env, input = "", nothing, limitMs }: ProgramOptions): Promise<string> {
    const name = program.split("/").at(-1) ?? program;
    return new Promise((resolve, reject) => {
        const child = execFile(program, args, { env, timeout: limitMs, maxBuffer: OUTPUT_BYTES, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout);
            } else if (nothing?.test(stdout) === true) {
                resolve("");
            } else {
                const late = error.killed === true ? `it took more than ${limitMs / 1000} s` : undefined;
                reject(new ProgramError(name, late ?? (lastLine(stderr) || `it ended with ${String(error.code)}`)));
            }
        });
        // It may have ended without reading.
        child.stdin?.on("error", () => undefined).end(input);
    });
}

function lastLine(text: string): string {
    return text.trim().split("\n").at(-1)?.trim() ?? "";
}
