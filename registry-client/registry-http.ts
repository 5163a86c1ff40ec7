import { parseChallenge, type Challenge } from "../model/oci/challenge";
import type { Secret } from "./cloud-login";
import { Http, type HttpAnswer, type HttpFault, type HttpOptions, type HttpRequest } from "./http";

/** What is asked of a registry: a path below `/v2/`, and what a token has to be good for. */
export interface RegistryQuestion {
    /** `web/tags/list`; or what a link of the registry leads to. */
    readonly path: string;

    /** `repository:web:pull`; @default - what the registry itself asks for */
    readonly scope?: string;

    /** @default "GET" */
    readonly method?: "GET" | "HEAD" | "POST" | "DELETE";

    /** Media types that are taken; @default - any */
    readonly accept?: string;
}

/** What BuildKit speaks to without TLS, too. Source: https://github.com/containerd/containerd/blob/v2.1.4/core/remotes/docker/registry.go (`MatchLocalhost`) */
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/** What is heard of a server that does not speak TLS. */
const NO_TLS = /^(?:EPROTO|ERR_SSL_\w+|ECONNRESET|UND_ERR_SOCKET)$/;

/** Stands for any scope, as a password does. */
const ANY = "";

/** A token that a registry's own authority has given, or what it said instead. */
export type TokenAnswer = { readonly token: string } | HttpAnswer | HttpFault;

/**
 * A registry over HTTPS, on this machine over HTTP too, for questions that are asked often or of which every step counts: they start no program.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export class RegistryHttp {
    readonly #http: Http;
    readonly #headers = new Map<string, Promise<string | undefined>>();
    #scheme: "https" | "http" = "https";

    /**
     * @param host with its port where it has one
     * @param secret who asks; `undefined` for nobody
     */
    constructor(readonly host: string, readonly secret: Secret | undefined, options: HttpOptions = {}) {
        this.#http = new Http(options);
    }

    /** Asks, and where the registry wants a login, asks again with one. */
    async ask({ path, scope, method = "GET", accept }: RegistryQuestion): Promise<HttpAnswer | HttpFault> {
        const url = new URL(path, `${this.#scheme}://${this.host}/v2/`).href;
        const headers = accept === undefined ? {} : { accept };
        const key = scope ?? path;
        const known = await (this.#headers.get(key) ?? this.#headers.get(ANY));
        const first = await this.#http.send(url, { method, headers: withLogin(headers, known) });
        if ("fault" in first && NO_TLS.test(first.fault) && this.#scheme === "https" && LOOPBACK.test(this.host)) {
            this.#scheme = "http";
            return this.ask({ path, method, ...(scope === undefined ? {} : { scope }), ...(accept === undefined ? {} : { accept }) });
        }
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
        // An authority for tokens gets no login without HTTPS, whatever a registry asks for.
        const answer: HttpAnswer | HttpFault = url.protocol === "https:"
            ? await this.#http.send(...tokenRequest(url, { service: challenge.service, scope }, this.secret))
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

/** What docker names its user by who has a token in place of a password. Source: https://docs.docker.com/reference/cli/docker/login/#credential-helper-protocol */
export const TOKEN_USER = "<token>";

/** @see https://distribution.github.io/distribution/spec/auth/oauth/ */
function tokenRequest(url: URL, asked: Readonly<Record<string, string | undefined>>, secret: Secret | undefined): [string, HttpRequest] {
    const known = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    if (secret?.user === TOKEN_USER) {
        return [url.href, { form: new URLSearchParams({ grant_type: "refresh_token", client_id: "pulumi-registries", refresh_token: secret.pass, ...Object.fromEntries(known) }) }];
    }
    known.forEach(([name, value]) => url.searchParams.set(name, value));
    return [url.href, { headers: withLogin({}, basicOf(secret)) }];
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
