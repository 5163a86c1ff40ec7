import { join } from "node:path";
import { BUILDER, registryHost, USERNAME, type LocalPaths } from "./local-paths";
import { encodeLogin } from "./login";
import { makePrivateFolder, writePrivateFile } from "./private-files";
import { buildkitSocket } from "./socket-folder";

/** Writes what docker, curl and buildx read to reach the services. */
export function writeClientFiles(paths: LocalPaths, port: number, sockets: string, password: string): void {
    const instances = join(paths.buildx, "instances");
    [paths.docker, paths.buildx, instances].forEach(makePrivateFolder);
    const auths = { [registryHost(port)]: { auth: encodeLogin(password) } };
    writePrivateFile(join(paths.docker, "config.json"), `${JSON.stringify({ auths }, undefined, 4)}\n`);
    writePrivateFile(paths.netrc, `machine 127.0.0.1 login ${USERNAME} password ${password}\n`);
    writePrivateFile(join(instances, BUILDER), JSON.stringify(builderInstance(buildkitSocket(sockets))));
}

/**
 * Returns a builder as buildx stores it.
 *
 * @see https://github.com/docker/buildx/blob/v0.35.0/store/nodegroup.go
 */
function builderInstance(socket: string): object {
    const node = { Name: `${BUILDER}0`, Endpoint: `unix://${socket}`, Platforms: null, DriverOpts: null, Flags: null, Files: null };
    return { Name: BUILDER, Driver: "remote", Nodes: [node], Dynamic: false };
}
