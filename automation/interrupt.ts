/** How long the engine has to say that it heard of an interruption by itself, as it does of Ctrl-C in a terminal. */
const HEARING_MS = 1000;

/** What Ctrl-C, SIGTERM or the end of the terminal comes to. */
export interface Interruption {
    /** Aborted at once. */
    readonly signal: AbortSignal;

    /** Aborted only if the engine has not heard of it by itself: a second word would make it stop without finishing. */
    readonly engineSignal: AbortSignal;

    /** Notes that the engine is stopping by itself. */
    readonly heard: () => void;
}

/** Turns the first Ctrl-C, SIGTERM or SIGHUP into signals, so that what runs is finished and recorded; the next one ends the process. */
export function untilInterrupted(say: (line: string) => void): Interruption {
    const now = new AbortController();
    const later = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const interrupt = (name: NodeJS.Signals): void => {
        if (now.signal.aborted) {
            process.exit(1);
        }
        say(`${name}: finishing what runs; once more stops at once`);
        now.abort(new Error(`Cannot go on: ${name}`));
        timer = setTimeout(() => later.abort(), HEARING_MS);
    };
    // Not `once`: the Automation API's way to start the CLI ends this process if nobody listens any more.
    process.on("SIGINT", interrupt);
    process.on("SIGTERM", interrupt);
    process.on("SIGHUP", interrupt);
    return { signal: now.signal, engineSignal: later.signal, heard: () => clearTimeout(timer) };
}
