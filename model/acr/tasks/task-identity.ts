import { isSame } from "../values/arm-id";
import type { TaskContext } from "./task-context";
import type { TaskGrant, TaskLogin, TaskPlan } from "./task-plan";
import type { TaskSpec } from "./task-spec";

/** What stands for a task's own identity. */
export const OWN_IDENTITY = "system";

type Identities = Pick<TaskPlan, "identity" | "ownIdentity" | "sourceLogin" | "registryLogins">;

/** Returns the identities of a task in the order they are asked for; the first logs in to the registry. */
export function identitiesOf({ identities }: TaskSpec, { permissions }: TaskContext): readonly string[] {
    return identities ?? (permissions === "abac" ? [OWN_IDENTITY] : []);
}

/**
 * Returns the identities of a task, and where it logs in with them. With an identity it never has the registry's own
 * token, which may do everything: so it needs no change where the registry's permissions become `abac`.
 */
export function planIdentity(spec: TaskSpec, context: TaskContext): Identities {
    const identities = identitiesOf(spec, context);
    const userAssignedIdentities = identities.filter((identity) => identity !== OWN_IDENTITY);
    const ownIdentity = identities.includes(OWN_IDENTITY);
    const [first] = identities;
    const both = ownIdentity && userAssignedIdentities.length > 0;
    const type = both ? "SystemAssigned, UserAssigned" : ownIdentity ? "SystemAssigned" : "UserAssigned";
    return {
        ...(first === undefined ? {} : {
            identity: { type, ...(userAssignedIdentities.length === 0 ? {} : { userAssignedIdentities }) },
        }),
        ownIdentity,
        sourceLogin: first === undefined ? { loginMode: "Default" } : { identity: planLogin(first) },
        registryLogins: Object.fromEntries(Object.entries(spec.registries ?? {}).map(([host, name]) => [host, planLogin(name)])),
    };
}

function planLogin(identity: string): TaskLogin {
    return identity === OWN_IDENTITY ? { keyword: "[system]" } : { identity };
}

/** Returns what the identity that logs in to the registry needs there, so that the task can pull and push. */
export function planTaskGrants(spec: TaskSpec, context: TaskContext): readonly TaskGrant[] {
    const [first] = identitiesOf(spec, context);
    return first === undefined ? [] : [{
        rights: ["push"],
        repositories: spec.repositories ?? [],
        listsRepositories: false,
        grantee: granteeOf(first, spec.name),
    }];
}

/** Returns whom a grant for an identity of a task is for. */
export function granteeOf(identity: string, task: string): TaskGrant["grantee"] {
    return identity === OWN_IDENTITY ? { task } : { identity };
}

/** Says whether a task has an identity; Azure takes ids in any case. */
export function hasIdentity(identities: readonly string[], identity: string): boolean {
    return identities.some((one) => isSame(one, identity));
}

/**
 * Returns the client id of an identity that was looked up in Azure. A look-up takes a resource group and a name, and finds
 * what is there in the deployment's own subscription.
 *
 * @param asked the ARM id that was asked for
 * @param found the ARM id that was found
 * @throws {RangeError} If something else was found.
 */
export function requireTaskLogin(asked: string, found: string, clientId: string): string {
    if (!isSame(asked, found)) {
        throw new RangeError(`Cannot let a task log in as "${asked}": in the deployment's subscription what has its name is "${found}"`);
    }
    return clientId;
}
