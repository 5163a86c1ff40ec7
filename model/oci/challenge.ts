/**
 * What a registry wants to see of whoever it does not know.
 *
 * @see https://distribution.github.io/distribution/spec/auth/token/
 */
export type Challenge =
    | { readonly scheme: "basic" }
    | { readonly scheme: "bearer"; readonly realm: string; readonly service?: string; readonly scope?: string; readonly error?: string };

/** Returns what the header `WWW-Authenticate` asks for; `undefined` if it is none of the ways that registries have. */
export function parseChallenge(header: string): Challenge | undefined {
    const [, scheme = "", rest = ""] = /^\s*(basic|bearer)\b\s*(.*)$/is.exec(header) ?? [];
    if (scheme.toLowerCase() === "basic") {
        return { scheme: "basic" };
    }
    const said = Object.fromEntries([...rest.matchAll(/([a-z_]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)].map(
        ([, name = "", quoted, bare]) => [name.toLowerCase(), quoted?.replace(/\\(.)/g, "$1") ?? bare ?? ""],
    ));
    const { realm, service, scope, error } = said;
    return realm === undefined || scheme === "" ? undefined : {
        scheme: "bearer",
        realm,
        ...(service === undefined ? {} : { service }),
        ...(scope === undefined ? {} : { scope }),
        ...(error === undefined ? {} : { error }),
    };
}
