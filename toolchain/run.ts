import { spawn, type ChildProcess } from "node:child_process";

/** How a program is run. */
export interface RunOptions {
    readonly env: NodeJS.ProcessEnv;
    /** @default - the process's own */
    readonly cwd?: string;
    /** Time after which the program and its children are killed. @default - none */
    readonly limitMs?: number;
    readonly signal?: AbortSignal | undefined;
}

/** How a program ended, and the last of what it printed. */
export interface RunResult {
    /** Null if it was killed or could not be started. */
    readonly code: number | null;
    /** Both streams together, at most the last 64 KiB. */
    readonly output: string;
    readonly timedOut: boolean;
}

const OUTPUT_LENGTH = 65_536;
/** Time that an interrupted program has to end by itself. */
const GRACE_MS = 3_000;

/**
 * Runs a program to its end and returns how that was; a program that cannot be started is a result too.
 *
 * It gets a process group of its own, so that nothing it started outlives an abort or the time limit, not even a
 * grandchild that keeps the output open.
 *
 * @throws The signal's reason, once the program is gone.
 */
export async function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
    options.signal?.throwIfAborted();
    const child = spawn(command, args, {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        env: options.env,
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
    });
    const watch = watchEnd(child, options);
    const output = collectOutput(child);
    const code = await ended(child, output.add);
    watch.stop();
    options.signal?.throwIfAborted();
    return { code, output: output.text(), timedOut: watch.timedOut() };
}

/** Returns the last line that says something, for a message of one line. */
export function lastLine(output: string): string {
    return (
        output
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== "")
            .at(-1) ?? "no output"
    );
}

function collectOutput(child: ChildProcess): { readonly add: (text: string) => void; readonly text: () => string } {
    let text = "";
    const add = (chunk: string): void => {
        text = (text + chunk).slice(-OUTPUT_LENGTH);
    };
    child.stdout?.setEncoding("utf8").on("data", add);
    child.stderr?.setEncoding("utf8").on("data", add);
    return { add, text: () => text };
}

function ended(child: ChildProcess, add: (text: string) => void): Promise<number | null> {
    return new Promise((resolve) => {
        child.once("error", (error) => {
            add(error.message);
            resolve(null);
        });
        child.once("close", (code) => resolve(code));
    });
}

function watchEnd(
    child: ChildProcess,
    { limitMs, signal }: RunOptions,
): { readonly stop: () => void; readonly timedOut: () => boolean } {
    let timedOut = false;
    let grace: NodeJS.Timeout | undefined;
    const interrupt = (): void => {
        killGroup(child, "SIGINT");
        grace = setTimeout(() => killGroup(child, "SIGKILL"), GRACE_MS);
    };
    const expire = (): void => {
        timedOut = true;
        killGroup(child, "SIGKILL");
    };
    const limit = limitMs === undefined ? undefined : setTimeout(expire, limitMs);
    signal?.addEventListener("abort", interrupt, { once: true });
    return {
        stop: () => {
            clearTimeout(limit);
            clearTimeout(grace);
            signal?.removeEventListener("abort", interrupt);
            if (signal?.aborted === true) {
                killGroup(child, "SIGKILL");
            }
        },
        timedOut: () => timedOut,
    };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
    try {
        if (child.pid !== undefined) {
            process.kill(-child.pid, signal);
        }
    } catch {
        // It has just ended.
    }
}
