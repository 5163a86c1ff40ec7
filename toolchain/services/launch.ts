import { spawn, type ChildProcess } from "node:child_process";
import { closeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceLimits } from "../local-services";
import type { Daemon } from "./daemon";
import { endProcesses } from "./end-processes";
import { findService } from "./find-service";
import { openLog, tailLog } from "./log-tail";
import { findProcess } from "./processes";
import type { Session } from "./session";

const ASK_AGAIN_MS = 40;

const LOG_LINES = 12;

/**
 * Starts a service in a session of its own, and waits until it answers.
 *
 * Precondition: none of its kind runs.
 *
 * @throws {Error} If it ends or does not answer in time, with the end of its log; it is gone then.
 */
export async function launch(daemon: Daemon, session: Session): Promise<void> {
    session.say(`starting ${daemon.title}, log ${daemon.log}`);
    const { file, from } = openLog(daemon.log);
    const child = spawnPrivately(daemon, file);
    closeSync(file);
    const gone = ending(child);
    note(daemon, child.pid, session);
    const fault = await untilReady(daemon, gone, session.limits);
    if (fault !== undefined) {
        await endProcesses(findService(daemon.name, session.paths, session.record()), 0);
        session.note(daemon.name, undefined);
        const lines = tailLog(daemon.log, LOG_LINES, from).map((line) => `\n  ${line}`);
        throw new Error(`Cannot start ${daemon.title}: ${fault}; log ${daemon.log}${lines.join("")}`);
    }
    child.removeAllListeners();
    child.unref();
    session.say(`${daemon.title} is ready`);
}

/** Records the process before anything else can happen; one that was never recorded is found by its command. */
function note({ name, fingerprint, program }: Daemon, pid: number | undefined, session: Session): void {
    const began = pid === undefined ? undefined : findProcess(pid)?.began;
    if (pid !== undefined && began !== undefined) {
        session.note(name, { pid, began, fingerprint, program });
    }
}

/** Starts the program with files that only this user may read. */
function spawnPrivately({ program, args, folder, env }: Daemon, log: number): ChildProcess {
    const umask = process.umask(0o077);
    try {
        return spawn(program, args, { cwd: folder, env, detached: true, stdio: ["ignore", log, log] });
    } finally {
        process.umask(umask);
    }
}

/** Returns how the process ended, once it has. */
function ending(child: ChildProcess): Promise<string> {
    return new Promise((resolve) => {
        child.once("error", (error) => resolve(error.message));
        child.once("exit", (code, signal) => resolve(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`));
    });
}

/** Waits for an answer; returns why there is none. */
async function untilReady({ ask }: Daemon, gone: Promise<string>, { readyMs, answerMs }: ServiceLimits): Promise<string | undefined> {
    const until = Date.now() + readyMs;
    for (;;) {
        const left = Math.max(1, until - Date.now());
        const answer = await Promise.race([ask(Math.min(left, answerMs)), gone]);
        if (typeof answer === "string") {
            return answer;
        }
        if (answer.state !== "silent") {
            return answer.state === "ready" ? undefined : answer.reason;
        }
        if (Date.now() >= until) {
            return `${answer.reason} after ${readyMs / 1000} seconds`;
        }
        await sleep(ASK_AGAIN_MS);
    }
}
