import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { READY, type Answer } from "./daemon";

/**
 * A question that only a BuildKit with a worker answers.
 *
 * @see https://github.com/moby/buildkit/blob/v0.31.1/api/services/control/control.proto
 */
const LIST_WORKERS = "/moby.buildkit.v1.Control/ListWorkers";

/** An empty message: no compression, four bytes of length. Source: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
const EMPTY_MESSAGE = Buffer.alloc(5);

/** Asks BuildKit for its workers over its socket. */
export function askBuildkit(socket: string, limitMs: number): Promise<Answer> {
    return askBuildkitOver(() => connect(socket), limitMs);
}

/** Asks BuildKit for its workers over a connection. */
export function askBuildkitOver(open: () => Duplex, limitMs: number): Promise<Answer> {
    return new Promise((resolve) => {
        const session = connectHttp2("http://buildkitd", { createConnection: open });
        const answer = (given: Answer): void => {
            clearTimeout(limit);
            session.destroy();
            resolve(given);
        };
        const silent = (reason: string): void => answer({ state: "silent", reason });
        const limit = setTimeout(() => silent("it does not answer"), limitMs);
        session.on("error", (error) => silent(error.message));

        const call = session.request({ ":method": "POST", ":path": LIST_WORKERS, "content-type": "application/grpc", te: "trailers" });
        let received = 0;
        let status: unknown;
        call.on("error", (error) => silent(error.message));
        call.on("data", (chunk: Buffer) => (received += chunk.length));
        // An error may come without a message: its status is a header then.
        call.on("response", (headers) => (status ??= headers["grpc-status"]));
        call.on("trailers", (trailers) => (status ??= trailers["grpc-status"]));
        call.on("close", () => {
            const ready = status === "0" && received > EMPTY_MESSAGE.length;
            return ready ? answer(READY) : silent(`it answers with gRPC status ${String(status)}`);
        });
        call.end(EMPTY_MESSAGE);
    });
}
