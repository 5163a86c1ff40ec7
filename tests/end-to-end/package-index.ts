import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/**
 * An index of Python packages that asks for a login.
 *
 * @see https://packaging.python.org/en/latest/specifications/simple-repository-api/
 */
export class PackageIndex {
    /** The files that were given out. */
    readonly given: string[] = [];

    readonly #wheels: string;

    readonly #login: string;

    readonly #server: Server;

    private constructor(wheels: string, login: string) {
        this.#wheels = wheels;
        this.#login = login;
        this.#server = createServer((asked, answer) => this.#answer(asked, answer));
    }

    /** Starts it on loopback. @param wheels the folder of the packages */
    static async start(wheels: string, login: string): Promise<PackageIndex> {
        const index = new PackageIndex(wheels, login);
        await new Promise<void>((resolve) => index.#server.listen(0, "127.0.0.1", resolve));
        return index;
    }

    /** What pip is told: where it is, with the login in it. */
    get pipConf(): string {
        const { port } = this.#server.address() as AddressInfo;
        return `[global]\nindex-url = http://${this.#login}@127.0.0.1:${port}/simple/\n`;
    }

    async stop(): Promise<void> {
        this.#server.closeAllConnections();
        await new Promise((resolve) => this.#server.close(resolve));
    }

    #answer({ headers, url = "" }: IncomingMessage, answer: ServerResponse): void {
        if (headers.authorization !== `Basic ${Buffer.from(this.#login).toString("base64")}`) {
            answer.writeHead(401, { "www-authenticate": "Basic" }).end();
            return;
        }
        const files = readdirSync(this.#wheels);
        const [, project, file] = /^\/simple\/([^/]+)\/([^/]*)$/.exec(url) ?? [];
        const found = files.filter((name) => projectOf(name) === project);
        if (found.length === 0) {
            answer.writeHead(404).end();
        } else if (file === "") {
            answer.writeHead(200, { "content-type": "text/html" }).end(found.map((name) => `<a href="${name}">${name}</a>\n`).join(""));
        } else if (found.includes(file ?? "")) {
            this.given.push(file ?? "");
            answer.writeHead(200, { "content-type": "application/octet-stream" }).end(readFileSync(join(this.#wheels, file ?? "")));
        } else {
            answer.writeHead(404).end();
        }
    }
}

/** Returns the name that an index has for the project of a wheel. */
function projectOf(wheel: string): string {
    return (wheel.split("-")[0] ?? "").toLowerCase().replace(/[._]+/g, "-");
}
