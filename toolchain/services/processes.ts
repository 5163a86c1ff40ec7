import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { readIfThere } from "./private-files";

/** A process of this machine that has not ended. */
export interface ProcessFacts {
    readonly pid: number;
    readonly parent: number;
    /** When it began, in the system's own words. */
    readonly began: string;
    /** Its words, or all of them as one where the system does not tell them apart. */
    readonly command: readonly string[];
}

/** Returns the processes of this machine. */
export function listProcesses(): ProcessFacts[] {
    if (process.platform !== "linux") {
        return listByPs([]);
    }
    const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
    return pids.map(readProc).filter((facts) => facts !== undefined);
}

/** Returns one process, or `undefined` if it has ended. */
export function findProcess(pid: number): ProcessFacts | undefined {
    return process.platform === "linux" ? readProc(pid) : listByPs(["-p", String(pid)])[0];
}

/** Returns true if the process, and not a later one of its number, is still there. */
export function isAlive({ pid, began }: Pick<ProcessFacts, "pid" | "began">): boolean {
    return findProcess(pid)?.began === began;
}

/** Returns true if these are the last words of the process's command. */
export function endsWith({ command }: ProcessFacts, words: readonly string[]): boolean {
    return command.length === 1
        ? command[0]?.endsWith(` ${words.join(" ")}`) === true
        : words.every((word, place) => command.at(place - words.length) === word);
}

/** Returns the processes together with all that they started, directly or not. */
export function withDescendants(roots: readonly ProcessFacts[], all: readonly ProcessFacts[]): ProcessFacts[] {
    const pids = new Set(roots.map(({ pid }) => pid));
    for (let size = 0; size !== pids.size;) {
        size = pids.size;
        all.filter(({ parent }) => pids.has(parent)).forEach(({ pid }) => pids.add(pid));
    }
    return all.filter(({ pid }) => pids.has(pid));
}

/** Reads Linux's own list. Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function readProc(pid: number): ProcessFacts | undefined {
    const stat = readIfThere(`/proc/${pid}/stat`);
    const command = readIfThere(`/proc/${pid}/cmdline`);
    if (stat === undefined || command === undefined) {
        return undefined;
    }
    // The second field is a name in brackets, which may hold brackets itself.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state, parent] = fields;
    const began = fields[19];
    return began === undefined || ((state === "Z" || state === "X") && !hasThreads(pid))
        ? undefined
        : { pid, parent: Number(parent), began, command: command.replace(/\0$/, "").split("\0") };
}

/** A process whose first thread has ended keeps its ports and files until the last one has. */
function hasThreads(pid: number): boolean {
    try {
        return readdirSync(`/proc/${pid}/task`).length > 1;
    } catch {
        return false;
    }
}

function listByPs(choice: readonly string[]): ProcessFacts[] {
    const columns = ["-ww", "-o", "pid=,ppid=,state=,lstart=,command="];
    const env = { PATH: "/bin:/usr/bin", LC_ALL: "C" };
    const { stdout } = spawnSync("ps", [...(choice.length > 0 ? choice : ["-A"]), ...columns], { encoding: "utf8", env });
    return (stdout ?? "").split("\n").flatMap((line) => {
        const [, pid, parent, state, began, command] = /^ *(\d+) +(\d+) +(\S+) +((?:\S+ +){4}\d{4}) +(.*)$/.exec(line) ?? [];
        return began === undefined || command === undefined || state?.startsWith("Z") === true
            ? []
            : [{ pid: Number(pid), parent: Number(parent), began, command: [command] }];
    });
}
