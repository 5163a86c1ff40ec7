import type { Dispatcher } from "undici";

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

/** A request; without a form it is a GET. */
export interface HttpRequest {
    /** @default "GET" */
    readonly method?: "GET" | "HEAD";

    readonly headers?: Readonly<Record<string, string>>;

    /** Sent with POST, URL-encoded. */
    readonly form?: URLSearchParams;
}

/** How a server is reached. */
export interface HttpOptions {
    /** For one request as a whole, in milliseconds. @default 20000 */
    readonly limitMs?: number;

    /** A certificate authority as PEM, beside those of Node and of `NODE_EXTRA_CA_CERTS`. */
    readonly authority?: string | undefined;
}

/** An answer that is longer is no list of tags, and no manifest. */
const ANSWER_BYTES = 16 * 1024 * 1024;

/** Requests over HTTPS, by the proxy of the environment where there is one. */
export class Http {
    readonly #dispatcher: Dispatcher;
    readonly #limitMs: number;

    /** The client is loaded here, as it takes its time. */
    constructor({ limitMs = 20_000, authority }: HttpOptions = {}) {
        const { EnvHttpProxyAgent } = require("undici") as typeof import("undici");
        const { rootCertificates } = require("node:tls") as typeof import("node:tls");
        const tls = { timeout: limitMs, ...(authority === undefined ? {} : { ca: [...rootCertificates, authority] }) };
        this.#limitMs = limitMs;
        // Without HTTPS_PROXY there is none for HTTPS, as in the programs of Go around this one.
        this.#dispatcher = new EnvHttpProxyAgent({ httpProxy: "", connect: tls, requestTls: tls, maxResponseSize: ANSWER_BYTES });
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
    const { code } = error as { readonly code?: unknown };
    return error.name === "TimeoutError" ? `silent for ${limitMs / 1_000} s` : typeof code === "string" ? code : error.name;
}
