import { request } from "node:https";
import type { LocalPaths } from "./local-paths";
import { basicLogin } from "./login";
import { readIfThere } from "./private-files";
import { READY, type Answer } from "./daemon";

/** Asks the registry over TLS: it must refuse the nameless and let our login in. */
export async function askRegistry({ tls, password, registry }: LocalPaths, port: number, limitMs: number): Promise<Answer> {
    const ca = readIfThere(tls.ca);
    const until = Date.now() + limitMs;
    try {
        const nameless = await status(port, ca, undefined, until - Date.now());
        const named = await status(port, ca, basicLogin(readIfThere(password) ?? ""), until - Date.now());
        if (nameless === 401 && named === 200) {
            return READY;
        }
        return named === 401
            ? { state: "wrong", reason: `it answers 401 to the password in "${password}"; remove "${registry.htpasswd}" to mend that` }
            : { state: "silent", reason: `it answers ${nameless} without and ${named} with a login` };
    } catch (error) {
        return { state: "silent", reason: (error as Error).message };
    }
}

/** @see https://distribution.github.io/distribution/spec/api/#api-version-check */
function status(port: number, ca: string | undefined, authorization: string | undefined, limitMs: number): Promise<number> {
    return new Promise((resolve, reject) => {
        const headers = authorization === undefined ? {} : { authorization };
        const timeout = AbortSignal.timeout(Math.max(1, limitMs));
        const asked = request({ host: "127.0.0.1", port, path: "/v2/", ca, headers, agent: false, signal: timeout }, (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
        });
        asked.on("error", (error) => reject(timeout.aborted ? new Error("it does not answer") : error));
        asked.end();
    });
}
