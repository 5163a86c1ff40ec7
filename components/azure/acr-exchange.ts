import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { findClosed, PATIENCE, planRetry, readRefreshToken, type LoginOutcome, type LoginPatience } from "../../model/acr/login/login-outcome";
import { formatLoginProblem } from "../../model/acr/login/login-problem";

/** A login that is asked for. */
export interface AcrLogin {
    /** The registry's login server. */
    readonly host: string;

    /** The tenant that the Entra token is of. */
    readonly tenant: string;

    readonly entraToken: string;

    /** The repositories that the login has to be good for pushing to; empty to leave that to the push. */
    readonly repositories: readonly string[];

    /** True if access may just have been granted, so that a refusal may pass. */
    readonly fresh: boolean;
}

/** What may differ in a test. */
export interface ExchangeLimits {
    readonly patience: LoginPatience;

    /** For one request as a whole, in milliseconds. @default 30000 */
    readonly requestMs: number;

    /** A certificate authority as PEM, instead of Node's own and those of `NODE_EXTRA_CA_CERTS`. */
    readonly ca?: string;
}

const LIMITS: ExchangeLimits = { patience: PATIENCE, requestMs: 30_000 };

/** An answer that is longer is none of the registry's. */
const ANSWER_BYTES = 262_144;

/**
 * Exchanges an Entra token for a refresh token of the registry. The refresh token lives for about three hours, that of a
 * service principal for 75 minutes; BuildKit gets its short access tokens with it.
 *
 * The loop is our own: undici's retry looks at one request alone, while what a refresh token permits is settled at the
 * exchange, so that a login that may not push yet starts from there again; and it gives up without the last answer's body,
 * which has the reason.
 *
 * @throws {Error} If there is none, with what came and what to do.
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#calling-post-oauth2exchange-to-get-an-acr-refresh-token
 * @see https://github.com/Azure/acr/issues/798 (3 hours)
 * @see https://github.com/MicrosoftDocs/azure-management-docs/pull/29 (75 minutes)
 */
export async function exchangeToken(login: AcrLogin, limits: Partial<ExchangeLimits> = {}): Promise<string> {
    const { patience, requestMs, ca } = { ...LIMITS, ...limits };
    const connection = await openConnection(requestMs, ca);
    const started = Date.now();
    try {
        for (let attempt = 1; ; attempt++) {
            const outcome = await tryLogin(login, connection);
            if (typeof outcome === "string") {
                return outcome;
            }
            const waitMs = planRetry(outcome, { attempt, elapsedMs: Date.now() - started, fresh: login.fresh }, patience);
            if (waitMs === undefined) {
                // No cause: what undici throws may hold the request.
                throw new Error(formatLoginProblem({ ...login, outcome, attempt, secrets: [login.entraToken] }));
            }
            await sleep(waitMs);
        }
    } finally {
        await connection.dispatcher.destroy();
    }
}

/** Returns the refresh token, or what came instead. */
async function tryLogin({ host, tenant, entraToken, repositories }: AcrLogin, connection: Connection): Promise<string | LoginOutcome> {
    const exchange = new URLSearchParams({ grant_type: "access_token", service: host, tenant, access_token: entraToken });
    const exchanged = await connection.post(`https://${host}/oauth2/exchange`, exchange);
    const refreshToken = readRefreshToken(exchanged);
    if (refreshToken === undefined || repositories.length === 0) {
        return refreshToken ?? exchanged;
    }
    const grant = new URLSearchParams({ grant_type: "refresh_token", service: host, refresh_token: refreshToken });
    repositories.forEach((name) => grant.append("scope", `repository:${name}:pull,push`));
    const granted = await connection.post(`https://${host}/oauth2/token`, grant);
    if (!("status" in granted) || granted.status !== 200) {
        return "status" in granted ? { ...granted, body: granted.body.replaceAll(refreshToken, "[token]") } : granted;
    }
    const closed = findClosed(granted.body, repositories);
    return closed === undefined ? refreshToken : { status: 200, body: "", closed };
}

/** A way to the registry, by the proxy of the environment where there is one. */
interface Connection {
    readonly dispatcher: Dispatcher;
    post(url: string, form: URLSearchParams): Promise<LoginOutcome>;
}

/** The HTTP client is loaded here: a stack without this registry is not to wait for it. */
async function openConnection(requestMs: number, ca: string | undefined): Promise<Connection> {
    const { EnvHttpProxyAgent, request } = await import("undici");
    const tls = { timeout: requestMs, ...(ca === undefined ? {} : { ca }) };
    // Without HTTPS_PROXY there is none for HTTPS, as in the programs of Go around this one.
    const dispatcher = new EnvHttpProxyAgent({ httpProxy: "", connect: tls, requestTls: tls, maxResponseSize: ANSWER_BYTES });
    const post = async (url: string, form: URLSearchParams): Promise<LoginOutcome> => {
        try {
            const { statusCode, headers, body } = await request(url, {
                method: "POST",
                headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
                body: form.toString(),
                signal: AbortSignal.timeout(requestMs),
                dispatcher,
            });
            const retryAfterMs = readRetryAfter(headers["retry-after"]);
            return { status: statusCode, body: await body.text(), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
        } catch (error) {
            return { fault: codeOf(error, requestMs) };
        }
    };
    return { dispatcher, post };
}

/** Seconds, or a date. Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
function readRetryAfter(value: string | string[] | undefined): number | undefined {
    const text = Array.isArray(value) ? value[0] : value;
    const waitMs = text === undefined ? NaN : /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - Date.now();
    return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

function codeOf(error: unknown, requestMs: number): string {
    if (!(error instanceof Error)) {
        return "unknown fault";
    }
    // The code of a time-out by signal is a number.
    const { code } = error as { readonly code?: unknown };
    return error.name === "TimeoutError" ? `silent for ${requestMs / 1_000} s` : typeof code === "string" ? code : error.name;
}
