import { readdirSync, readFileSync } from "node:fs";

/** Samples the peak memory of the processes that work on a folder, by program; Linux only. */
export class Memory {
    readonly #peaks = new Map<string, number>();

    readonly #timer: NodeJS.Timeout;

    /** @param marks text in a command line, and the name it counts under; the first that fits */
    constructor(readonly marks: readonly (readonly [string, string])[]) {
        this.#timer = setInterval(() => this.#sample(), 100);
        this.#timer.unref();
    }

    /** Ends the sampling and returns the peaks in MiB. */
    stop(): Record<string, number> {
        clearInterval(this.#timer);
        return Object.fromEntries([...this.#peaks].map(([name, kib]) => [name, Math.round(kib / 1024)]));
    }

    #sample(): void {
        for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
            const command = read(`/proc/${pid}/cmdline`).replaceAll("\0", " ");
            const name = this.marks.find(([mark]) => command.includes(mark))?.[1];
            const peak = Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
            if (name !== undefined && peak > (this.#peaks.get(name) ?? 0)) {
                this.#peaks.set(name, peak);
            }
        }
    }
}

function read(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}
