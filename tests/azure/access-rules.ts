import { textOf } from "../provider/wire";
import { ArmError } from "./arm-error";
import { isSameId, parentOf } from "./arm-id";
import { TENANT } from "./options";
import { isRole, roleOf } from "./roles";
import type { Rule } from "./rule";

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Refuses a role assignment as Azure does, and one without `principalType`, which Azure takes but then looks the
 * principal up, so that it does not find new ones.
 *
 * @see https://learn.microsoft.com/azure/role-based-access-control/troubleshooting
 */
export const assignmentRules: readonly Rule[] = [
    ({ resource: { name } }) => GUID.test(name) ? undefined
        : new ArmError(400, "InvalidRoleAssignmentId", `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`),
    ({ resource: { properties } }) => isRole(properties["roleDefinitionId"]) ? undefined
        : new ArmError(404, "RoleDefinitionDoesNotExist", `The specified role definition with ID '${roleOf(properties["roleDefinitionId"]).replaceAll("-", "")}' does not exist.`),
    ({ resource: { properties } }) => /^(User|Group|ServicePrincipal|ForeignGroup|Device)$/.test(textOf(properties["principalType"])) ? undefined
        : new ArmError(400, "InvalidPrincipalType", "The double wants principalType to be set, so that Azure does not look the principal up."),
    ({ resource: { properties } }) => properties["condition"] === undefined || properties["conditionVersion"] === "2.0" ? undefined
        : new ArmError(400, "InvalidConditionVersion", "A condition needs conditionVersion 2.0."),
    ({ resource: { properties }, old }) =>
        old === undefined || ["principalId", "roleDefinitionId"].every((name) => isSameId(textOf(old.properties[name]), textOf(properties[name]))) ? undefined
            : new ArmError(400, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."),
    ({ resource, cloud, old }) => {
        const { properties } = resource;
        const same = cloud.ofType(resource.type).find((other) => !isSameId(other.id, resource.id)
            && isSameId(textOf(other.properties["scope"]), textOf(properties["scope"]))
            && other.properties["principalId"] === properties["principalId"]
            && roleOf(other.properties["roleDefinitionId"]) === roleOf(properties["roleDefinitionId"]));
        return old !== undefined || same === undefined ? undefined
            : new ArmError(409, "RoleAssignmentExists", `The role assignment already exists. The ID of the existing role assignment is ${same.name.replaceAll("-", "")}.`);
    },
    ({ resource: { properties }, cloud, options, old }) => {
        const principal = textOf(properties["principalId"]);
        const left = old === undefined ? cloud.principals.get(principal) ?? 0 : 0;
        if (left > 0) {
            cloud.principals.set(principal, left - 1);
        }
        return GUID.test(principal) && left === 0 && options.noPrincipals?.includes(principal) !== true ? undefined : principalNotFound(principal);
    },
];

/** @see https://github.com/Azure-Samples/azure-search-openai-demo/issues/9 */
function principalNotFound(principal: string): ArmError {
    return new ArmError(400, "PrincipalNotFound", `Principal ${principal.replaceAll("-", "")} does not exist in the directory ${TENANT}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype`);
}

/** Refuses a lock of no known level. */
export const lockRule: Rule = ({ resource: { properties } }) => /^(CanNotDelete|ReadOnly)$/.test(textOf(properties["level"])) ? undefined
    : new ArmError(400, "InvalidLockLevel", `The lock level '${textOf(properties["level"])}' is not one of CanNotDelete, ReadOnly.`);

/**
 * Refuses a federated credential as Azure does.
 *
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export const federatedRules: readonly Rule[] = [
    ({ resource: { properties } }) => /[*?]/.test(textOf(properties["subject"]) + textOf(properties["issuer"]))
        ? new ArmError(400, "BadRequest", "Wildcard characters are not supported in any federated identity credential property value.") : undefined,
    ({ resource, cloud }) => cloud.below(parentOf(resource.id) ?? "").some((other) => other.type === resource.type && !isSameId(other.id, resource.id)
        && other.properties["issuer"] === resource.properties["issuer"] && other.properties["subject"] === resource.properties["subject"])
        // https://github.com/Azure/bicep-types-az/issues/2029
        ? new ArmError(409, "Conflict", "Issuer and subject combination already exists for this Managed Identity.") : undefined,
    ({ resource, cloud, old }) => old === undefined && cloud.below(parentOf(resource.id) ?? "").filter(({ type }) => type === resource.type).length >= 20
        ? new ArmError(400, "BadRequest", "A managed identity takes 20 federated identity credentials.") : undefined,
];

/** @see https://github.com/Azure/bicep-registry-modules/issues/1447 */
export function federatedConflict(identity: string): ArmError {
    return new ArmError(409, "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity",
        `Too many Federated Identity Credentials are written concurrently for the managed identity '${identity.toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`);
}
