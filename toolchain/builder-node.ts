import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import type { NodeSpec } from "../model/builder/builder-spec";
import { requireEndpoint } from "../model/builder/endpoint";
import { askBuildkitOver } from "./services/buildkit-answer";
import { READY, type Answer } from "./services/daemon";

/** Makes a path absolute. */
type Resolve = (path: string) => string;

/**
 * Asks a node for its workers. One that is reached through another program, such as ssh, is taken at its word: that
 * program may ask a person something.
 *
 * @throws {Error} If a file of its TLS cannot be read.
 */
export function askNode({ endpoint, tls }: NodeSpec, resolve: Resolve, limitMs: number): Promise<Answer> {
    const address = requireEndpoint(endpoint);
    switch (address.scheme) {
        case "unix":
            return askBuildkitOver(() => connect(address.path), limitMs);
        case "tcp": {
            const { host, port } = address;
            const secure = tls === undefined ? undefined : readTls(tls, resolve);
            return askBuildkitOver(() => (secure === undefined ? connect(port, host) : openTls(host, port, secure)), limitMs);
        }
        default:
            return Promise.resolve(READY);
    }
}

type Secure = ReturnType<typeof readTls>;

function readTls(tls: NonNullable<NodeSpec["tls"]>, resolve: Resolve) {
    const read = (path: string) => readFileSync(resolve(path));
    return {
        ca: read(tls.ca),
        ...(tls.certificate === undefined ? {} : { cert: read(tls.certificate) }),
        ...(tls.key === undefined ? {} : { key: read(tls.key) }),
        ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    };
}

function openTls(host: string, port: number, secure: Secure): Duplex {
    return connectTls({ host, port, ...secure, ALPNProtocols: ["h2"] });
}
