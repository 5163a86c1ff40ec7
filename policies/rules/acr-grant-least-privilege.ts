import { registry, REGISTRY_ID } from "../examples";
import { facts } from "../facts";
import { textOf } from "../props";
import { isOnRegistry, ROLE_ASSIGNMENT_TYPES, roleOf, type Role } from "../role-assignment";
import type { Facts, Props, Rule } from "../rule";
import { allHold, ifDecided } from "../undecided";

const ASSIGNMENT = "azure-native:authorization:RoleAssignment";
const CLASSIC = "azure:authorization/assignment:Assignment";
const DEFINITIONS = "/providers/Microsoft.Authorization/roleDefinitions";
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const RBAC_ADMINISTRATOR = "f58310d9-a9f6-439a-9e8d-f62e7b41a168";
const ACR_PUSH = "8311e382-0749-4cb8-b61a-304f252e45ec";
const GROUP_ID = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/images";

/** Roles that can do more than work with images: switch on the admin user, delete the registry, or grant more roles. */
const BROAD: readonly (Role | undefined)[] = ["Owner", "Contributor", "User Access Administrator"];

/** Nobody gets a broad role on a container registry. */
export const acrGrantLeastPrivilege: Rule = {
    id: "acr-grant-least-privilege",
    title: "A role on a container registry is one for its images",
    why:
        "Owner and Contributor can read passwords, open the network and delete the registry, and administrators of access " +
        "can make anybody an owner",
    severity: "high",
    level: "mandatory",
    fix:
        "Grant AcrPull, AcrPush or AcrDelete, or the Container Registry Repository roles on a registry with ABAC; to those who " +
        "administer it, Container Registry Contributor and Data Access Configuration Administrator, which neither pulls nor " +
        "pushes nor grants roles.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-rbac-built-in-roles-overview",
    references: [],
    appliesTo: ROLE_ASSIGNMENT_TYPES,
    // While the id is not known, only the stack tells whose it is.
    scope: ({ props }) => (ifDecided(() => textOf(props["scope"])) === undefined ? "stack" : "resource"),
    reads: ["scope", "roleDefinitionId", "roleDefinitionName"],

    check(resource, { resources }) {
        const broad = allHold(
            () => isBroad(resource),
            () => isOnRegistry(resource, resources),
        );
        return broad ? [`The role is ${roleOf(resource)}, and its scope is a registry.`] : [];
    },

    good: [
        { title: "AcrPush", resources: [assignment(`${DEFINITIONS}/${ACR_PUSH}`)] },
        {
            title: "a role of one's own",
            resources: [assignment(`${DEFINITIONS}/11111111-2222-3333-4444-555555555555`)],
        },
        { title: "Owner of a resource group", resources: [assignment(`${DEFINITIONS}/${OWNER}`, { scope: GROUP_ID })] },
        {
            title: "Contributor of a resource group of the stack",
            resources: [
                facts(ASSIGNMENT, { roleDefinitionId: `${DEFINITIONS}/${CONTRIBUTOR}` }, { from: { scope: [facts("azure-native:resources:ResourceGroup")] } }),
            ],
        },
        {
            title: "an administrator of access within a condition",
            resources: [
                assignment(`${DEFINITIONS}/${RBAC_ADMINISTRATOR}`, { condition: "…", conditionVersion: "2.0" }),
            ],
        },
        { title: "classic", resources: [facts(CLASSIC, { scope: REGISTRY_ID, roleDefinitionName: "AcrPull" })] },
    ],
    bad: [
        {
            title: "Owner",
            resources: [assignment(`/subscriptions/00000000-0000-0000-0000-000000000000${DEFINITIONS}/${OWNER}`), registry()],
            violation: "The role is Owner, and its scope is a registry.",
        },
        {
            title: "Contributor, in capitals and with the id alone",
            resources: [assignment(CONTRIBUTOR.toUpperCase(), { scope: REGISTRY_ID.toUpperCase() }), registry()],
            violation: "The role is Contributor, and its scope is a registry.",
        },
        {
            title: "an administrator of access without a condition",
            resources: [assignment(`${DEFINITIONS}/${RBAC_ADMINISTRATOR}`), registry()],
            violation: "The role is Role Based Access Control Administrator, and its scope is a registry.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { scope: REGISTRY_ID, roleDefinitionName: "User Access Administrator" }), registry()],
            violation: "The role is User Access Administrator, and its scope is a registry.",
        },
    ],
};

/** A condition says which roles an administrator of access may grant. */
function isBroad(resource: Facts): boolean {
    const role = roleOf(resource);
    return (
        BROAD.includes(role) || (role === "Role Based Access Control Administrator" && !("condition" in resource.props))
    );
}

function assignment(roleDefinitionId: string, props: Props = {}): Facts {
    return facts(ASSIGNMENT, { roleDefinitionId, scope: REGISTRY_ID, principalId: "…", ...props });
}
