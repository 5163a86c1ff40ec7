import { isCertificateFault, isRefusal, parseJson, valueOf, type LoginOutcome } from "./login-outcome";

/** As much of an answer as a message quotes, in characters. */
const QUOTED = 240;

/** Anything that looks like a token, whole or cut: JSON in base64url starts with `eyJ`. */
const TOKEN = /eyJ[\w-]{8,}(\.[\w-]*)*/g;

/** @see https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-access */
const CLOSED_NETWORK = /client with IP/i;

const REFUSED = "grant it AcrPush on the registry, or Container Registry Repository Writer where permissions is abac";

/** A login that was given up. */
export interface FailedLogin {
    readonly host: string;
    readonly tenant: string;
    readonly outcome: LoginOutcome;
    /** Number of tries. */
    readonly attempt: number;
    /** What must not be shown, whatever the answer quotes. */
    readonly secrets: readonly string[];
}

/** Returns one line that says what came, and what to do; never a token. */
export function formatLoginProblem({ host, tenant, outcome, attempt, secrets }: FailedLogin): string {
    const tries = attempt === 1 ? "" : `, the last of ${attempt} tries`;
    return `Cannot log in to "${host}" with the Entra token of whoever deploys: ${describe(outcome, secrets)}${tries}; ${advise(outcome, tenant)}`;
}

function describe(outcome: LoginOutcome, secrets: readonly string[]): string {
    if ("fault" in outcome) {
        return `it cannot be reached (${outcome.fault})`;
    }
    if (outcome.closed !== undefined) {
        return `it lets this principal in, but not push to "${outcome.closed}"`;
    }
    const said = quote(outcome.body, secrets);
    return `it answers ${outcome.status}${outcome.status === 200 ? " without a token" : ""}${said === "" ? "" : ` (${said})`}`;
}

/** @see https://learn.microsoft.com/azure/container-registry/container-registry-troubleshoot-login */
function advise(outcome: LoginOutcome, tenant: string): string {
    if ("fault" in outcome) {
        return adviseOnFault(outcome.fault);
    }
    const { status, body } = outcome;
    if (status === 403 && CLOSED_NETWORK.test(body)) {
        return "its network is closed to this machine: add the address to ipRules, or deploy from inside of the network";
    }
    if (isRefusal(outcome)) {
        return outcome.closed === undefined
            ? `${REFUSED}, and check that it signed in lately and to the registry's tenant: it is "${tenant}" now`
            : REFUSED;
    }
    return status === 429 || status >= 500
        ? "the registry is busy: run it again later"
        : "check that it is an Azure Container Registry, and that no proxy answers in its place";
}

function adviseOnFault(fault: string): string {
    if (/ENOTFOUND|EAI_AGAIN/.test(fault)) {
        return "its name is not known here: with a private endpoint, deploy from a network that resolves privatelink.azurecr.io";
    }
    return isCertificateFault(fault)
        ? "if a proxy opens TLS, name the file of its authority in NODE_EXTRA_CA_CERTS"
        : "check the network, and HTTPS_PROXY and NO_PROXY";
}

/** The secrets go before anything is cut, so that no part of one stays. */
function quote(body: string, secrets: readonly string[]): string {
    const safe = secrets.reduce((text, secret) => text.replaceAll(secret, "[token]"), messagesOf(body)).replace(TOKEN, "[token]");
    const line = safe.replace(/\s+/g, " ").trim();
    return line.length > QUOTED ? `${line.slice(0, QUOTED)} …` : line;
}

/** Returns the messages of an answer in the registry's own form, or all of any other. */
function messagesOf(body: string): string {
    const errors = valueOf(parseJson(body), "errors");
    const messages = Array.isArray(errors)
        ? errors.map((error) => [valueOf(error, "code"), valueOf(error, "message")].filter((text) => typeof text === "string").join(": "))
        : [];
    return messages.length > 0 ? messages.join("; ") : body;
}
