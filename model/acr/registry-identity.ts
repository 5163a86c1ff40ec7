import type { AcrPlan } from "./acr-plan";
import { isSame } from "./values/arm-id";

/** @see https://learn.microsoft.com/azure/templates/microsoft.containerregistry/registries#identityproperties */
export type IdentityType = "None" | "SystemAssigned" | "UserAssigned" | "SystemAssigned, UserAssigned";

/** Returns which kinds of identities a registry has, counting one that is to be made for its key. */
export function planIdentityType({ identity, customerManagedKey }: Pick<AcrPlan, "identity" | "customerManagedKey">): IdentityType {
    const hasUser = identity.existing.length > 0 || customerManagedKey !== undefined;
    if (identity.system) {
        return hasUser ? "SystemAssigned, UserAssigned" : "SystemAssigned";
    }
    return hasUser ? "UserAssigned" : "None";
}

/**
 * Returns the client id of an identity that was looked up in Azure. A look-up takes a resource group and a name, and finds
 * what is there in the deployment's own subscription.
 *
 * @param asked the ARM id that was asked for
 * @param found the ARM id that was found
 * @throws {RangeError} If something else was found.
 */
export function requireClientId(asked: string, found: string, clientId: string): string {
    if (!isSame(asked, found)) {
        throw new RangeError(`Cannot read a key as "${asked}" in the deployment's subscription: what has its name there is "${found}"`);
    }
    return clientId;
}
