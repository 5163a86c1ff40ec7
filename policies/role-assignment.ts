import { anyPattern, typedPattern } from "./azure-type";
import { textOf } from "./props";
import { registryById } from "./registry-of";
import type { Facts } from "./rule";
import { UndecidedError } from "./undecided";

/** A built-in role that matters to registries. */
export type Role =
    | "Owner"
    | "Contributor"
    | "User Access Administrator"
    | "Role Based Access Control Administrator"
    | "AcrPull"
    | "AcrPush"
    | "AcrDelete"
    | "Container Registry Repository Reader"
    | "Container Registry Repository Writer"
    | "Container Registry Repository Contributor"
    | "Container Registry Repository Catalog Lister";

/**
 * The roles by GUID.
 *
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const ROLES: Readonly<Record<string, Role>> = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": "Container Registry Repository Reader",
    "2a1e307c-b015-4ebd-883e-5b7698a07328": "Container Registry Repository Writer",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "Container Registry Repository Contributor",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7": "Container Registry Repository Catalog Lister",
};

/** Type tokens of role assignments; as a free-form resource one cannot be written, as its scope is no property. */
export const ROLE_ASSIGNMENT_TYPES = anyPattern(
    typedPattern("authorization", "RoleAssignment"),
    /^azure:authorization\/assignment:Assignment$/,
);

/** Returns the role if it is one of those; the classic provider takes its name as well. */
export function roleOf({ props }: Facts): Role | undefined {
    const [guid = ""] = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.exec(textOf(props["roleDefinitionId"])) ?? [];
    const name = textOf(props["roleDefinitionName"]).toLowerCase();
    return ROLES[guid.toLowerCase()] ?? Object.values(ROLES).find((role) => role.toLowerCase() === name);
}

/**
 * Says whether the role is granted on a registry itself, and not on what contains it.
 *
 * @param resources those of the stack, of which the scope may be made; @default - the id alone tells
 */
export function isOnRegistry(assignment: Facts, resources: readonly Facts[] = []): boolean {
    return registryById(assignment, "scope", () => assignment.props["scope"], resources) !== undefined;
}

/**
 * Returns the registry of this stack that the role is granted on; `undefined` if it is granted on something else.
 *
 * @throws {UndecidedError} If it is a registry outside of the stack.
 */
export function grantedRegistry(assignment: Facts, resources: readonly Facts[]): Facts | undefined {
    const registry = registryById(assignment, "scope", () => assignment.props["scope"], resources);
    if (registry === "elsewhere") {
        throw new UndecidedError("the registry is not one of this stack");
    }
    return registry;
}
