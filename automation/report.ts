import type { Advice } from "../model/advice/advise-on-errors";

/** What the policy pack said of one resource. */
export interface PolicyVerdict {
    readonly rule: string;
    readonly level: string;
    readonly severity: string;
    readonly resource: string;
    readonly message: string;
}

/** How many resources went which way. */
export interface Changes {
    readonly create: number;
    readonly update: number;
    readonly delete: number;
    readonly replace: number;
    readonly same: number;
}

/** The one JSON document that `--json` prints. */
export interface Report {
    readonly ok: boolean;
    readonly changes: Changes;
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly policies: readonly PolicyVerdict[];
    /** What went wrong, for people; empty when `ok`. */
    readonly errors: readonly string[];
    /** What to do next about the errors, once for each cause and registry; @default - nothing failed, or not as far as the engine */
    readonly advice?: readonly Advice[];
    readonly seconds: number;
}

/** Returns the engine's counts under the five names that a report has. */
export function readChanges(counts: Readonly<Record<string, number>> = {}): Changes {
    const count = (name: string) => counts[name] ?? 0;
    return {
        create: count("create"),
        update: count("update"),
        delete: count("delete"),
        replace: count("replace"),
        same: count("same"),
    };
}

/** Returns the changes in words, such as `2 created, 5 unchanged`. */
export function formatChanges(changes: Changes, done: boolean): string {
    const words: readonly [number, string, string][] = [
        [changes.create, "created", "to create"],
        [changes.update, "updated", "to update"],
        [changes.replace, "replaced", "to replace"],
        [changes.delete, "deleted", "to delete"],
        [changes.same, "unchanged", "unchanged"],
    ];
    const parts = words.filter(([count]) => count > 0).map(([count, past, future]) => `${count} ${done ? past : future}`);
    return parts.length === 0 ? "nothing to do" : parts.join(", ");
}

/** Returns the report of a run that did not get as far as the engine. */
export function failedReport(errors: readonly string[], started: number): Report {
    return { ok: false, changes: readChanges(), outputs: {}, policies: [], errors, seconds: secondsSince(started) };
}

/** Returns the seconds since a moment, with two decimals. */
export function secondsSince(started: number): number {
    return Math.round((Date.now() - started) / 10) / 100;
}

/** Prints one JSON document on stdout. */
export function printJson(document: unknown): void {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
