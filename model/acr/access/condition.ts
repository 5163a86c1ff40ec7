import { isRepository } from "../../image-ref";

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions */
const NAME = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";

/** Says whether the text names one repository, as `team-a/web`, or by a `/` at its end all below it, as `team-a/`. */
export function isRepositoryScope(text: string): boolean {
    return isRepository(text.replace(/\/$/, ""));
}

/**
 * Returns the condition that lets a role do these things in these repositories only. What it does not name, a role may do
 * everywhere, so all of the role's actions are needed.
 *
 * @param repositories at least one; one that ends in `/` stands for all below it
 * @throws {RangeError} If one is no repository, as quotes in it could end the condition.
 * @see https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 */
export function formatCondition(dataActions: readonly string[], repositories: readonly string[]): string {
    const others = dataActions.map((action) => `!(ActionMatches{'${action}'})`).join(" AND ");
    const names = [...new Set(repositories)].sort().map(formatName).join(" OR ");
    return `((${others}) OR (${names}))`;
}

function formatName(repository: string): string {
    if (!isRepositoryScope(repository)) {
        throw new RangeError(
            `Cannot grant on "${repository}" as a repository: it is not lower-case words joined by . _ - /`,
        );
    }
    return `${NAME} ${repository.endsWith("/") ? "StringStartsWithIgnoreCase" : "StringEqualsIgnoreCase"} '${repository}'`;
}
