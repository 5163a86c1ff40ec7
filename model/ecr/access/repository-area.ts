import type { AccessSpec } from "../../access/access-spec";
import type { AwsGrantee } from "../../access/grantee";
import { ROOT } from "../values/repository-name";
import type { AwsGrantRequest } from "./grant-plan";

/** What there is in a registry. */
export interface RepositoryNames {
    /** Exact names. */
    readonly repositories: readonly string[];

    /** Prefixes of pull-through caches, or ROOT. */
    readonly caches: readonly string[];

    /** Whether there are more that are not known yet, as images have mistakes; @default - no */
    readonly hasOthers?: boolean;
}

/** Where a grant holds. */
export type Area = Pick<AwsGrantRequest, "repositories" | "caches">;

/**
 * Returns which repositories and which of what caches fill a grant is about. What a cache for all names fills has to be
 * named, as without a start it would be every repository of the account.
 *
 * @param scope a repository, or with `/` at its end all below it; @default - all
 */
export function findArea(scope: string | undefined, { repositories, caches }: RepositoryNames): Area {
    const named = repositories.filter((name) => isWithin(name, scope));
    const cached = caches.filter((prefix) => prefix !== ROOT).flatMap((prefix) => findCached(`${prefix}/`, scope));
    const isElsewhere = scope !== undefined && named.length === 0 && cached.length === 0;
    return { repositories: named, caches: isElsewhere && caches.includes(ROOT) ? [belowOf(scope)] : cached };
}

/** Returns the name of all that a cache fills. */
export function wholeCache(prefix: string): string {
    return `${prefix}/*`;
}

/** Says whether a grant is for a role by its name, which gets a policy of its own. */
export function isNamedRole(grantee: AwsGrantee): grantee is { readonly role: string } {
    return "role" in grantee && !grantee.role.startsWith("arn:");
}

/**
 * Returns what a grant asks for. All that a cache fills has one policy, so that others than a role by its name have all of
 * a cache, or nothing of it.
 */
export function requestOf(
    { may, grantee, repositories: scope }: Omit<AccessSpec<AwsGrantee>, "at">,
    names: RepositoryNames,
): AwsGrantRequest {
    const { repositories, caches } = findArea(scope, names);
    const whole = names.caches.map(wholeCache);
    return { may, grantee, repositories, caches: isNamedRole(grantee) ? caches : caches.filter((name) => whole.includes(name)) };
}

function findCached(start: string, scope: string | undefined): readonly string[] {
    if (scope === undefined || start.startsWith(scope) && scope.endsWith("/")) {
        return [`${start}*`];
    }
    return scope.startsWith(start) ? [belowOf(scope)] : [];
}

function belowOf(scope: string): string {
    return scope.endsWith("/") ? `${scope}*` : scope;
}

function isWithin(name: string, scope: string | undefined): boolean {
    return scope === undefined || name === scope || scope.endsWith("/") && name.startsWith(scope);
}
