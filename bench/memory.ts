import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Text in a command line, and the name of the program that it tells of; the first that fits. */
export const PROGRAMS = [
    ["policies/main.cjs 1", "policy pack"],
    ["automation/main.ts", "npm run (node)"],
    ["pulumi-resource-docker-build", "docker-build provider"],
    ["pulumi preview", "pulumi engine"],
    ["pulumi up", "pulumi engine"],
    ["buildx bake", "buildx bake"],
    ["buildkitd --", "buildkitd"],
    ["registry serve", "registry"],
] as const;

/** What programs took, by their names. */
export interface Taken {
    /** The most that one process of a program had in memory, in MiB. */
    readonly peakMemoryMiB: Readonly<Record<string, number>>;

    /** Of all processes of a program together; the last tenth of a second of each may be missing. */
    readonly cpuSeconds: Readonly<Record<string, number>>;
}

interface Sample {
    readonly parent: number;
    readonly name: string | undefined;
    readonly isHere: boolean;
    readonly peakKib: number;
    readonly ticks: number;
}

/** What Linux counts the time of processes in: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS_A_SECOND = 100;

/** Samples what the programs take that work in a folder, and those that they start; Linux only. */
export class Usage {
    readonly #peaks = new Map<string, number>();

    /** By the process: its program, and its time at first and at last. */
    readonly #ticks = new Map<number, { readonly name: string; readonly first: number; last: number }>();

    readonly #timer: NodeJS.Timeout;

    constructor(readonly folder: string) {
        this.#sample(true);
        this.#timer = setInterval(() => this.#sample(false), 100);
        this.#timer.unref();
    }

    /** Ends the sampling. */
    stop(): Taken {
        clearInterval(this.#timer);
        this.#sample(false);
        const seconds = new Map<string, number>();
        for (const { name, first, last } of this.#ticks.values()) {
            seconds.set(name, (seconds.get(name) ?? 0) + (last - first) / TICKS_A_SECOND);
        }
        return {
            peakMemoryMiB: Object.fromEntries([...this.#peaks].map(([name, kib]) => [name, Math.round(kib / 1024)])),
            cpuSeconds: Object.fromEntries([...seconds].map(([name, sum]) => [name, Math.round(sum * 10) / 10])),
        };
    }

    /** @param isFirst true if what processes have taken until now does not count */
    #sample(isFirst: boolean): void {
        const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number);
        const samples = new Map(pids.map((pid) => [pid, this.#read(pid)]));
        for (const [pid, { name, peakKib, ticks }] of samples) {
            if (name !== undefined && isBelow(samples, pid)) {
                this.#peaks.set(name, Math.max(peakKib, this.#peaks.get(name) ?? 0));
                const known = this.#ticks.get(pid) ?? { name, first: isFirst ? ticks : 0, last: ticks };
                known.last = Math.max(known.last, ticks);
                this.#ticks.set(pid, known);
            }
        }
    }

    #read(pid: number): Sample {
        const command = readOr("", () => readFileSync(`/proc/${pid}/cmdline`, "utf8")).replaceAll("\0", " ");
        const status = readOr("", () => readFileSync(`/proc/${pid}/status`, "utf8"));
        // The program's name, in parentheses, may have blanks in it.
        const times = readOr("", () => readFileSync(`/proc/${pid}/stat`, "utf8")).split(") ").at(-1)?.split(" ") ?? [];
        const folder = readOr("", () => readlinkSync(`/proc/${pid}/cwd`));
        return {
            parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0),
            name: PROGRAMS.find(([mark]) => command.includes(mark))?.[1],
            isHere: folder === this.folder || folder.startsWith(`${this.folder}/`),
            peakKib: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0),
            ticks: Number(times[11] ?? 0) + Number(times[12] ?? 0),
        };
    }
}

function isBelow(samples: ReadonlyMap<number, Sample>, pid: number): boolean {
    const sample = samples.get(pid);
    return sample !== undefined && (sample.isHere || isBelow(samples, sample.parent));
}

function readOr(other: string, read: () => string): string {
    try {
        return read();
    } catch {
        // The process has ended.
        return other;
    }
}
