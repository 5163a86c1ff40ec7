/**
 * The ways to a BuildKit that the driver `remote` knows, but for Windows' own.
 *
 * Source: https://github.com/docker/buildx/blob/v0.35.0/driver/remote/util/endpoint.go
 */
const SCHEMES = ["unix", "tcp", "ssh", "kube-pod", "docker-container"] as const;

/** Where a BuildKit listens. */
export type Address =
    | { readonly scheme: "unix"; readonly path: string }
    | { readonly scheme: "tcp"; readonly host: string; readonly port: number }
    /** Reached through another program, such as ssh or kubectl. */
    | { readonly scheme: "ssh" | "kube-pod" | "docker-container" };

/** What an endpoint has to be. */
export const ENDPOINT_TAKES = "a BuildKit's address: unix:///run/…, tcp://host:port, ssh://…, kube-pod://… or docker-container://…";

/** Returns where an endpoint leads to, or `undefined` if it is none. */
export function parseEndpoint(endpoint: string): Address | undefined {
    const [, written = "", rest = ""] = /^([a-z-]+):\/\/([^\s\p{Cc}]+)$/u.exec(endpoint) ?? [];
    const scheme = SCHEMES.find((known) => known === written);
    if (scheme === "unix") {
        return /^\/[^?#]+$/.test(rest) ? { scheme, path: rest } : undefined;
    }
    if (scheme === "tcp") {
        return parseTcp(rest);
    }
    // A password would be in every message, and BuildKit's client takes none.
    return scheme === undefined || /^[^/@]*:[^/@]*@/.test(rest) ? undefined : { scheme };
}

/**
 * Returns where an endpoint leads to.
 *
 * @throws {RangeError} If it is none.
 */
export function requireEndpoint(endpoint: string): Address {
    const address = parseEndpoint(endpoint);
    if (address === undefined) {
        throw new RangeError(`Cannot use "${endpoint}" as ${ENDPOINT_TAKES}: it is something else`);
    }
    return address;
}

/** Says whether a host is this very machine. */
export function isLoopback(host: string): boolean {
    return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function parseTcp(rest: string): Address | undefined {
    const [, bracketed, plain = "", digits = ""] = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(rest) ?? [];
    const [host, port] = [bracketed ?? plain, Number(digits)];
    return host !== "" && port >= 1 && port <= 65_535 ? { scheme: "tcp", host, port } : undefined;
}
