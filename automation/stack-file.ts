import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ConfigError } from "../model/problem";

/** The stack that needs no login and no cloud: its registry and its state are on this machine. */
export const LOCAL_STACK = "local";

/** The example that a first `npm run up` deploys. */
const FIRST_STACK_FILE = "examples/quickstart/Pulumi.local.yaml";

/** Returns where the settings of a stack stand. A name such as `org/prod` has its file under its last part. */
export function stackFile(root: string, stack: string): string {
    return join(root, `Pulumi.${stack.split("/").at(-1)}.yaml`);
}

/** Puts the settings of the first example in place, unless the local stack has settings already. */
export function ensureLocalStackFile(root: string, say: (line: string) => void): void {
    const file = stackFile(root, LOCAL_STACK);
    if (!existsSync(file)) {
        copyFileSync(join(root, FIRST_STACK_FILE), file);
        say(`Pulumi.${LOCAL_STACK}.yaml: made from ${FIRST_STACK_FILE}; it is yours to change`);
    }
}

/** What stands for an encrypted value: any key that may be a secret takes it, and no verdict may come of it. */
export const ENCRYPTED = "https://encrypted.invalid/";

/**
 * Returns the values of a stack's file in the namespace `registries`, without the namespace. Encrypted values are not
 * known here, so this is for finding mistakes early, not for using them.
 *
 * @throws {ConfigError} If there is no such file, or it is not YAML.
 */
export function readStackFile(root: string, stack: string): Record<string, unknown> {
    const file = stackFile(root, stack);
    const name = file.slice(root.length + 1);
    if (!existsSync(file)) {
        throw new ConfigError([{ key: name, required: "a stack file; examples/ has some to copy", now: "nothing" }]);
    }
    const config = parseYaml(name, readFileSync(file, "utf8"))?.config ?? {};
    const prefix = "registries:";
    return Object.fromEntries(
        Object.entries(config)
            .filter(([key]) => key.startsWith(prefix))
            .map(([key, value]) => [key.slice(prefix.length), withoutEncrypted(readFlag(value))]),
    );
}

/** Where the CLI has written the file anew, `true` is a text. */
function readFlag(value: unknown): unknown {
    return value === "true" ? true : value === "false" ? false : value;
}

/**
 * Returns a value of a stack file with {@link ENCRYPTED} where something is encrypted.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/secrets/#configuration-and-secrets (`secure`)
 */
export function withoutEncrypted(value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
        return value;
    }
    if (Array.isArray(value)) {
        return value.map(withoutEncrypted);
    }
    const entries = Object.entries(value);
    return entries.length === 1 && entries[0]?.[0] === "secure" && typeof entries[0][1] === "string"
        ? ENCRYPTED
        : Object.fromEntries(entries.map(([key, below]) => [key, withoutEncrypted(below)]));
}

function parseYaml(name: string, text: string): { config?: Record<string, unknown> } | null {
    try {
        return parse(text);
    } catch (error) {
        const now = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
        throw new ConfigError([{ key: name, required: "YAML", now }]);
    }
}
