import type { EngineListener, Running } from "./engine-listener";

const PAST: Readonly<Record<string, string>> = {
    create: "created",
    update: "updated",
    delete: "deleted",
    replace: "replaced",
    refresh: "compared",
    read: "read",
    build: "built",
};

/** Tells of a preview: no resource takes time there, so only what would be done. */
export class PlanListener implements EngineListener {
    constructor(readonly say: (line: string) => void) {}

    started({ name, op }: Running): void {
        this.say(`${name.padEnd(16)} to ${op}`);
    }

    step(): void {}

    finished(): void {}

    message(severity: string, name: string, text: string): void {
        this.say(formatMessage(severity, name, text));
    }
}

function formatMessage(severity: string, name: string, text: string): string {
    return `${severity}: ${name === "" ? "" : `${name}: `}${text}`;
}

/** Writes progress for people to stderr: a block that is drawn anew on a terminal, plain lines elsewhere. */
export class Terminal implements EngineListener {
    #drawn = 0;

    #timer: NodeJS.Timeout | undefined;

    #lastBeat = Date.now();

    constructor(
        readonly out: NodeJS.WriteStream,
        /** Returns how many resources are through, and which are under way. */
        readonly progress: () => { readonly done: number; readonly running: readonly Running[] },
    ) {}

    /** Starts to show elapsed times: four times a second on a terminal, every ten seconds in a log. */
    start(): void {
        this.#timer = setInterval(() => (this.out.isTTY ? this.#draw() : this.#beat()), this.out.isTTY ? 250 : 1000);
    }

    /** Ends the live block and leaves only the lines. */
    stop(): void {
        clearInterval(this.#timer);
        this.#erase();
    }

    /** Writes a line that stays. */
    readonly say = (line: string): void => {
        this.#erase();
        this.out.write(`${line}\n`);
    };

    started({ name, op }: Running): void {
        if (!this.out.isTTY) {
            this.say(`${name.padEnd(16)} ${op}: started`);
        }
    }

    step({ name, step }: Running): void {
        if (!this.out.isTTY) {
            this.say(`${name.padEnd(16)} ${step}`);
        }
    }

    finished({ name, op, since }: Running, failed: boolean): void {
        this.say(`${name.padEnd(16)} ${failed ? `${op} failed` : (PAST[op] ?? op)} after ${elapsed(since)}`);
    }

    message(severity: string, name: string, text: string): void {
        this.say(formatMessage(severity, name, text));
    }

    #beat(): void {
        const { done, running } = this.progress();
        const names = running.map(({ name, since }) => `${name} ${elapsed(since)}`);
        if (names.length > 0 && Date.now() - this.#lastBeat >= 10_000) {
            this.#lastBeat = Date.now();
            this.say(`${done} done, still running: ${names.slice(0, 8).join(", ")}${names.length > 8 ? ` and ${names.length - 8} more` : ""}`);
        }
    }

    #draw(): void {
        this.#erase();
        const { done, running } = this.progress();
        if (running.length === 0) {
            return;
        }
        const lines = running.slice(0, Math.max(1, (this.out.rows || 24) - 3)).map(({ name, op, since, step }) =>
            `${elapsed(since).padStart(8)}  ${name}: ${op} ${step}`);
        const block = [`${done} done, ${running.length} running`, ...lines].map((line) => line.slice(0, (this.out.columns || 80) - 1));
        this.out.write(block.map((line) => `${line}\n`).join(""));
        this.#drawn = block.length;
    }

    #erase(): void {
        if (this.#drawn > 0) {
            this.out.moveCursor(0, -this.#drawn);
            this.out.clearScreenDown();
            this.#drawn = 0;
        }
    }
}

/** Returns the time since a moment, such as `3.2 s` or `2 min 5 s`. */
export function elapsed(since: number, now = Date.now()): string {
    const seconds = (now - since) / 1000;
    return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
