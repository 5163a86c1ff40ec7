import { isSame } from "../values/arm-id";

/**
 * Returns the id of an object in Entra ID that was looked up in Azure. A look-up takes a resource group and a name, and
 * finds what is there in the deployment's own subscription.
 *
 * @param asked the ARM id that was asked for
 * @param found the ARM id that was found
 * @throws {RangeError} If something else was found, or it has no object.
 */
export function requireObjectId(asked: string, found: string, objectId: string | undefined): string {
    if (!isSame(asked, found)) {
        throw new RangeError(
            `Cannot grant to "${asked}" as what was looked up: in the deployment's subscription it is "${found}"; `
                + "of another subscription, name the object id as principal",
        );
    }
    if (objectId === undefined || objectId === "") {
        throw new RangeError(`Cannot grant to "${asked}" as one with an identity: Azure knows none`);
    }
    return objectId;
}
