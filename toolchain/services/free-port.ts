import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Ports that no system hands out to outgoing connections, so that none takes the registry's port while it is down, and
 * that Kubernetes does not use for its nodes.
 *
 * @see https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range: 32768 to 60999)
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport (30000 to 32767)
 */
const PORTS = { first: 20_000, last: 29_999 };

const ATTEMPTS = 200;

/**
 * Returns a loopback port that nobody listens on.
 *
 * @throws {Error} If none was found.
 */
export async function chooseFreePort(): Promise<number> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const port = randomInt(PORTS.first, PORTS.last + 1);
        if (await isFreePort(port)) {
            return port;
        }
    }
    throw new Error(`Cannot choose a port for the registry: ${ATTEMPTS} ports between ${PORTS.first} and ${PORTS.last} are taken`);
}

/** Returns true if a server can listen on the loopback port now. */
export function isFreePort(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => resolve(false));
        server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
    });
}

/** How often and how long to look again, in milliseconds: the system frees the port of a killed process a moment later. */
const PATIENCE = { looks: 20, pauseMs: 50 };

/** Returns true if the port is free now, or as soon as a process that is just ending has let go of it. */
export async function becomesFree(port: number): Promise<boolean> {
    for (let look = 0; look < PATIENCE.looks; look++) {
        if (await isFreePort(port)) {
            return true;
        }
        await sleep(PATIENCE.pauseMs);
    }
    return false;
}
