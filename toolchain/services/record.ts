import type { ServiceName } from "../local-services";
import type { LocalPaths } from "./local-paths";
import { readIfThere, writePrivateFile } from "./private-files";

/** What is known of a service that was started. */
export interface StartedService {
    readonly pid: number;
    /** When the process began, in the system's own words: a later process of the same number began at another time. */
    readonly began: string;
    /** Stands for all that it was started with. */
    readonly fingerprint: string;
    readonly program: string;
}

/** What `services.json` says. */
export interface ServicesRecord {
    readonly port: number;
    /** The folder of BuildKit's sockets. */
    readonly sockets?: string;
    readonly started: Readonly<Partial<Record<ServiceName, StartedService>>>;
}

/** Returns the registry's port, or `undefined` if none was chosen yet. */
export function readPort(paths: LocalPaths): number | undefined {
    return readRecord(paths)?.port;
}

/** Returns what was recorded; where that is lost, the registry's own configuration still knows the port. */
export function readRecord(paths: LocalPaths): ServicesRecord | undefined {
    const record = parseRecord(readIfThere(paths.record));
    if (record !== undefined) {
        return record;
    }
    const port = Number(/^ +addr: 127\.0\.0\.1:(\d+)$/m.exec(readIfThere(paths.registry.config) ?? "")?.[1]);
    return isPort(port) ? { port, started: {} } : undefined;
}

/** Writes the record, as a whole or not at all. */
export function writeRecord(paths: LocalPaths, record: ServicesRecord): void {
    writePrivateFile(paths.record, `${JSON.stringify(record, undefined, 4)}\n`);
}

function parseRecord(text: string | undefined): ServicesRecord | undefined {
    const { port, sockets, started } = parseObject(text);
    if (!isPort(port)) {
        return undefined;
    }
    const { registry, buildkitd } = isObject(started) ? started : {};
    return {
        port,
        ...(typeof sockets === "string" ? { sockets } : {}),
        started: { ...(isStarted(registry) ? { registry } : {}), ...(isStarted(buildkitd) ? { buildkitd } : {}) },
    };
}

function parseObject(text: string | undefined): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(text ?? "{}");
        return isObject(value) ? value : {};
    } catch {
        return {};
    }
}

function isStarted(value: unknown): value is StartedService {
    return isObject(value) && Number.isSafeInteger(value["pid"]) && Number(value["pid"]) > 1
        && ["began", "fingerprint", "program"].every((key) => typeof value[key] === "string");
}

function isPort(value: unknown): value is number {
    return Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
