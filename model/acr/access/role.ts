import type { AcrPermissions } from "../acr-spec";
import type { Right } from "../../access/right";

/** A role that Azure comes with, as far as it concerns the images of a registry. */
export interface AcrRole {
    /** The definition's GUID, the same in every tenant. */
    readonly id: string;

    /** Every intent that it fulfils. */
    readonly rights: readonly Right[];

    /** What a condition has to name to hold for all of it; empty where a role takes no condition. */
    readonly dataActions: readonly string[];
}

const REPOSITORIES = "Microsoft.ContainerRegistry/registries/repositories";
const READ = [`${REPOSITORIES}/content/read`, `${REPOSITORIES}/metadata/read`];
const WRITE = [`${REPOSITORIES}/content/write`, `${REPOSITORIES}/metadata/write`];
const DELETE = [`${REPOSITORIES}/content/delete`, `${REPOSITORIES}/metadata/delete`];

/**
 * The narrowest role for each intent. Who may push may pull in either mode; AcrDelete alone may not even pull, while its
 * nearest relative for repositories may do everything.
 *
 * Sources: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/containers and
 * https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-directory-reference
 */
const ROLES: Readonly<Record<AcrPermissions, Readonly<Record<Right, AcrRole>>>> = {
    legacy: {
        list: { id: "7f951dda-4ed3-4680-a7ca-43fe172d538d", rights: ["list"], dataActions: [] },
        pull: { id: "7f951dda-4ed3-4680-a7ca-43fe172d538d", rights: ["list", "pull"], dataActions: [] },
        push: { id: "8311e382-0749-4cb8-b61a-304f252e45ec", rights: ["list", "pull", "push"], dataActions: [] },
        delete: { id: "c2f4ef07-c644-48eb-af81-4b1b4947fb11", rights: ["delete"], dataActions: [] },
    },
    abac: {
        list: { id: "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7", rights: ["list"], dataActions: [] },
        pull: { id: "b93aa761-3e63-49ed-ac28-beffa264f7ac", rights: ["pull"], dataActions: READ },
        push: {
            id: "2a1e307c-b015-4ebd-883e-5b7698a07328",
            rights: ["pull", "push"],
            dataActions: [...READ, ...WRITE],
        },
        delete: {
            id: "2efddaa5-3f1f-4df3-97df-af3f13818f4c",
            rights: ["pull", "push", "delete"],
            dataActions: [...READ, ...WRITE, ...DELETE],
        },
    },
};

/** Returns the narrowest role that fulfils an intent. */
export function roleFor(right: Right, permissions: AcrPermissions): AcrRole {
    return ROLES[permissions][right];
}

/** Returns which of the intents need a role of their own, as no other one's role fulfils them. */
export function coverRights(rights: readonly Right[], permissions: AcrPermissions): readonly Right[] {
    const asked = [...new Set(rights)];
    const isCovered = (right: Right) => asked.some((other) =>
        other !== right && roleFor(other, permissions).rights.includes(right));
    return asked.filter((right) => !isCovered(right));
}
