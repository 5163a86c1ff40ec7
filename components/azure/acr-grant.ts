import * as authorization from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import type { PrincipalType } from "../../model/access/grantee";
import type { RolePlan } from "../../model/acr/access/grant-plan";
import { planPrincipalRetry } from "../../model/acr/access/retry";
import { retryHook } from "./retry-hook";

/** Who is granted something, as Entra ID knows it. */
export interface Grantee {
    /** The object id, of an identity its principal id; never the client id. */
    readonly principalId: pulumi.Input<string>;

    readonly principalType: PrincipalType;
}

export interface GrantRoleArgs {
    readonly plan: RolePlan;

    /** The ARM id of the registry that the role is for. */
    readonly registryId: pulumi.Input<string>;

    readonly grantee: Grantee;
}

/**
 * Assigns a role on one registry, and tries again for as long as Entra ID does not know the principal yet.
 *
 * @param opts with the parent, through which the provider is found
 */
export function grantRole(name: string, args: GrantRoleArgs, opts: pulumi.CustomResourceOptions): authorization.RoleAssignment {
    const { plan, registryId, grantee } = args;
    const { subscriptionId } = authorization.getClientConfigOutput(invokeOptions(opts));
    const definitions = pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions`;
    return new authorization.RoleAssignment(name, {
        roleAssignmentName: plan.assignment,
        // Azure answers with this form, so a refresh finds no difference.
        roleDefinitionId: pulumi.interpolate`${definitions}/${plan.role}`,
        principalId: grantee.principalId,
        principalType: grantee.principalType,
        scope: registryId,
        ...(plan.condition === undefined ? {} : { condition: plan.condition, conditionVersion: "2.0" }),
    }, {
        ...opts,
        deleteBeforeReplace: true,
        hooks: { onError: [retryHook(`registries-principal-${plan.assignment}`, planPrincipalRetry)] },
    });
}

/** Returns what a look-up takes of a resource's options, so that both go to the same provider. */
function invokeOptions({ parent, provider }: pulumi.CustomResourceOptions): pulumi.InvokeOutputOptions {
    return { ...(parent === undefined ? {} : { parent }), ...(provider === undefined ? {} : { provider }) };
}
