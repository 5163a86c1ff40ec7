import { textOf } from "../provider/wire";

/** Lets an identity use a vault's keys for encryption: Key Vault Crypto Service Encryption User. */
export const KEY_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6";

/** Roles with which images can be pulled: AcrPull, AcrPush and, in ABAC mode, Container Registry Repository Reader, Writer, Contributor. */
export const PULL_ROLES: Readonly<Record<"LegacyRegistryPermissions" | "AbacRepositoryPermissions", readonly string[]>> = {
    LegacyRegistryPermissions: ["7f951dda-4ed3-4680-a7ca-43fe172d538d", "8311e382-0749-4cb8-b61a-304f252e45ec"],
    AbacRepositoryPermissions: ["b93aa761-3e63-49ed-ac28-beffa264f7ac", "2a1e307c-b015-4ebd-883e-5b7698a07328", "2efddaa5-3f1f-4df3-97df-af3f13818f4c"],
};

/**
 * The built-in roles that the double knows.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
 */
const ROLES = new Set([
    KEY_USER,
    ...PULL_ROLES.LegacyRegistryPermissions,
    ...PULL_ROLES.AbacRepositoryPermissions,
    // AcrDelete, AcrImageSigner, Container Registry Repository Catalog Lister
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11",
    "6cef56e8-d556-48e5-a04f-b8e64114680f",
    "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7",
    // Key Vault Secrets User
    "4633458b-17de-408a-b874-0445c86b69e6",
    // Reader, Contributor, Owner
    "acdd72a7-3385-48ef-bd42-f606fba81ae7",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
]);

/** Returns the GUID at the end of a role definition's ARM id. */
export function roleOf(roleDefinitionId: unknown): string {
    return textOf(roleDefinitionId).split("/").at(-1)?.toLowerCase() ?? "";
}

/** Returns true for the ARM id of a built-in role that the double knows. */
export function isRole(roleDefinitionId: unknown): boolean {
    return /^\/(subscriptions\/[^/]+\/)?providers\/Microsoft\.Authorization\/roleDefinitions\/[^/]+$/i.test(textOf(roleDefinitionId)) && ROLES.has(roleOf(roleDefinitionId));
}
