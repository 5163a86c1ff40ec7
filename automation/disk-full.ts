import { statSync } from "node:fs";
import type { LocalServices } from "../toolchain/local-services";
import { tailLog } from "../toolchain/services/log-tail";

/** How many of a log's last lines are looked at. */
const LINES = 500;

/**
 * Returns a function that tells which services have met a full disk since now. Only their logs say so: what a push gets to
 * see of it is "unknown" or "invalid content range".
 */
export function watchDisk(services: LocalServices | undefined): () => string[] {
    const logs = Object.entries(services?.logs ?? {}).map(([name, log]) =>
        ({ name, log, from: statSync(log, { throwIfNoEntry: false })?.size ?? 0 }));
    return () => logs
        .filter(({ log, from }) => tailLog(log, LINES, from).some((line) => line.includes("no space left on device")))
        .map(({ name, log }) => `Cannot write the data of ${name}: no space left on device; log ${log}`);
}
