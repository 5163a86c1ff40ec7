import type { LoginHost } from "./docker-config";
import { addTexts, readMembers } from "./json-text";
import { isMap, type Written } from "./one-of";
import { ConfigError } from "./problem";

/** What putting entries into Docker's configuration file comes to. */
export interface CredHelpersMerge {
    /** What is to be in the file; the same as before where nothing is added. */
    readonly text: string;

    /** Hosts that come in. */
    readonly added: readonly string[];

    /** Hosts that have an entry of someone else's, which stays. */
    readonly kept: readonly { readonly host: string; readonly program: string }[];

    /** Keys of `auths` with a login that docker reads no more: `credHelpers` goes first. */
    readonly unread: readonly string[];
}

/** The key of the file that says which program gets logins for a host. */
const KEY = "credHelpers";

/**
 * Returns Docker's configuration file with an entry for each host. Nothing that is in it changes: who wrote another program
 * for a host had a reason, which is not known here.
 *
 * @param file how to name it, and what is in it; empty where there is none
 * @throws {ConfigError} If docker could not read it.
 * @see https://docs.docker.com/reference/cli/docker/login/#credential-helpers
 */
export function mergeCredHelpers(file: { readonly name: string; readonly text: string }, hosts: readonly LoginHost[]): CredHelpersMerge {
    // Docker takes an empty file as well: https://github.com/docker/cli/blob/v29.5.3/cli/config/configfile/file.go
    const text = file.text.trim() === "" ? "{}\n" : file.text;
    const { entries, auths } = readConfig(file.name, text);
    const wanted = hosts.flatMap(({ host, program }) => (program === undefined ? [] : [{ host, program }]));
    const missing = wanted.filter(({ host }) => !entries.has(host));
    return {
        text: missing.length === 0 ? file.text : addTexts(text, KEY, Object.fromEntries(missing.map(({ host, program }) => [host, program]))),
        added: missing.map(({ host }) => host),
        kept: wanted.flatMap(({ host, program }) => {
            const there = entries.get(host) ?? program;
            return there === program ? [] : [{ host, program: there }];
        }),
        unread: Object.entries(auths)
            .filter(([key, login]) => wanted.some(({ host }) => host === hostOf(key)) && isMap(login) && Object.keys(login).length > 0)
            .map(([key]) => key),
    };
}

/** Docker reads keys of older versions too: `https://host/v1/`. */
function hostOf(key: string): string {
    return key.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
}

function readConfig(name: string, text: string): { readonly entries: ReadonlyMap<string, string>; readonly auths: Written } {
    const refuse = (key: string, required: string, now: string) => new ConfigError([{ key: `${name}${key}`, required, now }]);
    const config = parse(text);
    if (!isMap(config)) {
        throw refuse("", "a JSON object, as docker writes it", config === undefined ? "no JSON" : kindOf(config));
    }
    // Go takes a key in any case, and the same key twice.
    const keys = readMembers(text, text.indexOf("{")).map(({ key }) => key).filter((key) => key.toLowerCase() === KEY.toLowerCase());
    if (keys.some((key) => key !== KEY) || keys.length > 1) {
        throw refuse("", `the key ${KEY} once at most, in this spelling`, keys.join(", "));
    }
    const { [KEY]: programs, auths } = config;
    if (!isMap(programs ?? {})) {
        throw refuse(`: ${KEY}`, "a map from hosts to programs", kindOf(programs));
    }
    const entries = Object.entries(programs ?? {}).map(([host, program]): [string, string] => {
        if (typeof program !== "string") {
            throw refuse(`: ${KEY}["${host}"]`, "a text, the end of a program's name", kindOf(program));
        }
        return [host, program];
    });
    return { entries: new Map(entries), auths: isMap(auths) ? auths : {} };
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** Not the value: it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
    return Array.isArray(value) ? "a list" : value === null ? "null" : `a ${typeof value}`;
}
