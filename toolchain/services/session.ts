import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Say, ServiceLimits, ServiceName } from "../local-services";
import { localPaths, type LocalPaths } from "./local-paths";
import { makePrivateFolder } from "./private-files";
import { readRecord, writeRecord, type ServicesRecord, type StartedService } from "./record";

const LIMITS: ServiceLimits = { answerMs: 10_000, readyMs: 60_000, stopMs: 10_000, lockMs: 180_000 };

/** A lock that was not renewed for this long was its holder's last act. */
const STALE_MS = 10_000;

const ASK_AGAIN_MS = 200;

/** The work on the services of one checkout, which only one run at a time may do. */
export interface Session {
    readonly paths: LocalPaths;
    readonly limits: ServiceLimits;
    readonly say: Say;
    /** What is recorded now; `undefined` before the first port was chosen. */
    record(): ServicesRecord | undefined;
    /** Changes the record, and writes it at once. */
    settle(change: Pick<ServicesRecord, "port"> & Partial<ServicesRecord>): void;
    /** Notes a service as started, or without `started` as ended. */
    note(name: ServiceName, started: StartedService | undefined): void;
}

/** What may differ from what is usual. */
export interface SessionOptions {
    readonly say?: Say;
    readonly limits?: Partial<ServiceLimits> | undefined;
}

/**
 * Does work on the services of a checkout while no other run does.
 *
 * @throws {Error} If another run does not let go of them.
 */
export async function openSession<T>(root: string, options: SessionOptions, work: (session: Session) => Promise<T>): Promise<T> {
    const paths = localPaths(root);
    const { say = () => undefined } = options;
    const limits = { ...LIMITS, ...options.limits };
    [paths.folder, paths.registry.folder, paths.buildkit.folder, paths.tls.folder].forEach(makePrivateFolder);
    const release = await takeLock(paths.folder, limits, say);
    try {
        return await work(sessionOn(paths, limits, say));
    } finally {
        // A lock that was lost is another run's by now.
        await release().catch(() => undefined);
    }
}

function sessionOn(paths: LocalPaths, limits: ServiceLimits, say: Say): Session {
    let record = readRecord(paths);
    const settle = (change: Pick<ServicesRecord, "port"> & Partial<ServicesRecord>): void => {
        record = { started: {}, ...record, ...change };
        writeRecord(paths, record);
    };
    const note = (name: ServiceName, one: StartedService | undefined): void => {
        if (record !== undefined) {
            const { [name]: _, ...others } = record.started;
            settle({ port: record.port, started: one === undefined ? others : { ...others, [name]: one } });
        }
    };
    return { paths, limits, say, record: () => record, settle, note };
}

async function takeLock(folder: string, { lockMs }: ServiceLimits, say: Say): Promise<() => Promise<void>> {
    const until = Date.now() + lockMs;
    for (let told = false; ; told = true) {
        const release = await tryLock(folder);
        if (release !== undefined) {
            return release;
        }
        if (Date.now() > until) {
            throw new Error(`Cannot work on the local services in "${folder}": another run has been at it for ${lockMs / 1000} seconds`);
        }
        if (!told) {
            say("another run is at the local services: waiting for it");
        }
        await sleep(ASK_AGAIN_MS);
    }
}

async function tryLock(folder: string): Promise<(() => Promise<void>) | undefined> {
    const { lock } = await import("proper-lockfile");
    try {
        return await lock(folder, {
            lockfilePath: join(folder, "services.lock"),
            realpath: false,
            stale: STALE_MS,
            update: STALE_MS / 4,
            // After a suspend another run may have taken over. All that both know is in the record and in the list of
            // processes, and neither the port nor BuildKit's folder can be used twice.
            onCompromised: () => undefined,
        });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ELOCKED") {
            return undefined;
        }
        throw error;
    }
}
