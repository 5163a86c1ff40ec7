import { delimiter, isAbsolute } from "node:path";

/** Variables that a service may see: who it is, its proxies and its certificate authorities, and nothing secret. */
const KEPT = [
    "HOME", "USER", "LOGNAME", "TMPDIR", "XDG_RUNTIME_DIR", "SSL_CERT_FILE",
    ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
];

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * Where Go looks for certificate authorities, unless `SSL_CERT_DIR` says otherwise.
 *
 * @see https://go.dev/src/crypto/x509/root_linux.go
 */
const CERTIFICATE_DIRS = "/etc/ssl/certs:/etc/pki/tls/certs";

/**
 * Returns the environment of a service.
 *
 * @param folders of programs that it runs, searched before the system's
 * @param caDir the folder of our own authority, which runs of ours add to `SSL_CERT_DIR` and others do not; a service
 *     must not look changed because of it
 */
export function daemonEnvironment(folders: readonly string[], caDir: string, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
    const kept = KEPT.flatMap((name) => {
        const value = env[name];
        return value === undefined || value === "" ? [] : [[name, value] as const];
    });
    const dirs = (env["SSL_CERT_DIR"] || CERTIFICATE_DIRS).split(delimiter).filter((dir) => dir !== caDir);
    return {
        ...Object.fromEntries(kept),
        PATH: [...new Set([...folders.filter(isAbsolute), ...SYSTEM_PATH])].join(delimiter),
        SSL_CERT_DIR: dirs.join(delimiter),
    };
}
