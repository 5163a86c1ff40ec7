/** The variables that name a proxy, as a program of Go reads them. */
export type ProxyVariables = Readonly<Record<string, string | undefined>>;

/** A way around, which the environment names. */
export interface Proxy {
    /** With its login, if it has one: not for people. */
    readonly url: URL;

    /** Without its login. */
    readonly shown: string;

    /** The variable that names it. */
    readonly from: string;
}

/**
 * Returns the proxy by which a host is reached over HTTPS; `undefined` if it is reached directly. Names in small letters
 * go before those in capitals.
 *
 * @throws {RangeError} If what the environment names is no URL.
 * @see https://github.com/nodejs/undici/blob/v7.30.2/lib/dispatcher/env-http-proxy-agent.js
 */
export function findProxy(host: string, port: number, env: ProxyVariables): Proxy | undefined {
    const from = ["https_proxy", "HTTPS_PROXY"].find((name) => env[name] !== undefined);
    const text = from === undefined ? "" : env[from] ?? "";
    if (from === undefined || text === "" || isExempt(host.toLowerCase(), port, env["no_proxy"] ?? env["NO_PROXY"] ?? "")) {
        return undefined;
    }
    if (!/^https?:/i.test(text) || !URL.canParse(text)) {
        // It may hold a password.
        throw new RangeError(`Cannot use ${from}: it is no URL such as http://proxy.example.com:3128`);
    }
    const url = new URL(text);
    return { url, shown: `${url.protocol}//${url.host}`, from };
}

function isExempt(host: string, port: number, list: string): boolean {
    return list === "*" || list.split(/[,\s]/).filter((entry) => entry !== "").some((entry) => {
        const [, name = entry, its] = /^(.+):(\d+)$/.exec(entry) ?? [];
        const bare = name.replace(/^\*?\./, "").toLowerCase();
        return (its === undefined || Number(its) === port) && (host === bare || host.endsWith(`.${bare}`));
    });
}
