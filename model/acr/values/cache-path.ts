/** Returns an upstream's host and the path below it. */
export function splitSource(path: string): { readonly host: string; readonly repository: string } {
    const at = path.indexOf("/");
    return { host: path.slice(0, at < 0 ? 0 : at), repository: path.slice(at + 1) };
}

/** Says whether a path stands for all repositories below it. */
export function isWildcard(path: string): boolean {
    return path === "*" || path.endsWith("/*");
}

/**
 * Says whether two cache rules may not both fill these repositories: neither twice the same, nor two wildcards of which
 * one has the other within.
 *
 * @see https://learn.microsoft.com/azure/container-registry/wildcards-artifact-cache#limitations-for-wildcard-based-cache-rules
 */
export function clash(one: string, other: string): boolean {
    if (isWildcard(one) !== isWildcard(other)) {
        return false;
    }
    const [a, b] = [one.replace(/\*$/, ""), other.replace(/\*$/, "")];
    return isWildcard(one) ? a.startsWith(b) || b.startsWith(a) : a === b;
}
