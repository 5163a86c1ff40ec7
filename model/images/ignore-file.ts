import { posix } from "node:path";

/** What of a context is not sent. */
export interface IgnoreRules {
    /** Says whether a path is left out. */
    readonly ignores: (path: string) => boolean;

    /** Says whether all below a folder is left out too. */
    readonly ignoresAllBelow: (folder: string) => boolean;
}

interface Rule {
    readonly pattern: RegExp;
    readonly isException: boolean;
}

/**
 * Returns what a `.dockerignore` says. The last line that is about a path, or about a folder above it, holds.
 *
 * @see https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseIgnoreFile(text: string): IgnoreRules {
    const rules = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "" && !line.startsWith("#")).flatMap(parseRule);
    const ignores = (path: string): boolean => {
        const paths = path.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
        return rules.reduce((is, { pattern, isException }) => (paths.some((one) => pattern.test(one)) ? !isException : is), false);
    };
    const hasExceptions = rules.some(({ isException }) => isException);
    return { ignores, ignoresAllBelow: (folder) => !hasExceptions && ignores(folder) };
}

function parseRule(line: string): readonly Rule[] {
    const isException = line.startsWith("!");
    const path = posix.join("/", isException ? line.slice(1).trim() : line).replace(/^\/|\/$/g, "");
    try {
        return path === "" ? [] : [{ pattern: new RegExp(`^${toExpression(path)}$`, "su"), isException }];
    } catch {
        // The build will say that there is something wrong with it.
        return [];
    }
}

/** Source: https://github.com/moby/patternmatcher/blob/v0.6.0/patternmatcher.go (`compile`) */
function toExpression(path: string): string {
    return path.replace(/\*\*\/|\*\*|\*|\?|\[(?:\\.|[^\]\\])+\]|\\(.)|[.+^$(){}|[\]/]/gs, (sign, escaped?: string) => {
        switch (sign) {
            case "**/": return "(?:.*/)?";
            case "**": return ".*";
            case "*": return "[^/]*";
            case "?": return "[^/]";
            default: return sign.length > 2 && sign.startsWith("[") ? sign : `\\${escaped ?? sign}`;
        }
    });
}
