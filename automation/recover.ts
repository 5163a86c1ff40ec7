import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { ConcurrentUpdateError, type Stack } from "@pulumi/pulumi/automation";
import { resourceName } from "./urn";

/** How long a run waits for an engine that outlived the run it belonged to. */
const PATIENCE_SECONDS = 120;

/**
 * Runs work that needs the stack's lock. If a run that is dead left it locked, says so, unlocks it and works again.
 *
 * @throws {Error} If another run holds the stack and goes on holding it.
 */
export async function withLock<T>(stack: Stack, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + PATIENCE_SECONDS * 1000;
    for (;;) {
        try {
            return await work();
        } catch (error) {
            if (!(error instanceof ConcurrentUpdateError)) {
                throw error;
            }
            const holder = readHolder(error.message);
            const gone = holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
            if (gone) {
                say(`stack "${stack.name}" was left locked by a run that died (process ${holder.pid}); unlocking it`);
                await stack.cancel();
                await clearInterrupted(stack, say);
            } else if (holder?.host === hostname() && Date.now() < deadline) {
                say(`stack "${stack.name}" is locked by a run that still works (process ${holder.pid}); waiting for it`);
                await sleep(3000);
            } else {
                throw new Error(`Cannot work on stack "${stack.name}": ${describeLock(error.message)}`);
            }
        }
    }
}

/** Compares the state with the registry if a run was cut off in mid-operation, so that nothing is made twice. */
export async function clearInterrupted(stack: Stack, say: (line: string) => void): Promise<void> {
    const { deployment } = await stack.exportStack();
    const pending: { type: string; resource: { urn: string } }[] = deployment?.pending_operations ?? [];
    if (pending.length > 0) {
        const names = pending.map(({ type, resource }) => `${type} ${resourceName(resource.urn)}`);
        say(`an earlier run was cut off while ${names.join(", ")}; comparing the state with the registry`);
        await stack.refresh({ clearPendingCreates: true });
    }
}

/** Reads who holds a lock from the engine's words: `created by user@host (pid 1) at …`. */
function readHolder(message: string): { host: string; pid: number } | undefined {
    const match = /created by [^@\s]+@(\S+) \(pid (\d+)\)/.exec(message);
    return match === null ? undefined : { host: match[1] ?? "", pid: Number(match[2]) };
}

function describeLock(message: string): string {
    const line = /(created by .+)/.exec(message)?.[1] ?? "another update is in progress";
    return `it is locked, ${line}; pulumi cancel gives the lock back if that run is gone`;
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
