import { findArea, type Area, type RepositoryNames } from "./repository-area";

/**
 * Returns what a grant is about that is asked for in a program.
 *
 * @param scopes one repository each, or with a `/` at its end all below; empty for all
 * @throws {RangeError} If there is nothing, be it in one of the scopes.
 */
export function requireArea(names: RepositoryNames, scopes: readonly string[]): Area {
    const areas = (scopes.length === 0 ? [undefined] : scopes).map((scope) => ({ scope, ...findArea(scope, names) }));
    const empty = areas.filter(({ repositories, caches }) => repositories.length + caches.length === 0);
    if (empty.length > 0) {
        const asked = empty.map(({ scope }) => (scope === undefined ? "all repositories" : `"${scope}"`)).join(", ");
        throw new RangeError(`Cannot grant anything on ${asked}: this stack has ${list(names)}`);
    }
    return {
        repositories: [...new Set(areas.flatMap(({ repositories }) => repositories))],
        caches: [...new Set(areas.flatMap(({ caches }) => caches))],
    };
}

function list({ repositories, caches }: RepositoryNames): string {
    return [...repositories, ...caches.map((prefix) => `${prefix}/`)].join(", ") || "none";
}
