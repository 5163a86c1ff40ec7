import type { AccessSpec } from "../../access/access-spec";
import type { AzureGrantee } from "../../access/grantee";
import type { RolePlan } from "../access/grant-plan";
import { coverRights } from "../access/role";
import { planRole, type RegistryRoles } from "../access/role-plan";
import type { TaskGrant, TaskPlan } from "./task-plan";

/** Returns the roles that a task's own identity needs on its registry. */
export function planTaskRoles(task: TaskPlan, registry: RegistryRoles): readonly RolePlan[] {
    return task.grants.filter(({ grantee }) => "task" in grantee).flatMap((grant) =>
        coverRights(rightsOf(grant), registry.permissions).map((right) =>
            planRole(registry, { label: `task-${task.name}`, key: `task ${task.name}` }, right, grant.repositories)));
}

/** Returns what the shared identities of tasks need, as if a stack file had asked for it: it may have asked for the same. */
export function listTaskAccess(tasks: readonly TaskPlan[]): readonly AccessSpec<AzureGrantee>[] {
    return tasks.flatMap(({ grants }) => grants).flatMap((grant) => {
        const { grantee, repositories } = grant;
        if ("task" in grantee) {
            return [];
        }
        const may = rightsOf(grant);
        return repositories.length === 0 ? [{ may, grantee }] : repositories.map((scope) => ({ may, grantee, repositories: scope }));
    });
}

function rightsOf({ rights, listsRepositories }: TaskGrant): TaskGrant["rights"] {
    return listsRepositories ? [...rights, "list"] : rights;
}
