/** What a request on the way to a login came to: an answer, or a fault of the network. */
export type LoginOutcome =
    | {
        readonly status: number;
        readonly body: string;
        /** How long the answer asks to wait, in milliseconds. */
        readonly retryAfterMs?: number;
        /** The repository that the login may not push to, though it was answered. */
        readonly closed?: string;
    }
    /** The fault's code, such as `ENOTFOUND`. */
    | { readonly fault: string };

/** How long a login is tried, in milliseconds. */
export interface LoginPatience {
    /** Before the second try; each further wait is twice as long. */
    readonly firstMs: number;
    /** The longest wait that no answer asks for. */
    readonly longestMs: number;
    /** After a fault of the network; a registry's name is not known everywhere at once. */
    readonly networkMs: number;
    /** After an answer that may pass. */
    readonly answerMs: number;
}

/**
 * How long a deploy waits. A role that was just granted takes effect within about two minutes as a rule.
 *
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/11434
 */
export const PATIENCE: LoginPatience = { firstMs: 1_000, longestMs: 15_000, networkMs: 30_000, answerMs: 120_000 };

/** @see https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE_FAULT = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/;

/**
 * Returns how long to wait before the next try, in milliseconds; `undefined` if there should be none.
 *
 * @param attempt number of tries so far
 * @param fresh true if access may just have been granted, so that a refusal may pass
 */
export function planRetry(
    outcome: LoginOutcome,
    { attempt, elapsedMs, fresh }: { readonly attempt: number; readonly elapsedMs: number; readonly fresh: boolean },
    patience: LoginPatience,
): number | undefined {
    const asked = "status" in outcome ? outcome.retryAfterMs : undefined;
    const waitMs = asked ?? Math.min(patience.firstMs * 2 ** (attempt - 1), patience.longestMs);
    return elapsedMs + waitMs <= patienceFor(outcome, fresh, patience) ? waitMs : undefined;
}

/** Returns true if the certificate was refused, which no further try mends. */
export function isCertificateFault(fault: string): boolean {
    return CERTIFICATE_FAULT.test(fault);
}

/** Returns true if the registry knows the asker well enough to say no. */
export function isRefusal(outcome: LoginOutcome): boolean {
    return "status" in outcome && (outcome.status === 401 || outcome.status === 403 || outcome.closed !== undefined);
}

/**
 * Returns the refresh token of an answer to the exchange; `undefined` if it has none.
 *
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#calling-post-oauth2exchange-to-get-an-acr-refresh-token
 */
export function readRefreshToken(outcome: LoginOutcome): string | undefined {
    return "status" in outcome && outcome.status === 200 ? readText(parseJson(outcome.body), "refresh_token") : undefined;
}

/**
 * Returns the first of the repositories that an answered access token does not let one push to; `undefined` also where
 * the token does not say.
 *
 * @see https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#azure-container-registry-token-claim-sets
 * @see https://distribution.github.io/distribution/spec/auth/jwt/
 */
export function findClosed(body: string, repositories: readonly string[]): string | undefined {
    const [, claims = ""] = readText(parseJson(body), "access_token")?.split(".") ?? [];
    const access = valueOf(parseJson(Buffer.from(claims, "base64url").toString("utf8")), "access");
    return Array.isArray(access) ? repositories.find((name) => !access.some((entry) => letsPush(entry, name))) : undefined;
}

function letsPush(entry: unknown, repository: string): boolean {
    const actions = valueOf(entry, "actions");
    return valueOf(entry, "name") === repository && Array.isArray(actions) && (actions.includes("push") || actions.includes("*"));
}

function patienceFor(outcome: LoginOutcome, fresh: boolean, { networkMs, answerMs }: LoginPatience): number {
    if ("fault" in outcome) {
        return isCertificateFault(outcome.fault) ? 0 : networkMs;
    }
    return (isRefusal(outcome) ? fresh : outcome.status === 429 || outcome.status >= 500) ? answerMs : 0;
}

/** Returns the value of JSON; `undefined` if it is none. */
export function parseJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

/** Returns what an object has under a key; `undefined` for anything else. */
export function valueOf(value: unknown, key: string): unknown {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function readText(value: unknown, key: string): string | undefined {
    const text = valueOf(value, key);
    return typeof text === "string" && text !== "" ? text : undefined;
}
