import { readlinkSync } from "node:fs";
import type { ServiceName } from "../local-services";
import type { LocalPaths } from "./local-paths";
import { endsWith, listProcesses, type ProcessFacts } from "./processes";
import type { ServicesRecord } from "./record";

/** What people call the services. */
export const TITLES: Readonly<Record<ServiceName, string>> = { registry: "the registry", buildkitd: "BuildKit" };

/** Returns the words that a service's command ends with, and that of what starts it as an ordinary user. */
export function commandOf(name: ServiceName, { registry, buildkit }: LocalPaths): string[] {
    return { registry: ["serve", registry.config], buildkitd: ["--config", buildkit.config] }[name];
}

/** Returns the folder that a service runs in. */
export function folderOf(name: ServiceName, { registry, buildkit }: LocalPaths): string {
    return { registry: registry.folder, buildkitd: buildkit.folder }[name];
}

/**
 * Returns the processes of a service of a checkout, whether a run has recorded them or not.
 *
 * @param all the processes to look among; @default - those of this machine
 */
export function findService(
    name: ServiceName,
    paths: LocalPaths,
    record: ServicesRecord | undefined,
    all: readonly ProcessFacts[] = listProcesses(),
): ProcessFacts[] {
    const words = commandOf(name, paths);
    const recorded = record?.started[name];
    return all.filter((facts) => endsWith(facts, words)
        // A checkout that was moved has taken its services along, whose commands still name the old place. In a copy of
        // a checkout the record names the services of the original, which run elsewhere.
        || (facts.pid === recorded?.pid && facts.began === recorded.began && workingFolder(facts.pid) === folderOf(name, paths)));
}

function workingFolder(pid: number): string | undefined {
    try {
        return readlinkSync(`/proc/${pid}/cwd`);
    } catch {
        return undefined;
    }
}
