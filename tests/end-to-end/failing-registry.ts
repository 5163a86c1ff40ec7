import { createHash, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { issueFailingCertificates, type FailingCertificates } from "./failing-certificates";
import { asksForToken, refusalOf, type Refusal } from "./failing-words";

/** How a registry fails, or does not. */
export type Mode =
    | "ok"
    /** 401 to every login. */
    | "unauthorized"
    /** 403 to whatever is about a repository; the login is good. */
    | "forbidden"
    /** 403 to everything, for the client's address. */
    | "network-forbidden"
    /** 404 to whatever is about a repository. */
    | "name-unknown"
    /** 429 to everything. */
    | "throttled"
    /** Refuses every manifest under a tag, as if the tag had another image. */
    | "immutable"
    /** Works, but its clock is {@link SKEW_MS} behind. */
    | "skewed"
    /** Its token server lets pull, and not push. */
    | "bearer-with-no-push"
    /** 500 to everything. */
    | "server-error"
    /** Takes requests and never answers. */
    | "silent"
    /** Its certificate is of an authority that nobody knows, is for another host, or ended yesterday. */
    | "unknown-authority" | "wrong-name" | "expired";

export interface FailingRegistryOptions {
    /** @default "ok" */
    readonly mode?: Mode;
    /** What it is known as besides 127.0.0.1 and localhost, such as `*.azurecr.io`; whoever comes by such a name is answered in that registry's words. */
    readonly names?: readonly string[];
    /** How it asks for {@link LOGIN}; @default "none" */
    readonly login?: "none" | "basic" | "bearer";
}

/** The login that is good. */
export const LOGIN = { username: "tester", password: "of a test" } as const;

/** How far the clock of a registry in the mode `skewed` is behind, in milliseconds. */
export const SKEW_MS = 3 * 3_600_000;

/** What a throttled client is told to wait, in seconds. */
export const RETRY_AFTER = 1;

const CERTIFICATES: Partial<Record<Mode, "foreign" | "misnamed" | "expired">> = { "unknown-authority": "foreign", "wrong-name": "misnamed", expired: "expired" };

/** Starts a registry on loopback, over TLS, with nothing in it. */
export async function startFailingRegistry(options: FailingRegistryOptions = {}): Promise<FailingRegistry> {
    const registry = new FailingRegistry(await issueFailingCertificates(options.names ?? []), options.login ?? "none");
    await registry.listen();
    registry.setMode(options.mode ?? "ok");
    return registry;
}

interface Asked {
    readonly method: string;
    /** As the client knows it, without port 443. */
    readonly host: string;
    readonly path: string;
    readonly query: URLSearchParams;
    readonly authorization: string;
    /** The repository; empty where the request is about none. */
    readonly name: string;
    /** What is behind it: `manifests/1.0`, `blobs/sha256:…`, `blobs/uploads/…`, `tags/list`. */
    readonly rest: string;
}

/**
 * A registry that keeps what is pushed to it in memory, and fails as its mode says.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 */
export class FailingRegistry {
    /** Every request: method, host, path and status. */
    readonly log: string[] = [];

    #mode: Mode = "ok";

    readonly #server: Server;

    /** Contents by digest. */
    readonly #blobs = new Map<string, Buffer>();

    /** By `repository/reference`. */
    readonly #manifests = new Map<string, { readonly type: string; readonly digest: string }>();

    /** Started uploads. */
    readonly #uploads = new Map<string, Buffer>();

    constructor(readonly certificates: FailingCertificates, readonly login: "none" | "basic" | "bearer") {
        const { certificate: cert, key } = certificates.good;
        this.#server = createServer({ cert, key }, (asked, answer) => void this.#answer(asked, answer).catch(() => answer.destroy()));
        this.#server.on("tlsClientError", () => undefined);
    }

    /** What clients have to trust, as PEM. */
    get ca(): string {
        return this.certificates.ca;
    }

    get port(): number {
        return (this.#server.address() as AddressInfo).port;
    }

    get host(): string {
        return `127.0.0.1:${this.port}`;
    }

    async listen(): Promise<void> {
        await new Promise<void>((resolve, reject) => void this.#server.once("error", reject).listen(0, "127.0.0.1", resolve));
    }

    /** Fails in another way from the next connection on. */
    setMode(mode: Mode): void {
        this.#mode = mode;
        const { certificate: cert, key } = this.certificates[CERTIFICATES[mode] ?? "good"];
        this.#server.setSecureContext({ cert, key });
        this.#server.closeAllConnections();
    }

    /** Whether a tag or a digest is there. */
    has(repository: string, reference: string): boolean {
        return this.#manifests.has(`${repository}/${reference}`);
    }

    async close(): Promise<void> {
        const closed = new Promise((resolve) => this.#server.close(resolve));
        this.#server.closeAllConnections();
        await closed;
    }

    async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
        if (this.#mode === "silent") {
            return;
        }
        const request = readRequest(asked);
        answer.on("finish", () => this.log.push(`${request.method} ${request.host}${request.path} ${answer.statusCode}`));
        answer.sendDate = false;
        answer.setHeader("date", new Date(Date.now() - (this.#mode === "skewed" ? SKEW_MS : 0)).toUTCString());
        answer.setHeader("docker-distribution-api-version", "registry/2.0");
        const body = await buffer(asked);
        const refusal = refusalOf(this.#mode, request);
        if (refusal !== undefined && refusal.status !== 401) {
            return this.#refuse(answer, refusal);
        }
        if (request.path === "/token") {
            return this.#giveToken(request, body, answer);
        }
        const challenge = refusal === undefined ? this.#challenge(request) : this.#ask(request, "");
        if (challenge !== undefined) {
            answer.setHeader("www-authenticate", challenge);
            return this.#refuse(answer, refusal ?? refusalOf("unauthorized", request) ?? { status: 401, code: "UNAUTHORIZED", message: "" });
        }
        this.#serve(request, body, answer, asked.headers["content-type"] ?? "");
    }

    #refuse(answer: ServerResponse, { status, code, message }: Refusal): void {
        const retry = status === 429 ? { "retry-after": String(RETRY_AFTER) } : {};
        answer.writeHead(status, { "content-type": code === "" ? "text/plain" : "application/json", ...retry })
            .end(code === "" ? `${message}\n` : JSON.stringify({ errors: [{ code, message }] }));
    }

    #loginOf({ host }: Pick<Asked, "host">): "none" | "basic" | "bearer" {
        return this.#mode === "bearer-with-no-push" ? "bearer"
            : this.#mode !== "unauthorized" || this.login !== "none" ? this.login
            : asksForToken(host) ? "bearer" : "basic";
    }

    /** Returns what to ask for where a request shows too little; `undefined` where it shows enough. */
    #challenge({ method, authorization, host, name }: Asked): string | undefined {
        const login = this.#loginOf({ host });
        const [scheme, shown = ""] = authorization.split(" ");
        if (login === "none" || (login === "basic" && scheme === "Basic" && isGood(shown))) {
            return undefined;
        }
        const action = /^(GET|HEAD)$/.test(method) ? "pull" : "push";
        const scope = name === "" ? "" : `repository:${name}:${action === "pull" ? "pull" : "pull,push"}`;
        const given = scheme === "Bearer" ? Buffer.from(shown, "base64url").toString().split(" ") : undefined;
        if (login === "bearer" && given !== undefined && (name === "" || given.includes(`${name}:${action}`))) {
            return undefined;
        }
        return this.#ask({ host }, scope, given !== undefined);
    }

    #ask({ host }: Pick<Asked, "host">, scope: string, isShort = false): string {
        return this.#loginOf({ host }) === "basic"
            ? `Basic realm="https://${host}/"`
            : [`Bearer realm="https://${host}/token",service="${host}"`, ...(scope === "" ? [] : [`scope="${scope}"`]), ...(isShort ? ["error=\"insufficient_scope\""] : [])].join(",");
    }

    /** The token says in clear what it is good for. */
    #giveToken({ method, query, authorization, host }: Asked, body: Buffer, answer: ServerResponse): void {
        const form = method === "POST" ? new URLSearchParams(body.toString()) : query;
        const [scheme, shown = ""] = authorization.split(" ");
        const good = form.get("grant_type") === "password"
            ? form.get("username") === LOGIN.username && form.get("password") === LOGIN.password
            : scheme === "Basic" && isGood(shown);
        if (this.#mode === "unauthorized" || (this.login === "bearer" && !good)) {
            return this.#refuse(answer, refusalOf("unauthorized", { method, host, name: "", rest: "" }) ?? { status: 401, code: "UNAUTHORIZED", message: "" });
        }
        const given = form.getAll("scope").flatMap((scopes) => scopes.split(" ")).flatMap((scope) => {
            const [, name = "", actions = ""] = scope.split(":");
            return actions.split(",").filter((action) => this.#mode !== "bearer-with-no-push" || action === "pull").map((action) => `${name}:${action}`);
        });
        const token = Buffer.from(given.join(" ")).toString("base64url");
        answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ token, access_token: token, expires_in: 300 }));
    }

    #serve({ method, path, query, name, rest }: Asked, body: Buffer, answer: ServerResponse, type: string): void {
        const [kind = "", reference = "", upload = ""] = rest.split("/");
        if (name === "") {
            answer.writeHead(path === "/v2/" || path === "/v2" ? 200 : 404).end();
        } else if (kind === "tags") {
            const tags = [...this.#manifests.keys()].flatMap((key) => (key.startsWith(`${name}/`) && !key.includes("@") ? [key.slice(name.length + 1)] : []));
            answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ name, tags: tags.filter((tag) => !tag.includes(":")) }));
        } else if (kind === "manifests" && method === "PUT") {
            const digest = digestOf(body);
            this.#blobs.set(digest, body);
            [reference, digest].forEach((key) => this.#manifests.set(`${name}/${key}`, { type, digest }));
            answer.writeHead(201, { "docker-content-digest": digest, location: `/v2/${name}/manifests/${digest}` }).end();
        } else if (kind === "manifests") {
            const found = this.#manifests.get(`${name}/${reference}`);
            found === undefined
                ? this.#refuse(answer, { status: 404, code: "MANIFEST_UNKNOWN", message: "manifest unknown" })
                : this.#send(answer, method, found.digest, found.type);
        } else if (reference === "uploads") {
            this.#upload(method, `/v2/${name}/blobs`, upload, query, body, answer);
        } else if (this.#blobs.has(reference)) {
            this.#send(answer, method, reference, "application/octet-stream");
        } else {
            this.#refuse(answer, { status: 404, code: "BLOB_UNKNOWN", message: "blob unknown to registry" });
        }
    }

    #send(answer: ServerResponse, method: string, digest: string, type: string): void {
        const body = this.#blobs.get(digest) ?? Buffer.alloc(0);
        answer.writeHead(200, { "content-type": type, "content-length": body.length, "docker-content-digest": digest }).end(method === "HEAD" ? undefined : body);
    }

    #upload(method: string, blobs: string, id: string, query: URLSearchParams, body: Buffer, answer: ServerResponse): void {
        const known = id === "" ? randomUUID() : id;
        const all = Buffer.concat([this.#uploads.get(known) ?? Buffer.alloc(0), body]);
        const digest = query.get("digest");
        if (method === "DELETE") {
            answer.writeHead(this.#uploads.delete(known) ? 204 : 404).end();
        } else if (digest !== null && digest === digestOf(all)) {
            this.#uploads.delete(known);
            this.#blobs.set(digest, all);
            answer.writeHead(201, { "docker-content-digest": digest, location: `${blobs}/${digest}` }).end();
        } else {
            this.#uploads.set(known, all);
            answer.writeHead(202, { location: `${blobs}/uploads/${known}`, range: `0-${Math.max(0, all.length - 1)}`, "docker-upload-uuid": known }).end();
        }
    }
}

function readRequest({ method = "", url = "/", headers }: IncomingMessage): Asked {
    const host = (headers.host ?? "").replace(/:443$/, "");
    const { pathname: path, searchParams: query } = new URL(url, `https://${host}`);
    const [, name = "", rest = ""] = /^\/v2\/(.+?)\/((?:manifests|blobs|tags)\/.*)$/.exec(path) ?? [];
    return { method, host, path, query, authorization: headers.authorization ?? "", name, rest };
}

function isGood(basic: string): boolean {
    return Buffer.from(basic, "base64").toString() === `${LOGIN.username}:${LOGIN.password}`;
}

function digestOf(body: Buffer): string {
    return `sha256:${createHash("sha256").update(body).digest("hex")}`;
}
