import type { Daemon } from "./daemon";
import { endProcesses } from "./end-processes";
import { findService } from "./find-service";
import { listProcesses, withDescendants, type ProcessFacts } from "./processes";
import type { Session } from "./session";

/**
 * Returns true if a service runs as it should and answers. Whatever else runs of its kind is ended: one that hangs, one
 * that was started with other settings, and one that nobody has recorded.
 *
 * @throws {Error} If it answers, but what it answers cannot be mended by starting it anew.
 */
export async function keep(daemon: Daemon, session: Session): Promise<boolean> {
    const all = listProcesses();
    const found = findService(daemon.name, session.paths, session.record(), all);
    const recorded = session.record()?.started[daemon.name];
    const current = found.filter(({ pid, began }) => pid === recorded?.pid && began === recorded.began);
    const family = withDescendants(current, all);
    const strays = found.filter(({ pid }) => !family.some((member) => member.pid === pid));
    if (strays.length > 0) {
        session.say(`stopping ${daemon.title} that no run has recorded (process ${pidsOf(strays)})`);
        await endProcesses(strays, session.limits.stopMs);
    }
    if (current.length === 0) {
        return false;
    }
    if (recorded?.fingerprint !== daemon.fingerprint) {
        session.say(`stopping ${daemon.title}: its settings have changed`);
        await endProcesses(found, session.limits.stopMs);
        return false;
    }
    return answers(daemon, session, found);
}

async function answers(daemon: Daemon, session: Session, found: readonly ProcessFacts[]): Promise<boolean> {
    const { state, reason } = await daemon.ask(session.limits.answerMs);
    if (state === "wrong") {
        throw new Error(`Cannot use ${daemon.title} that runs here: ${reason}`);
    }
    if (state === "silent") {
        session.say(`stopping ${daemon.title}: ${reason}`);
        await endProcesses(found, 0);
    }
    return state === "ready";
}

function pidsOf(processes: readonly ProcessFacts[]): string {
    return processes.map(({ pid }) => pid).join(", ");
}
