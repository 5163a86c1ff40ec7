import { parseChallenge, type Challenge } from "../model/oci/challenge";
import type { Secret } from "./cloud-login";
import { Http, type HttpAnswer, type HttpFault, type HttpOptions } from "./http";

/** What is asked of a registry: a path below `/v2/`, and what a token has to be good for. */
export interface RegistryQuestion {
    /** `web/tags/list`; or what a link of the registry leads to. */
    readonly path: string;

    /** `repository:web:pull`; @default - what the registry itself asks for */
    readonly scope?: string;

    /** @default "GET" */
    readonly method?: "GET" | "HEAD";

    /** Media types that are taken; @default - any */
    readonly accept?: string;
}

/** Stands for any scope, as a password does. */
const ANY = "";

/** A token that a registry's own authority has given, or what it said instead. */
export type TokenAnswer = { readonly token: string } | HttpAnswer | HttpFault;

/**
 * A registry over HTTPS, for questions that are asked often or of which every step counts: they start no program.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export class RegistryHttp {
    readonly #http: Http;
    readonly #headers = new Map<string, Promise<string | undefined>>();

    /**
     * @param host with its port where it has one
     * @param secret who asks; `undefined` for nobody
     */
    constructor(readonly host: string, readonly secret: Secret | undefined, options: HttpOptions = {}) {
        this.#http = new Http(options);
    }

    /** Asks, and where the registry wants a login, asks again with one. */
    async ask({ path, scope, method = "GET", accept }: RegistryQuestion): Promise<HttpAnswer | HttpFault> {
        const url = new URL(path, `https://${this.host}/v2/`).href;
        const headers = accept === undefined ? {} : { accept };
        const key = scope ?? path;
        const known = await (this.#headers.get(key) ?? this.#headers.get(ANY));
        const first = await this.#http.send(url, { method, headers: withLogin(headers, known) });
        if ("fault" in first || first.status !== 401) {
            return first;
        }
        const challenge = parseChallenge(first.headers["www-authenticate"] ?? "");
        if (challenge === undefined) {
            return first;
        }
        const login = this.#logIn(challenge, scope);
        this.#headers.set(challenge.scheme === "basic" ? ANY : key, login);
        const header = await login;
        return header === undefined || header === known ? first : this.#http.send(url, { method, headers: withLogin(headers, header) });
    }

    /** Asks a registry's authority for a token. */
    async requestToken(challenge: Extract<Challenge, { scheme: "bearer" }>, scope = challenge.scope): Promise<TokenAnswer> {
        const url = new URL(challenge.realm, `https://${this.host}/`);
        Object.entries({ service: challenge.service, scope }).forEach(([name, value]) => value !== undefined && url.searchParams.set(name, value));
        // A login is never sent in the clear, whatever a registry asks for.
        const answer: HttpAnswer | HttpFault = url.protocol === "https:"
            ? await this.#http.send(url.href, { headers: withLogin({}, basicOf(this.secret)) })
            : { fault: `its authority ${url.origin} is not reached by HTTPS` };
        const token = "fault" in answer || answer.status !== 200 ? undefined : readToken(answer.body);
        return token === undefined ? answer : { token };
    }

    async close(): Promise<void> {
        await this.#http.close();
    }

    async #logIn(challenge: Challenge, scope: string | undefined): Promise<string | undefined> {
        if (challenge.scheme === "basic") {
            return basicOf(this.secret);
        }
        const answer = await this.requestToken(challenge, scope ?? challenge.scope);
        return "token" in answer ? `Bearer ${answer.token}` : undefined;
    }
}

function withLogin(headers: Readonly<Record<string, string>>, login: string | undefined): Readonly<Record<string, string>> {
    return login === undefined ? headers : { ...headers, authorization: login };
}

function basicOf(secret: Secret | undefined): string | undefined {
    return secret === undefined ? undefined : `Basic ${Buffer.from(`${secret.user}:${secret.pass}`).toString("base64")}`;
}

/** Both names are in use. Source: https://distribution.github.io/distribution/spec/auth/token/#token-response-fields */
function readToken(body: string): string | undefined {
    try {
        const { token, access_token } = JSON.parse(body) as { token?: unknown; access_token?: unknown };
        return [token, access_token].find((text): text is string => typeof text === "string" && text !== "");
    } catch {
        return undefined;
    }
}
