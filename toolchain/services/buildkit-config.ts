import { join } from "node:path";
import { registryHost, type LocalPaths } from "./local-paths";
import { buildkitSocket } from "./socket-folder";

/** What a BuildKit is configured by. */
export interface BuildkitSettings {
    /** The registry's port. */
    readonly port: number;
    /** The folder of its sockets. */
    readonly sockets: string;
    /** Path of the program that runs containers. */
    readonly runc: string;
    /** True if it runs as an ordinary user. */
    readonly rootless: boolean;
}

/**
 * Returns the configuration of a BuildKit that trusts the local registry, and shares nothing with another BuildKit of
 * this machine.
 *
 * @see https://docs.docker.com/build/buildkit/toml-configuration/
 */
export function formatBuildkitConfig({ buildkit, tls }: LocalPaths, { port, sockets, runc, rootless }: BuildkitSettings): string {
    // A string of JSON is a string of TOML too.
    const text = JSON.stringify;
    return `root = ${text(buildkit.root)}

[log]
  format = "text"

[grpc]
  address = [${text(`unix://${buildkitSocket(sockets)}`)}]

[otel]
  socketPath = ${text(join(sockets, "otel.sock"))}

# Without this, BuildKit speaks plain HTTP to a loopback host.
[registry.${text(registryHost(port))}]
  http = false
  insecure = false
  ca = [${text(tls.ca)}]

[worker.containerd]
  enabled = false

[worker.oci]
  enabled = true
  binary = ${text(runc)}
  rootless = ${rootless}
  gc = true
  reservedSpace = "2GB"
  maxUsedSpace = "10GB"
  minFreeSpace = "2GB"
`;
}
