import type { ScopeMapSpec } from "../acr-spec";

/**
 * What a right allows on a repository: to pull is to see its tags too, and who pushes reads what is there already.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions#concepts
 */
const ACTIONS = {
    pull: ["content/read", "metadata/read"],
    push: ["content/read", "content/write", "metadata/read"],
    delete: ["content/delete", "metadata/read"],
} as const;

/** Returns all that a scope map allows, each action once and in a steady order. */
export function listActions({ repositories }: Pick<ScopeMapSpec, "repositories">): readonly string[] {
    return [...new Set(repositories.flatMap(({ name, may }) =>
        may.flatMap((right) => ACTIONS[right].map((action) => `repositories/${name}/${action}`))))].sort();
}
