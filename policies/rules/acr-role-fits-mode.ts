import { isAbac } from "../acr-settings";
import { genericRegistry, registry, REGISTRY_ID } from "../examples";
import { facts } from "../facts";
import { grantedRegistry, ROLE_ASSIGNMENT_TYPES, roleOf, type Role } from "../role-assignment";
import type { Facts, Rule } from "../rule";
import { readOther } from "../undecided";

const ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const REPOSITORY_READER = "b93aa761-3e63-49ed-ac28-beffa264f7ac";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const ABAC = { roleAssignmentMode: "AbacRepositoryPermissions" };

/** What is honoured without ABAC alone. */
const LEGACY: readonly (Role | undefined)[] = ["AcrPull", "AcrPush", "AcrDelete"];

/** What is honoured with ABAC alone. */
const REPOSITORY: readonly (Role | undefined)[] = [
    "Container Registry Repository Reader",
    "Container Registry Repository Writer",
    "Container Registry Repository Contributor",
    "Container Registry Repository Catalog Lister",
];

/** A role on a container registry is one that its role assignment mode honours. */
export const acrRoleFitsMode: Rule = {
    id: "acr-role-fits-mode",
    title: "A role on a container registry is one that its role assignment mode honours",
    why: "the others are granted without an error and allow nothing, so that pulls are refused",
    severity: "high",
    level: "advisory",
    fix:
        "With roleAssignmentMode AbacRepositoryPermissions grant the Container Registry Repository roles, without it " +
        "AcrPull, AcrPush and AcrDelete; during a change of mode have both.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions",
    references: [],
    appliesTo: ROLE_ASSIGNMENT_TYPES,
    scope: "stack",
    reads: ["roleDefinitionId", "properties.roleAssignmentMode", "roleAssignmentMode"],

    check(resource, { resources }) {
        const role = roleOf(resource);
        const needsAbac = REPOSITORY.includes(role);
        if (!needsAbac && !LEGACY.includes(role)) {
            return [];
        }
        const owner = grantedRegistry(resource, resources);
        if (owner === undefined || readOther(owner, isAbac) === needsAbac) {
            return [];
        }
        return [`The role is ${role}, but ${owner.name} is ${needsAbac ? "without" : "with"} ABAC.`];
    },

    good: [
        { title: "AcrPull without ABAC", resources: granted(ACR_PULL, registry()) },
        {
            title: "AcrPull without ABAC, free-form",
            resources: granted(ACR_PULL, genericRegistry({ roleAssignmentMode: "LegacyRegistryPermissions" })),
        },
        { title: "Repository Reader with ABAC", resources: granted(REPOSITORY_READER, genericRegistry(ABAC)) },
        { title: "a role that both honour", resources: granted(READER, genericRegistry(ABAC)) },
        {
            title: "granted on a resource group",
            resources: [assignment(ACR_PULL, facts("azure-native:resources:ResourceGroup")), genericRegistry(ABAC)],
        },
        {
            title: "found by its id",
            resources: [
                facts("azure:authorization/assignment:Assignment", {
                    roleDefinitionName: "AcrPull",
                    scope: REGISTRY_ID,
                }),
                registry({ registryName: "contoso" }),
            ],
        },
    ],
    bad: [
        {
            title: "AcrPull with ABAC",
            resources: granted(ACR_PULL, genericRegistry(ABAC)),
            violation: "The role is AcrPull, but registry is with ABAC.",
        },
        {
            title: "AcrPull with ABAC, in a local package of one API version",
            resources: granted(
                ACR_PULL,
                facts("azure-native_containerregistry_v20251101:containerregistry:Registry", ABAC, {
                    name: "registry",
                }),
            ),
            violation: "The role is AcrPull, but registry is with ABAC.",
        },
        {
            title: "Repository Reader without ABAC",
            resources: granted(REPOSITORY_READER, registry()),
            violation: "The role is Container Registry Repository Reader, but registry is without ABAC.",
        },
        {
            title: "found by its id",
            resources: [
                facts("azure:authorization/assignment:Assignment", {
                    roleDefinitionName: "AcrPush",
                    scope: REGISTRY_ID,
                }),
                genericRegistry(ABAC),
            ],
            violation: "The role is AcrPush, but registry is with ABAC.",
        },
    ],
};

function granted(role: string, owner: Facts): [Facts, Facts] {
    return [assignment(role, owner), owner];
}

function assignment(role: string, target: Facts): Facts {
    return facts(
        "azure-native:authorization:RoleAssignment",
        { roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}` },
        { from: { scope: [target] } },
    );
}
