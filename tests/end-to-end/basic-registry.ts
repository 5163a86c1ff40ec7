import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { chooseFreePort } from "../../toolchain/services/free-port";
import { localPaths } from "../../toolchain/services/local-paths";
import { makePrivateFolder } from "../../toolchain/services/private-files";
import { placeOf } from "../aws/arn";
import type { AwsCloud } from "../aws/cloud";
import { createOnPush, findRepository, isFixed, PUBLIC_HOST } from "../aws/pushes";
import type { Signer } from "../jwt";

/** What ECR answers where it does not do what it is asked. */
export interface Refusal {
    readonly status: number;
    /** Of the registry's protocol, such as `NAME_UNKNOWN`. */
    readonly code: string;
    readonly message: string;
}

/** A request as ECR looks at it. */
interface Asked {
    readonly method: string;
    readonly host: string;
    /** Of the repository; with the registry's alias on the public host. */
    readonly name: string;
    /** `manifests`, `blobs` or `tags`. */
    readonly kind: string;
    readonly reference: string;
}

/** Whoever has no token reads what is public. */
const ANONYMOUS = "anonymous";

/** ECR's words. @see https://github.com/microsoft/vscode/issues/205489 */
const EXPIRED: Refusal = { status: 403, code: "DENIED", message: "Your authorization token has expired. Reauthenticate and try again." };

/**
 * The registries of Amazon ECR: their front looks at tokens, repositories and tags as a double's cloud has them, and hands
 * the rest to distribution's registry, which runs on loopback.
 */
export class BasicRegistry {
    /** Every request: method, host, path and status. */
    readonly log: string[] = [];

    /** Whose repositories there are. */
    cloud: AwsCloud | undefined;

    /** Refuses what a test wants to go wrong. */
    refuse: (asked: Asked) => Refusal | undefined = () => undefined;

    private constructor(readonly front: Server, readonly behind: number, readonly child: ChildProcess) {
        front.on("request", (asked: IncomingMessage, answer: ServerResponse) => {
            void this.#answer(asked, answer).catch(() => answer.destroy());
        });
    }

    /** Starts both, and returns once they answer. @param program path of distribution's `registry` */
    static async start(root: string, program: string, signer: Signer): Promise<BasicRegistry> {
        const folder = join(localPaths(root).folder, "basic-registry");
        makePrivateFolder(localPaths(root).folder);
        const port = await chooseFreePort();
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "config.yml"), JSON.stringify({
            version: 0.1,
            log: { level: "warn", accesslog: { disabled: true } },
            storage: { filesystem: { rootdirectory: join(folder, "data") } },
            http: { addr: `127.0.0.1:${port}`, secret: "of uploads", relativeurls: true },
        }));
        const log = openSync(join(folder, "registry.log"), "a");
        const env = { PATH: process.env["PATH"], OTEL_TRACES_EXPORTER: "none" };
        const child = spawn(program, ["serve", join(folder, "config.yml")], { stdio: ["ignore", log, log], env });
        const front = createServer({ cert: signer.certificate, key: signer.key });
        await new Promise<void>((resolve, reject) => void front.once("error", reject).listen(0, "127.0.0.1", resolve));
        const registry = new BasicRegistry(front, port, child);
        for (let left = 200; !await answers(port); left--) {
            if (left === 0 || child.exitCode !== null) {
                await registry.stop();
                throw new Error("the registry does not answer");
            }
            await sleep(50);
        }
        return registry;
    }

    /** Of the front, on loopback. */
    get port(): number {
        return (this.front.address() as AddressInfo).port;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.front.close(resolve));
        this.front.closeAllConnections();
        await closed;
        if (this.child.exitCode === null && this.child.signalCode === null) {
            const ended = new Promise((resolve) => this.child.once("exit", resolve));
            this.child.kill();
            await ended;
        }
    }

    async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
        answer.on("finish", () => this.log.push(`${asked.method ?? ""} ${asked.headers.host ?? ""}${asked.url ?? ""} ${answer.statusCode}`));
        const host = (asked.headers.host ?? "").replace(/:443$/, "");
        const url = new URL(asked.url ?? "/", `https://${host}`);
        const [, name = "", kind = "", reference = ""] = /^\/v2\/(.+)\/(manifests|blobs|tags)\/(.*)$/.exec(url.pathname) ?? [];
        if (host === PUBLIC_HOST && url.pathname === "/token/") {
            return this.#giveToken(asked, answer);
        }
        const request = { method: asked.method ?? "", host, name, kind, reference };
        const refusal = this.#refuseLogin(asked, request) ?? (name === "" ? undefined : this.#refuseAccess(request) ?? this.refuse(request));
        if (refusal !== undefined) {
            return say(answer, refusal, host);
        }
        if (name === "") {
            answer.writeHead(url.pathname === "/v2/" ? 200 : 404, { "docker-distribution-api-version": "registry/2.0" }).end();
            return;
        }
        if (kind === "tags") {
            // What is behind keeps what other tests have pushed.
            const tags = Object.keys(this.cloud?.images.tags(`${host}/${name}`) ?? {});
            answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ name, tags }));
            return;
        }
        await (request.method === "PUT" && kind === "manifests" ? this.#putManifest(asked, answer, request) : this.#forward(asked, asked, answer, request));
    }

    /** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
    #refuseLogin({ headers: { authorization = "" }, method = "" }: IncomingMessage, { host }: Asked): Refusal | undefined {
        const isPublic = host === PUBLIC_HOST;
        const [scheme = "", text = ""] = authorization.split(" ");
        const secret = isPublic ? (scheme === "Bearer" ? text : "") : scheme === "Basic" ? secretOf(text) : "";
        const token = this.cloud?.images.tokens.get(secret ?? "");
        return isPublic && secret === ANONYMOUS && /^(GET|HEAD)$/.test(method) ? undefined
            : token === undefined || token.region !== (isPublic ? "public" : placeOf(host)?.region) ? { status: 401, code: "", message: "Not Authorized" }
            : token.expires <= Date.now() ? EXPIRED
            : undefined;
    }

    /** Finds the repository, and an image of which the manifest is asked for. */
    #refuseAccess({ method, host, name, kind, reference }: Asked): Refusal | undefined {
        const { cloud } = this;
        const account = placeOf(host)?.account ?? cloud?.account;
        if (cloud === undefined || account !== cloud.account) {
            return { status: 403, code: "DENIED", message: `User: arn:aws:sts::${cloud?.account ?? ""}:assumed-role/deployer/session is not authorized to perform: ecr:BatchGetImage on resource: ${name} because no resource-based policy allows the ecr:BatchGetImage action` };
        }
        if (findRepository(cloud, host, name) === undefined && (/^(GET|HEAD)$/.test(method) || createOnPush(cloud, host, name) === undefined)) {
            // https://github.com/plexsystems/sinker/issues/55
            return { status: 404, code: "NAME_UNKNOWN", message: `The repository with name '${name}' does not exist in the registry with id '${account}'` };
        }
        return kind === "manifests" && /^(GET|HEAD)$/.test(method) && cloud.images.digest(`${host}/${name}`, reference) === undefined
            ? { status: 404, code: "MANIFEST_UNKNOWN", message: "Requested image not found" }
            : undefined;
    }

    /** A tag that stays where it is takes the same image again; whether the real one does so is not documented. */
    async #putManifest(asked: IncomingMessage, answer: ServerResponse, request: Asked): Promise<void> {
        const { host, name, reference } = request;
        const manifest = await buffer(asked);
        const digest = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
        const { cloud } = this;
        const repository = cloud === undefined ? undefined : findRepository(cloud, host, name);
        const before = cloud?.images.digest(`${host}/${name}`, reference);
        if (repository !== undefined && before !== undefined && before !== digest && isFixed(repository, reference)) {
            // https://github.com/GoogleContainerTools/kaniko/issues/3481
            return say(answer, { status: 400, code: "TAG_INVALID", message: `The image tag '${reference}' already exists in the '${name}' repository and cannot be overwritten because the tag is immutable.` }, host);
        }
        const status = await this.#forward(asked, Readable.from([manifest]), answer, request);
        if (status === 201) {
            cloud?.images.put(`${host}/${name}`, reference, digest);
        }
    }

    /** Distribution has the repositories of all hosts, each under its host's name. */
    #forward({ headers, method, url = "" }: IncomingMessage, body: Readable, answer: ServerResponse, { host }: Asked): Promise<number> {
        const { authorization: _, ...rest } = headers;
        // Blobs of other repositories are not mounted: https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html
        const path = url.replace(/^\/v2\//, `/v2/${host}/`).replace(/\?(?=.*\bmount=).*$/, "");
        return new Promise((resolve, reject) => {
            const passed = request({ host: "127.0.0.1", port: this.behind, path, method, headers: rest }, (given) => {
                const location = given.headers.location?.replace(`/v2/${host}/`, "/v2/");
                answer.writeHead(given.statusCode ?? 502, { ...given.headers, ...(location === undefined ? {} : { location }) });
                given.pipe(answer).on("finish", () => resolve(given.statusCode ?? 502));
            });
            passed.on("error", reject);
            body.pipe(passed);
        });
    }

    /** The public registry's token is the password itself. */
    #giveToken({ method, headers: { authorization = "" } }: IncomingMessage, answer: ServerResponse): void {
        const secret = authorization === "" ? ANONYMOUS : secretOf(authorization.split(" ")[1] ?? "");
        const known = secret === ANONYMOUS || this.cloud?.images.tokens.get(secret ?? "")?.region === "public";
        const [status, body] = method !== "GET" ? [405, {}] as const : known ? [200, { token: secret }] as const : [401, {}] as const;
        answer.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    }
}

/** Returns the password of a user called AWS. */
function secretOf(basic: string): string | undefined {
    const [, secret] = /^AWS:(.+)$/.exec(Buffer.from(basic, "base64").toString()) ?? [];
    return secret;
}

function say(answer: ServerResponse, { status, code, message }: Refusal, host: string): void {
    const challenge = host === PUBLIC_HOST
        ? `Bearer realm="https://${host}/token/",service="${host}",scope="aws"`
        : `Basic realm="https://${host}/",service="ecr.amazonaws.com"`;
    answer.writeHead(status, {
        "docker-distribution-api-version": "registry/2.0",
        "content-type": code === "" ? "text/plain" : "application/json",
        ...(status === 401 ? { "www-authenticate": challenge } : {}),
    }).end(code === "" ? `${message}\n` : JSON.stringify({ errors: [{ code, message }] }));
}

function answers(port: number): Promise<boolean> {
    return new Promise((resolve) => {
        request({ host: "127.0.0.1", port, path: "/v2/", agent: false }, (given) => {
            given.resume();
            resolve(given.statusCode === 200);
        }).on("error", () => resolve(false)).end();
    });
}
