/** What an address of a registry may start with and which a registry's name has not. */
const SCHEME = /^https?:\/\//;

/**
 * Says whether a repository is of one of the registries: `host`, or `host/prefix` for all below it. A `*` stands for any
 * characters up to the next `.` of a host or the next `/` of a path.
 *
 * @param repository with its host, in lower case and without a tag
 */
export function isAllowedRegistry(repository: string, registries: readonly string[]): boolean {
    return registries.some((registry) => patternOf(registry).test(repository));
}

function patternOf(registry: string): RegExp {
    const [host = "", ...path] = registry.trim().toLowerCase().replace(SCHEME, "").replace(/\/+$/, "").split("/");
    const parts = [quote(host, "[^./]*"), ...path.map((part) => quote(part, "[^/]*"))];
    return new RegExp(`^${parts.join("/")}(?:/|$)`);
}

function quote(text: string, any: string): string {
    return text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&")).join(any);
}
