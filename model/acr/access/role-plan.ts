import type { Right } from "../../access/right";
import type { AcrPermissions } from "../acr-spec";
import { formatCondition } from "./condition";
import type { RolePlan } from "./grant-plan";
import { roleFor } from "./role";
import { planAssignmentId } from "./role-assignment-id";

/** Digits of an assignment's GUID that keep names apart. */
const NAME_DIGITS = 8;

/**
 * Why a repository cannot be named where permissions are `legacy`.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
export const LEGACY_SCOPE =
    "with permissions: legacy a role holds for the whole registry; permissions: abac has roles for repositories";

/** A registry, as far as roles on it depend on it. */
export interface RegistryRoles {
    /** The registry's name. */
    readonly registry: string;

    readonly permissions: AcrPermissions;
}

/** Whom a role is for, in plain words; who it is in Azure is known to whoever assigns the role. */
export interface Assignee {
    /** The start of the role's name; @default - none, where the role stands beside what it is for */
    readonly label?: string;

    /** What tells it from all others, and never changes. */
    readonly key: string;
}

/** Returns whom a role is for that is known by nothing but a name of one's own. */
export function assigneeNamed(name: string): Assignee {
    return { label: name, key: `named ${name}` };
}

/**
 * Returns the role that fulfils one intent.
 *
 * @param repositories those it is for, with a `/` at the end for all below; empty for all
 * @throws {RangeError} If one is no repository, or the registry's roles hold for all of it.
 */
export function planRole(
    { registry, permissions }: RegistryRoles,
    { label, key }: Assignee,
    right: Right,
    repositories: readonly string[] = [],
): RolePlan {
    if (repositories.length > 0 && permissions === "legacy") {
        throw new RangeError(`Cannot grant on "${repositories.join('", "')}" alone: ${LEGACY_SCOPE}`);
    }
    const { id, dataActions } = roleFor(right, permissions);
    const assignment = planAssignmentId(registry, key, id);
    return {
        name: [...(label === undefined ? [] : [label]), right, assignment.slice(0, NAME_DIGITS)].join("-"),
        assignment,
        role: id,
        ...(repositories.length === 0 || dataActions.length === 0 ? {} : { condition: formatCondition(dataActions, repositories) }),
    };
}
