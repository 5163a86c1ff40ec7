import { createServer, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";

/** A proxy on loopback that leads some hosts to ports of this machine, and refuses all others. */
export class ConnectProxy {
    /** Hosts that were asked for, in order; those that were refused start with `!`. */
    readonly asked: string[] = [];

    readonly #open = new Set<Socket>();

    private constructor(readonly server: Server, readonly route: (host: string) => number | undefined) {
        server.on("connect", (request: IncomingMessage, client: Socket, head: Buffer) => this.#connect(request.url ?? "", client, head));
        // Without CONNECT it is asked for plain HTTP, which nobody here speaks.
        server.on("request", (_, answer) => answer.writeHead(405).end());
    }

    /** @param route returns the port of loopback that stands in for a host's port 443 */
    static async start(route: (host: string) => number | undefined): Promise<ConnectProxy> {
        const proxy = new ConnectProxy(createServer(), route);
        await new Promise<void>((resolve, reject) => {
            proxy.server.once("error", reject).listen(0, "127.0.0.1", resolve);
        });
        return proxy;
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.server.close(resolve));
        this.#open.forEach((socket) => socket.destroy());
        this.server.closeAllConnections();
        await closed;
    }

    #connect(target: string, client: Socket, head: Buffer): void {
        const [host = "", port] = target.split(":");
        const local = port === "443" ? this.route(host) : undefined;
        this.asked.push(local === undefined ? `!${target}` : host);
        this.#keep(client);
        if (local === undefined) {
            client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
            return;
        }
        const behind = this.#keep(connect(local, "127.0.0.1", () => {
            client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
            behind.write(head);
            behind.pipe(client).pipe(behind);
        }));
        behind.on("close", () => client.destroy());
        client.on("close", () => behind.destroy());
    }

    #keep(socket: Socket): Socket {
        this.#open.add(socket);
        socket.on("error", () => socket.destroy());
        return socket.on("close", () => this.#open.delete(socket));
    }
}
