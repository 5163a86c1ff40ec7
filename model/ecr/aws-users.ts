import { isAwsAccess, type AccessSpec } from "../access/access-spec";
import type { AwsGrantee } from "../access/grantee";
import type { RegistryUsers } from "../registry-users";
import type { AwsPlace } from "./access/aws-place";
import { findGrantProblems, findScopeProblems } from "./access/grant-problem";
import type { RepositoryNames } from "./access/repository-area";

/** Who uses a registry on AWS besides whoever deploys. */
export interface AwsUsers extends Pick<RegistryUsers, "pipelines"> {
    readonly access: readonly AccessSpec<AwsGrantee>[];
}

/** Returns the users that are on AWS, and all pipelines, which may be. */
export function listAwsUsers({ access, pipelines }: RegistryUsers): AwsUsers {
    return { access: access.filter(isAwsAccess), pipelines };
}

/** Returns those users that a registry can have, where another one is beside it for the others. */
export function keepUsers({ access, pipelines }: AwsUsers, registry: AwsPlace & RepositoryNames): AwsUsers {
    return {
        access: access.filter((grant) => findGrantProblems(grant, registry).length === 0),
        pipelines: Object.fromEntries(Object.entries(pipelines).filter(([role, spec]) =>
            findScopeProblems([], { ...spec, grantee: { role } }, registry).length === 0)),
    };
}
