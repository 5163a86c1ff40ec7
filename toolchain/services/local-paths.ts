import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { LocalServices } from "../local-services";

/** Who the services know. */
export const USERNAME = "pulumi";

/** The name of the buildx builder; each checkout has its own folder of builders. */
export const BUILDER = "registries";

/** Where the services of a checkout keep everything: `.local`, which is ignored by git and readable by its owner alone. */
export type LocalPaths = ReturnType<typeof localPaths>;

/** Returns the paths for a checkout; they are the same by whatever link it is reached. */
export function localPaths(root: string) {
    const folder = join(canonical(root), ".local");
    const at = (...names: string[]) => join(folder, ...names);
    return {
        folder,
        record: at("services.json"),
        password: at("password"),
        netrc: at("netrc"),
        docker: at("docker"),
        buildx: at("buildx"),
        registry: {
            folder: at("registry"),
            config: at("registry", "config.yml"),
            data: at("registry", "data"),
            htpasswd: at("registry", "htpasswd"),
            log: at("registry", "registry.log"),
        },
        buildkit: {
            folder: at("buildkit"),
            config: at("buildkit", "buildkitd.toml"),
            root: at("buildkit", "root"),
            log: at("buildkit", "buildkitd.log"),
        },
        tls: {
            folder: at("tls"),
            ca: at("tls", "ca.pem"),
            caKey: at("tls", "ca-key.pem"),
            caDir: at("tls", "ca-dir"),
            server: at("tls", "server.pem"),
            serverKey: at("tls", "server-key.pem"),
        },
    } as const;
}

/** Returns what a client needs to know, for a port of the registry. */
export function servicesAt(paths: LocalPaths, port: number): LocalServices {
    return {
        host: registryHost(port),
        username: USERNAME,
        passwordFile: paths.password,
        caFile: paths.tls.ca,
        caDir: paths.tls.caDir,
        builder: BUILDER,
        buildxConfig: paths.buildx,
        dockerConfig: paths.docker,
        netrcFile: paths.netrc,
        logs: { registry: paths.registry.log, buildkitd: paths.buildkit.log },
    };
}

/** Returns the name that the registry has in an image reference. */
export function registryHost(port: number): string {
    return `127.0.0.1:${port}`;
}

function canonical(root: string): string {
    try {
        return realpathSync(root);
    } catch {
        return resolve(root);
    }
}
