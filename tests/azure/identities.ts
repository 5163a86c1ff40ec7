import { v5 as uuid } from "uuid";
import { isProps, listOf, propsOf, textOf, type Props } from "../provider/wire";
import type { ArmResource } from "./cloud";
import { TENANT } from "./options";

/** Any GUID will do, as long as it stays. */
const NAMESPACE = "0c5b3c5e-6a0e-4f0a-9f0e-2f6f5d0a7d11";

/** Returns the object id of an identity's principal; always the same for the same ARM id. */
export function principalOf(id: string): string {
    return uuid(`${id.toLowerCase()}:principal`, NAMESPACE);
}

/** Returns the client id of an identity; always the same for the same ARM id. */
export function clientOf(id: string): string {
    return uuid(`${id.toLowerCase()}:client`, NAMESPACE);
}

/** Returns the ARM ids of the user-assigned identities that a resource has. */
export function identitiesOf({ identity }: ArmResource): readonly string[] {
    return Object.keys(propsOf(identity?.["userAssignedIdentities"]));
}

/** Returns the `identity` of a body; azure-native takes a list of user-assigned identities where Azure takes a map. */
export function readIdentity(identity: unknown): Props | undefined {
    if (!isProps(identity)) {
        return undefined;
    }
    const assigned = identity["userAssignedIdentities"];
    return Array.isArray(assigned)
        ? { ...identity, userAssignedIdentities: Object.fromEntries(listOf(assigned).map((id) => [textOf(id), {}])) }
        : identity;
}

/** Returns an `identity` with what only Azure knows of it. */
export function showIdentity({ id, identity }: ArmResource): Props | undefined {
    if (identity === undefined) {
        return undefined;
    }
    const assigned = identity["userAssignedIdentities"];
    return {
        ...identity,
        ...(/SystemAssigned/.test(textOf(identity["type"])) ? { principalId: principalOf(id), tenantId: TENANT } : {}),
        ...(isProps(assigned)
            ? { userAssignedIdentities: Object.fromEntries(Object.keys(assigned).map((key) => [key, { principalId: principalOf(key), clientId: clientOf(key) }])) }
            : {}),
    };
}
