import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { signJwt, type Signer } from "./jwt";

export const TENANT = "72f988bf-0000-4000-8000-2d7cd011db47";

/** Who logs in with a refresh token. */
export const NULL_GUID = "00000000-0000-0000-0000-000000000000";

/** Who issues its tokens. */
export const ISSUER = "Azure Container Registry";

/** What the next exchange comes to, instead of what is right. */
export type Fault =
    | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
    /** Never answers, or ends the connection. */
    | "silent" | "cut";

interface RefreshToken {
    readonly permits: (repository: string) => readonly string[];
    expires: number;
}

/** Azure's words for it. Source: https://github.com/Azure/acr/issues/841 */
const UNAUTHORIZED = refusal("UNAUTHORIZED", "authentication required, visit https://aka.ms/acr/authorization for more information.");

/**
 * The front of an Azure Container Registry: it speaks its token protocol under `/oauth2/`, and hands everything else to a
 * registry that trusts its tokens.
 *
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md
 */
export class AcrTokenServer {
    /** Every request to `/oauth2/`: method, path, grant and status. */
    readonly log: string[] = [];

    /** Taken from the front, one for each exchange. */
    faults: Fault[] = [];

    /** What the deployer may do with a repository from the next exchange on. */
    permits: (repository: string) => readonly string[] = () => ["pull", "push"];

    refreshSeconds = 3 * 3_600;

    accessSeconds = 75 * 60;

    /** Whether POST takes the null GUID with a refresh token as its password; otherwise only GET does. */
    passwordGrant = false;

    /** Whether clients are told how long an access token lasts. The real one is not known to. */
    tellsExpiry = false;

    /** Called before a request, whose token was looked at, goes on to the registry behind. */
    onForward: (method: string, path: string) => void | Promise<void> = () => undefined;

    /** Everything that must never be seen in plain text. */
    readonly issued: string[] = [];

    readonly #entraTokens = new Map<string, number>();

    readonly #refreshTokens = new Map<string, RefreshToken>();

    readonly #accessTokens = new Map<string, number>();

    readonly #server: Server;

    private constructor(readonly signer: Signer, readonly ca: string, readonly behind: number | undefined) {
        this.#server = createServer({ cert: signer.certificate, key: signer.key }, (asked, answer) => void this.#answer(asked, answer));
    }

    /** @param behind port of the registry on loopback, which speaks TLS with a certificate of the same authority */
    static async start(signer: Signer, ca: string, { port = 0, behind }: { port?: number; behind?: number } = {}): Promise<AcrTokenServer> {
        const server = new AcrTokenServer(signer, ca, behind);
        await new Promise<void>((resolve, reject) => {
            server.#server.once("error", reject).listen(port, "127.0.0.1", resolve);
        });
        return server;
    }

    get host(): string {
        return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        const closed = new Promise((resolve) => this.#server.close(resolve));
        this.#server.closeAllConnections();
        await closed;
    }

    /** Returns what Entra ID would give whoever deploys. */
    issueEntraToken(seconds = 3_600): string {
        return this.#issue(this.#entraTokens, { aud: "https://containerregistry.azure.net", tid: TENANT }, seconds);
    }

    expireRefreshTokens(): void {
        this.#refreshTokens.forEach((token) => (token.expires = 0));
    }

    expireAccessTokens(): void {
        this.#accessTokens.forEach((_, token) => this.#accessTokens.set(token, 0));
    }

    async #answer(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
        const { pathname, searchParams } = new URL(asked.url ?? "/", "https://localhost");
        const method = asked.method ?? "";
        if (!pathname.startsWith("/oauth2/")) {
            return this.#forward(asked, answer, method, pathname);
        }
        const form = method === "POST" ? new URLSearchParams(await text(asked)) : searchParams;
        const [status, body, headers] = pathname === "/oauth2/exchange" ? this.#exchange(form, answer) : this.#token(asked, form);
        this.log.push(`${method} ${pathname} ${form.get("grant_type") ?? "basic"} ${status}`);
        if (status !== 0) {
            answer.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
        }
    }

    #exchange(form: URLSearchParams, answer: ServerResponse): [number, string, Record<string, string>?] {
        const fault = this.faults.shift();
        if (fault === "cut") {
            answer.destroy();
        }
        if (fault !== undefined) {
            return typeof fault === "string" ? [0, ""] : [fault.status, fault.body ?? "", fault.headers ?? {}];
        }
        if (form.get("grant_type") !== "access_token" || form.get("service") !== this.host) {
            return [400, refusal("BAD_REQUEST", "grant_type or service")];
        }
        const known = isGood(this.#entraTokens.get(form.get("access_token") ?? "")) && form.get("tenant") === TENANT;
        if (!known || this.permits("").length === 0) {
            return [401, UNAUTHORIZED];
        }
        const token = this.#issue(undefined, { iss: ISSUER, aud: this.host, grant_type: "refresh_token" }, this.refreshSeconds);
        this.#refreshTokens.set(token, { permits: this.permits, expires: Date.now() + this.refreshSeconds * 1_000 });
        return [200, JSON.stringify({ refresh_token: token })];
    }

    /**
     * Answers POST with a refresh token, and GET with basic authentication. BuildKit sends a POST with user name and password
     * first; whether the real one takes the null GUID there is not documented.
     *
     * @see https://github.com/moby/buildkit/blob/v0.31.0/session/auth/authprovider/authprovider.go
     * @see https://github.com/containerd/nerdctl/issues/737 (400 without a scope)
     */
    #token(asked: IncomingMessage, form: URLSearchParams): [number, string] {
        if (!form.has("scope") || form.get("service") !== this.host) {
            return [400, refusal("BAD_REQUEST", "service or scope")];
        }
        const token = this.#refreshTokens.get(this.#secretOf(asked, form) ?? "");
        const access = form.getAll("scope").flatMap((scopes) => scopes.split(" ")).map((scope) => {
            const [type = "", name = "", actions = ""] = scope.split(":");
            return { type, name, actions: actions.split(",").filter((action) => token?.permits(name).includes(action)) };
        });
        if (!isGood(token?.expires) || access.every(({ actions }) => actions.length === 0)) {
            return [401, UNAUTHORIZED];
        }
        const claims = { iss: ISSUER, sub: NULL_GUID, aud: this.host, access, grant_type: "access_token" };
        const issued = this.#issue(this.#accessTokens, claims, this.accessSeconds);
        const lasts = this.tellsExpiry ? { expires_in: this.accessSeconds } : {};
        return [200, JSON.stringify({ access_token: issued, ...(asked.method === "GET" ? { token: issued } : {}), ...lasts })];
    }

    #secretOf(asked: IncomingMessage, form: URLSearchParams): string | undefined {
        const grant = form.get("grant_type");
        const basic = Buffer.from(/^Basic (.+)$/.exec(asked.headers.authorization ?? "")?.[1] ?? "", "base64").toString();
        const [username, secret] = asked.method === "GET"
            ? [basic.split(":")[0], basic.split(":")[1]]
            : grant === "password" && this.passwordGrant
                ? [form.get("username"), form.get("password")]
                : [NULL_GUID, grant === "refresh_token" ? form.get("refresh_token") : undefined];
        return username === NULL_GUID ? secret ?? undefined : undefined;
    }

    /** In place of a token that is no good any more goes one that has expired, so that the registry refuses it in its own words. */
    async #forward(asked: IncomingMessage, answer: ServerResponse, method: string, path: string): Promise<void> {
        const bearer = /^Bearer (.+)$/.exec(asked.headers.authorization ?? "")?.[1];
        const good = bearer === undefined || isGood(this.#accessTokens.get(bearer));
        const expired = () => signJwt({ iss: ISSUER, sub: NULL_GUID, aud: this.host, access: [] }, -3_600, this.signer);
        const headers = { ...asked.headers, ...(good ? {} : { authorization: `Bearer ${expired()}` }) };
        await this.onForward(method, path);
        const passed = request({ host: "127.0.0.1", port: this.behind, path: asked.url, method, headers, ca: this.ca }, (given) => {
            answer.writeHead(given.statusCode ?? 502, given.headers);
            given.pipe(answer);
        });
        passed.on("error", () => answer.destroy());
        asked.pipe(passed);
    }

    #issue(known: Map<string, number> | undefined, claims: object, seconds: number): string {
        const token = signJwt(claims, seconds, this.signer);
        this.issued.push(token);
        known?.set(token, Date.now() + seconds * 1_000);
        return token;
    }
}

function isGood(expires: number | undefined): boolean {
    return expires !== undefined && expires > Date.now();
}

function refusal(code: string, message: string): string {
    return JSON.stringify({ errors: [{ code, message }] });
}
