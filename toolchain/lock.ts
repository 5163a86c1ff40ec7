import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { cacheFolder, type Surroundings } from "./surroundings";
import { withTicks } from "./ticks";

/**
 * Does work that only one run at a time may do; a second run waits, says so, and a lock whose holder was killed is
 * taken over after `limits.staleMs`.
 *
 * @throws {Error} If the cache cannot be written.
 */
export async function withCacheLock<T>(
    surroundings: Surroundings,
    work: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
    const lost = new AbortController();
    return holding(await takeLock(surroundings, lost), lost, surroundings, work);
}

/** Does work that only one run at a time may do, unless another run is at it. */
export async function ifCacheIsFree(
    surroundings: Surroundings,
    work: (surroundings: Surroundings) => Promise<void>,
): Promise<void> {
    const lost = new AbortController();
    const release = await tryLock(surroundings, lost);
    if (release !== undefined) {
        await holding(release, lost, surroundings, work);
    }
}

type Release = () => Promise<void>;

async function holding<T>(
    release: Release,
    lost: AbortController,
    surroundings: Surroundings,
    work: (surroundings: Surroundings) => Promise<T>,
): Promise<T> {
    const signal =
        surroundings.signal === undefined ? lost.signal : AbortSignal.any([lost.signal, surroundings.signal]);
    try {
        return await work({ ...surroundings, signal });
    } finally {
        // A lock that was lost is another run's by now.
        await release().catch(() => undefined);
    }
}

async function takeLock(surroundings: Surroundings, lost: AbortController): Promise<Release> {
    const first = await tryLock(surroundings, lost);
    if (first !== undefined) {
        return first;
    }
    const { say, limits, signal } = surroundings;
    say("another run is getting tools: waiting for it");
    return withTicks(
        limits,
        (seconds) => say(`waiting for the other run to get its tools: ${seconds} s`),
        async () => {
            for (;;) {
                await sleep(500, undefined, signal === undefined ? {} : { signal });
                const release = await tryLock(surroundings, lost);
                if (release !== undefined) {
                    return release;
                }
            }
        },
    );
}

async function tryLock({ env, limits }: Surroundings, lost: AbortController): Promise<Release | undefined> {
    const folder = cacheFolder(env);
    try {
        await mkdir(folder, { recursive: true });
        return await lock(folder, {
            lockfilePath: join(folder, "tools.lock"),
            stale: limits.staleMs,
            update: limits.staleMs / 3,
            onCompromised: (error) =>
                lost.abort(new Error(`Cannot go on getting tools: the lock on ${folder} was lost (${error.message})`)),
        });
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ELOCKED") {
            return undefined;
        }
        throw error;
    }
}
