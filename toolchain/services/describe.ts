import type { ServiceName, ServiceStatus } from "../local-services";
import { askBuildkit } from "./buildkit-answer";
import type { Answer } from "./daemon";
import { findService } from "./find-service";
import { localPaths, registryHost, type LocalPaths } from "./local-paths";
import { readRecord } from "./record";
import { askRegistry } from "./registry-answer";
import { buildkitSocket } from "./socket-folder";

/** Time for a service to answer the doctor. */
const ANSWER_MS = 3_000;

/** Returns a row for each service. */
export async function describe(root: string): Promise<ServiceStatus[]> {
    const paths = localPaths(root);
    const record = readRecord(paths);
    const socket = buildkitSocket(record?.sockets ?? paths.buildkit.folder);
    const { registry, buildkit } = paths;
    if (record === undefined) {
        return [
            { name: "registry", state: "never started", where: "-", log: registry.log },
            { name: "buildkitd", state: "never started", where: "-", log: buildkit.log },
        ];
    }
    return Promise.all([
        describeOne(paths, "registry", registryHost(record.port), registry.log, () => askRegistry(paths, record.port, ANSWER_MS)),
        describeOne(paths, "buildkitd", socket, buildkit.log, () => askBuildkit(socket, ANSWER_MS)),
    ]);
}

async function describeOne(paths: LocalPaths, name: ServiceName, where: string, log: string, ask: () => Promise<Answer>): Promise<ServiceStatus> {
    const pid = findService(name, paths, readRecord(paths))[0]?.pid;
    if (pid === undefined) {
        return { name, state: "stopped", where, log };
    }
    const { state } = await ask();
    return { name, state: state === "ready" ? "running" : "not answering", pid, where, log };
}
