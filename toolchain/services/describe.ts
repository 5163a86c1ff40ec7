import type { ServiceName, ServiceStatus } from "../local-services";
import { askBuildkit } from "./buildkit-answer";
import { findService } from "./find-service";
import { localPaths, registryHost, type LocalPaths } from "./local-paths";
import { readRecord, type ServicesRecord } from "./record";
import { askRegistry } from "./registry-answer";
import { requireRootless } from "./rootless";
import { buildkitSocket } from "./socket-folder";

/** Time for a service to answer the doctor. */
const ANSWER_MS = 3_000;

/** Returns a row for each service. */
export async function describe(root: string): Promise<ServiceStatus[]> {
    const paths = localPaths(root);
    const record = readRecord(paths);
    return Promise.all([
        describeOne(paths, record, "registry"),
        describeOne(paths, record, "buildkitd").then((row) => ({ ...row, ...adviceForBuildkit() })),
    ]);
}

async function describeOne(paths: LocalPaths, record: ServicesRecord | undefined, name: ServiceName): Promise<ServiceStatus> {
    const log = { registry: paths.registry.log, buildkitd: paths.buildkit.log }[name];
    if (record === undefined) {
        return { name, state: "never started", where: "-", log };
    }
    const socket = buildkitSocket(record.sockets ?? paths.buildkit.folder);
    const where = { registry: registryHost(record.port), buildkitd: socket }[name];
    const pid = findService(name, paths, record)[0]?.pid;
    if (pid === undefined) {
        return { name, state: "stopped", where, log };
    }
    const { state } = await (name === "registry" ? askRegistry(paths, record.port, ANSWER_MS) : askBuildkit(socket, ANSWER_MS));
    return { name, state: state === "ready" ? "running" : "not answering", pid, where, log };
}

function adviceForBuildkit(): { readonly advice?: string } {
    try {
        if (process.platform === "linux" && process.getuid?.() !== 0) {
            requireRootless();
        }
        return {};
    } catch (error) {
        return { advice: (error as Error).message };
    }
}
