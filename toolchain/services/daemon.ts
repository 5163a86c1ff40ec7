import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import type { ServiceName } from "../local-services";

/** What a service says when asked. */
export interface Answer {
    /** `silent` may pass, `wrong` will not. */
    readonly state: "ready" | "silent" | "wrong";
    /** One line; empty if it is ready. */
    readonly reason: string;
}

/** Asks a service once; never throws. */
export type Ask = (limitMs: number) => Promise<Answer>;

/** How a service is started, told apart and asked. */
export interface Daemon {
    readonly name: ServiceName;
    /** What people call it, with its article. */
    readonly title: string;
    readonly program: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    /** The folder that it runs in. */
    readonly folder: string;
    readonly log: string;
    /** Changes when it has to be started anew. */
    readonly fingerprint: string;
    readonly ask: Ask;
}

/** It answers as it should. */
export const READY: Answer = { state: "ready", reason: "" };

/**
 * Returns a value that changes with any of the texts, and with the programs as files.
 *
 * @throws {Error} If a program is not there.
 */
export function fingerprintOf(programs: readonly string[], texts: readonly string[]): string {
    const files = programs.map((program) => {
        const file = statSync(program, { throwIfNoEntry: false });
        if (file === undefined) {
            throw new Error(`Cannot run "${program}": there is no such file`);
        }
        return [program, file.size, file.mtimeMs];
    });
    return createHash("sha256").update(JSON.stringify([files, texts])).digest("hex");
}

/** Returns the environment variables that a service has to be started anew for. */
export function effectiveVariables(env: Readonly<Record<string, string>>): string {
    return JSON.stringify(Object.entries(env).filter(([name]) => /proxy$|^SSL_/i.test(name)).sort());
}
