import { daemonEnvironment } from "./daemon-environment";
import { effectiveVariables, fingerprintOf, type Daemon } from "./daemon";
import { commandOf, folderOf, TITLES } from "./find-service";
import type { LocalPaths } from "./local-paths";
import { readIfThere } from "./private-files";
import { askRegistry } from "./registry-answer";

/**
 * Returns how the registry is run.
 *
 * Precondition: its files are written.
 *
 * @param program path of distribution's `registry`
 * @throws {Error} If there is no such program.
 */
export function registryDaemon(paths: LocalPaths, port: number, program: string): Daemon {
    const { registry, tls } = paths;
    // Without it, the registry would send traces to a collector on this machine and complain that there is none.
    // Source: https://github.com/distribution/distribution/blob/v3.1.1/tracing/tracing.go
    const env = { ...daemonEnvironment([], tls.caDir), OTEL_TRACES_EXPORTER: "none" };
    const files = [registry.config, tls.server, tls.serverKey].map((file) => readIfThere(file) ?? "");
    return {
        name: "registry",
        title: TITLES.registry,
        program,
        args: commandOf("registry", paths),
        env,
        folder: folderOf("registry", paths),
        log: registry.log,
        fingerprint: fingerprintOf([program], [...files, effectiveVariables(env)]),
        ask: (limitMs) => askRegistry(paths, port, limitMs),
    };
}
