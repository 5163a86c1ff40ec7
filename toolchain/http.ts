import type { Surroundings } from "./surroundings";

/** Returns why an address does not answer within `limits.probeMs`, or undefined if it does, whatever it says. */
export async function whyUnreachable(address: string, { limits, signal }: Surroundings): Promise<string | undefined> {
    try {
        await fetch(address, {
            method: "HEAD",
            redirect: "manual",
            signal: anyOf(AbortSignal.timeout(limits.probeMs), signal),
        });
        return undefined;
    } catch (error) {
        signal?.throwIfAborted();
        return `${new URL(address).host} cannot be reached (${reasonOf(error, limits.probeMs)})`;
    }
}

/**
 * Reads the whole answer of an address; `alive` postpones the end that comes after `limits.idleMs` of silence.
 *
 * @throws {Error} If there is no answer, or none that says OK, with one line of reason.
 */
export async function fetchWhole<T>(
    url: string,
    { limits, signal }: Surroundings,
    read: (response: Response, alive: () => void) => Promise<T>,
): Promise<T> {
    const stalled = new AbortController();
    const timer = setTimeout(() => stalled.abort(new DOMException("", "TimeoutError")), limits.idleMs);
    try {
        const response = await fetch(url, { signal: anyOf(stalled.signal, signal) });
        if (!response.ok) {
            await response.body?.cancel();
            throw new Error(`HTTP ${response.status}`);
        }
        return await read(response, () => timer.refresh());
    } catch (error) {
        signal?.throwIfAborted();
        throw new Error(`${url} cannot be downloaded (${reasonOf(error, limits.idleMs)})`);
    } finally {
        clearTimeout(timer);
    }
}

function anyOf(own: AbortSignal, signal: AbortSignal | undefined): AbortSignal {
    return signal === undefined ? own : AbortSignal.any([own, signal]);
}

function reasonOf(error: unknown, limitMs: number): string {
    if (!(error instanceof Error)) {
        return String(error);
    }
    if (error.name === "TimeoutError") {
        return `silent for ${limitMs / 1000} s`;
    }
    const cause: unknown = error.cause;
    const code = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : undefined;
    return code ?? error.message;
}
