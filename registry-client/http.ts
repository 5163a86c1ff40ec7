import type { Dispatcher } from "undici";
import { readAuthorities } from "./authorities";

/** What a server said. */
export interface HttpAnswer {
    readonly status: number;

    /** By their names in small letters; the first of several. */
    readonly headers: Readonly<Record<string, string>>;

    readonly body: string;
}

/** Why there is no answer: the code of the system or of TLS, or in words. */
export interface HttpFault {
    readonly fault: string;
}

/** A request; a form makes it a POST. */
export interface HttpRequest {
    /** @default "GET" */
    readonly method?: "GET" | "HEAD" | "POST" | "DELETE";

    readonly headers?: Readonly<Record<string, string>>;

    /** Sent with POST, URL-encoded. */
    readonly form?: URLSearchParams;
}

/** How a server is reached. */
export interface HttpOptions {
    /** For one request as a whole, in milliseconds. @default 20000 */
    readonly limitMs?: number;

    /** How often a request that was throttled, or whose server was out of order, is sent again; later each time. @default 0 */
    readonly retries?: number;

    /** A certificate authority as PEM, beside those of Node, of the system and of `NODE_EXTRA_CA_CERTS`. */
    readonly authority?: string | undefined;
}

/** An answer that is longer is no list of tags, and no manifest. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** Requests over HTTPS, by the proxy of the environment where there is one. */
export class Http {
    readonly #dispatcher: Dispatcher;
    readonly #limitMs: number;

    /** The client is loaded here, as it takes its time. */
    constructor({ limitMs = 20_000, retries = 0, authority }: HttpOptions = {}) {
        const { EnvHttpProxyAgent, RetryAgent } = require("undici") as typeof import("undici");
        const { createSecureContext, rootCertificates } = require("node:tls") as typeof import("node:tls");
        // BuildKit goes by the system's authorities, which Node leaves out.
        const ca = [...rootCertificates, readAuthorities(process.env), ...(authority === undefined ? [] : [authority])].filter((pem) => pem !== "");
        const tls = { timeout: limitMs, secureContext: createSecureContext({ ca }) };
        this.#limitMs = limitMs;
        // Without HTTPS_PROXY there is none for HTTPS, as in the programs of Go around this one.
        const agent = new EnvHttpProxyAgent({ httpProxy: "", noProxy: withLoopback(process.env["no_proxy"] ?? process.env["NO_PROXY"] ?? ""), connect: tls, requestTls: tls, maxResponseSize: ANSWER_BYTES });
        this.#dispatcher = retries === 0 ? agent
            : new RetryAgent(agent, { maxRetries: retries, minTimeout: 300, maxTimeout: Math.floor(limitMs / (retries + 2)), statusCodes: [429, 502, 503, 504], errorCodes: ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"] });
    }

    /** Sends a request. Redirects are not followed. */
    async send(url: string, { method = "GET", headers = {}, form }: HttpRequest = {}): Promise<HttpAnswer | HttpFault> {
        const { request } = require("undici") as typeof import("undici");
        try {
            const answer = await request(url, {
                method: form === undefined ? method : "POST",
                headers: form === undefined ? headers : { "content-type": "application/x-www-form-urlencoded", ...headers },
                ...(form === undefined ? {} : { body: form.toString() }),
                signal: AbortSignal.timeout(this.#limitMs),
                dispatcher: this.#dispatcher,
            });
            return { status: answer.statusCode, headers: firstOf(answer.headers), body: await answer.body.text() };
        } catch (error) {
            return { fault: codeOf(error, this.#limitMs) };
        }
    }

    async close(): Promise<void> {
        await this.#dispatcher.destroy();
    }
}

/** Source: https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config (loopback is asked directly) */
function withLoopback(noProxy: string): string {
    return noProxy === "*" ? noProxy : [noProxy, "localhost", "127.0.0.1", "[::1]"].filter((part) => part !== "").join(",");
}

function firstOf(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => {
        const first = Array.isArray(value) ? value[0] : value;
        return first === undefined ? [] : [[name, first]];
    }));
}

/** What undici throws may hold the request, so that no more of it is kept than its code. */
function codeOf(error: unknown, limitMs: number): string {
    if (!(error instanceof Error)) {
        return "unknown fault";
    }
    // The code of a time-out by signal is a number.
    const { code, statusCode } = error as { readonly code?: unknown; readonly statusCode?: unknown };
    if (typeof statusCode === "number") {
        return `HTTP ${statusCode}, again and again`;
    }
    return error.name === "TimeoutError" ? `silent for ${limitMs / 1_000} s` : typeof code === "string" ? code : error.name;
}
