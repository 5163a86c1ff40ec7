import * as authorization from "@pulumi/azure-native/authorization";
import type * as pulumi from "@pulumi/pulumi";
import { planPrincipalRetry } from "../../model/acr/access/retry";
import { planAssignmentId } from "../../model/acr/access/role-assignment-id";
import { armSubscription } from "../../model/acr/values/arm-id";
import { retryHook } from "./retry-hook";

/**
 * GUIDs of the roles for a Key Vault that leaves access to Azure's roles.
 *
 * Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security
 */
const ROLES = {
    /** Key Vault Crypto Service Encryption User */
    encrypt: "e147488a-f6f5-4113-8e2d-b22465e65bf6",
    /** Key Vault Secrets User */
    readSecrets: "4633458b-17de-408a-b874-0445c86b69e6",
} as const;

export interface VaultGrantArgs {
    /** The vault's ARM id. */
    readonly vault: string;

    readonly right: keyof typeof ROLES;

    /** Whom, in words that always stay the same. */
    readonly grantee: string;

    readonly principalId: pulumi.Input<string>;
}

/** Lets an identity use what is in a Key Vault. */
export function grantOnVault(name: string, args: VaultGrantArgs, parent: pulumi.Resource): authorization.RoleAssignment {
    const { vault, right, grantee, principalId } = args;
    const assignment = planAssignmentId(vault, grantee, ROLES[right]);
    return new authorization.RoleAssignment(name, {
        scope: vault,
        roleAssignmentName: assignment,
        // Azure answers with this form, so a refresh finds no difference. It is the vault's subscription that counts.
        roleDefinitionId: `/subscriptions/${armSubscription(vault)}/providers/Microsoft.Authorization/roleDefinitions/${ROLES[right]}`,
        principalId,
        // The SDK's default is a user.
        principalType: "ServicePrincipal",
    }, {
        parent,
        deleteBeforeReplace: true,
        hooks: { onError: [retryHook(`registries-principal-${assignment}`, planPrincipalRetry)] },
    });
}
