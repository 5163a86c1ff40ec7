import { textOf } from "../provider/wire";
import { scopeLocked } from "./arm-error";
import { isBelow, isSameId, typeOf } from "./arm-id";
import type { ArmResource, AzureCloud } from "./cloud";

const LOCKS = "Microsoft.Authorization/locks";

/**
 * Lets a write or delete pass unless a lock on the resource, or on what it is in, forbids it. What is deleted takes with
 * it what is below, so that a lock there counts too.
 *
 * @throws {ArmError} If one does.
 */
export function requireUnlocked(cloud: AzureCloud, id: string, action: "delete" | "write"): void {
    const holds = (scope: string) => isSameId(scope, id) || isBelow(id, scope) || (action === "delete" && isBelow(scope, id));
    const scopes = cloud.ofType(LOCKS)
        .filter((lock) => action === "delete" || textOf(lock.properties["level"]) === "ReadOnly")
        .map(scopeOf)
        .filter(holds);
    if (scopes.length > 0 && typeOf(id) !== LOCKS) {
        throw scopeLocked(id, action, scopes);
    }
}

function scopeOf({ id }: ArmResource): string {
    return id.split(/\/providers\/Microsoft\.Authorization\/locks\//i)[0] ?? "";
}
