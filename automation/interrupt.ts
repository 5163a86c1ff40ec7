/**
 * Returns a signal that is aborted by the first Ctrl-C or SIGTERM, so that what runs is finished and recorded; the second
 * one ends the process as usual.
 */
export function untilInterrupted(say: (line: string) => void): AbortSignal {
    const controller = new AbortController();
    for (const name of ["SIGINT", "SIGTERM"] as const) {
        process.once(name, () => {
            say(`${name}: finishing what runs; once more stops at once`);
            controller.abort();
        });
    }
    return controller.signal;
}
