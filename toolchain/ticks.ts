import type { Limits } from "./surroundings";

/** Calls `tick` with the seconds passed, every `limits.tickMs`, until the work is over. */
export async function withTicks<T>(
    limits: Limits,
    tick: (seconds: number) => void,
    work: () => Promise<T>,
): Promise<T> {
    const start = Date.now();
    const timer = setInterval(() => tick(Math.round((Date.now() - start) / 1000)), limits.tickMs);
    try {
        return await work();
    } finally {
        clearInterval(timer);
    }
}
