import type * as v from "valibot";
import { formatKey } from "./config-key";
import type { Problem } from "./problem";

/** The length that a value is cut to, in characters. */
const SHOWN_LENGTH = 60;

type Path = readonly (string | number)[];

/** The parts of a registry in which a secret may stand, and of these parts the keys under which none may. */
const SECRET_PARTS: ReadonlyMap<string, readonly string[]> = new Map([
    ["webhooks", ["name", "actions", "scope", "enabled", "location"]],
    ["credentialSets", ["name", "loginServer", "vault"]],
    ["pullThroughCache", ["prefix", "upstream", "upstreamPrefix", "role"]],
    ["tasks", []],
    ["purge", []],
]);

/** The keys of an image in which a secret may stand. */
const SECRET_IMAGE_KEYS: readonly unknown[] = ["buildArgs", "secrets", "dockerfileInline", "cache"];

/** A build argument may be a secret, and so may what stands where a map with one in it is expected. */
function isSecret(path: Path, value: unknown): boolean {
    const [part, name, key] = path;
    if (part === "images") {
        return path.length <= 2 || SECRET_IMAGE_KEYS.includes(key);
    }
    if (part === "containerGroups") {
        return path.length <= 2 || key === "environment" || key === "secureEnvironment" || key === "command";
    }
    if (part !== "registry") {
        return false;
    }
    const open = typeof name === "string" ? SECRET_PARTS.get(name) : undefined;
    // A single word where the registry is expected is its kind, which is worth showing.
    return name === undefined ? !/^[\w-]{1,20}$/.test(String(value)) : open !== undefined && !open.includes(String(path[3]));
}

/** Whoever names a host or a folder by a URL may have put a password before the `@`. */
function withoutLogin(text: string): string {
    return text.replace(/^.*@/s, "…@");
}

function formatValue(value: unknown): string {
    if (typeof value === "string") {
        const shown = withoutLogin(value);
        return JSON.stringify(shown.length > SHOWN_LENGTH ? `${shown.slice(0, SHOWN_LENGTH)}…` : shown);
    }
    return `the ${typeof value} ${String(value)}`;
}

/** Returns what a value is, as a noun phrase for a problem: `"banana"`, `the number 1.1`, `nothing`, `a map`. */
export function formatNow(path: Path, value: unknown): string {
    if (value === undefined) {
        return "nothing";
    }
    if (value === null || value === "") {
        return "empty";
    }
    if (Array.isArray(value)) {
        return value.length === 0 ? "an empty list" : "a list";
    }
    if (typeof value === "object") {
        return "a map";
    }
    return isSecret(path, value) ? `a ${typeof value}, not shown as it may be secret` : formatValue(value);
}

/**
 * Returns what an issue says in terms of the stack file.
 *
 * @param above where in the namespace the parsed value stands
 */
export function formatIssue(above: Path, issue: v.BaseIssue<unknown>): Problem {
    const below = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const path = [...above, ...below];
    // An unknown key is shown by its name: what is written there may be anything, a password too.
    const isUnknownKey = issue.type === "raw_check";
    return {
        key: formatKey(path),
        required: issue.message,
        now: isUnknownKey ? JSON.stringify(issue.input) : formatNow(path, issue.input),
    };
}
