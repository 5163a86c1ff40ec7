import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, listProcesses, withDescendants, type ProcessFacts } from "./processes";

/** Time for the system to take a killed process away; a disk that hangs can keep it from that. */
const KILL_MS = 10_000;

const LOOK_AGAIN_MS = 20;

/**
 * Ends processes with all that they started.
 *
 * @param graceMs how long they may take after SIGTERM, before SIGKILL; 0 sends SIGKILL at once
 * @throws {Error} If one does not end, or belongs to another user.
 */
export async function endProcesses(processes: readonly ProcessFacts[], graceMs: number): Promise<void> {
    const family = withDescendants(processes, listProcesses());
    if (graceMs > 0) {
        // A process that was started by another of them is ended by that one.
        const pids = new Set(processes.map(({ pid }) => pid));
        const first = processes.filter(({ parent }) => !pids.has(parent));
        signal(first, "SIGTERM");
        // One that was put to sleep would not notice.
        signal(first, "SIGCONT");
        // BuildKit ends once its build steps have, and takes their mounts away then.
        signal(family.filter(({ pid }) => !pids.has(pid)), "SIGKILL");
        await ended(processes, graceMs);
    }
    signal(family, "SIGKILL");
    const left = await ended(family, KILL_MS);
    if (left.length > 0) {
        throw new Error(`Cannot stop process ${left.map(({ pid }) => pid).join(", ")}: the system does not end it`);
    }
}

/** Waits until the processes have ended; returns those that have not. */
async function ended(processes: readonly ProcessFacts[], limitMs: number): Promise<ProcessFacts[]> {
    const until = Date.now() + limitMs;
    for (;;) {
        const left = processes.filter(isAlive);
        if (left.length === 0 || Date.now() > until) {
            return left;
        }
        await sleep(LOOK_AGAIN_MS);
    }
}

function signal(processes: readonly ProcessFacts[], name: NodeJS.Signals): void {
    for (const { pid } of processes.filter(isAlive)) {
        try {
            process.kill(pid, name);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === "EPERM") {
                throw new Error(`Cannot stop process ${pid}: it belongs to another user`);
            }
        }
    }
}
