import { dirname, join } from "node:path";
import { askBuildkit } from "./buildkit-answer";
import { formatBuildkitConfig } from "./buildkit-config";
import { daemonEnvironment } from "./daemon-environment";
import { effectiveVariables, fingerprintOf, type Daemon } from "./daemon";
import { commandOf, folderOf, TITLES } from "./find-service";
import type { LocalPaths } from "./local-paths";
import { readIfThere, writePrivateFile } from "./private-files";
import { requireRootless } from "./rootless";
import { buildkitSocket } from "./socket-folder";

/** Where a BuildKit's programs are, and what it is reached by. */
export interface BuildkitPlace {
    readonly buildkitd: string;
    readonly runc: string;
    readonly port: number;
    readonly sockets: string;
}

/**
 * Returns how BuildKit is run, as root or inside rootlesskit, and writes its configuration.
 *
 * @throws {Error} If there is no such program, or an ordinary user lacks something for it.
 */
export function buildkitDaemon(paths: LocalPaths, { buildkitd, runc, port, sockets }: BuildkitPlace): Daemon {
    const { buildkit, tls } = paths;
    const rootless = process.getuid?.() === 0 ? undefined : requireRootless();
    writePrivateFile(buildkit.config, formatBuildkitConfig(paths, { port, sockets, runc, rootless: rootless !== undefined }));
    const words = commandOf("buildkitd", paths);
    const env = daemonEnvironment([dirname(runc), ...(rootless?.folders ?? [])], tls.caDir);
    const files = [buildkit.config, tls.ca].map((file) => readIfThere(file) ?? "");
    return {
        name: "buildkitd",
        title: TITLES.buildkitd,
        program: rootless?.rootlesskit ?? buildkitd,
        args: rootless === undefined ? words : [`--state-dir=${join(sockets, "rootlesskit")}`, buildkitd, ...words],
        // Inside, runc keeps its state where an ordinary user may write.
        env: rootless === undefined ? env : { ...env, XDG_RUNTIME_DIR: sockets },
        folder: folderOf("buildkitd", paths),
        log: buildkit.log,
        fingerprint: fingerprintOf([buildkitd, runc], [...files, effectiveVariables(env)]),
        ask: (limitMs) => askBuildkit(buildkitSocket(sockets), limitMs),
    };
}
