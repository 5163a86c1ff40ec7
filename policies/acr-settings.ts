import { isNarrowRange } from "./address-range";
import { entriesOf } from "./moving-image";
import { listOf, recordOf, scalarText, textOf } from "./props";
import { isOff, isOn, propertyAt, valueAt, type Place, type Property } from "./property";
import type { Facts } from "./rule";
import { anyHolds, gather, ifDecided } from "./undecided";

const ADMIN_USER: Place = { arm: "adminUserEnabled", classic: "adminEnabled" };
const TIER: Place = { arm: "sku.name", classic: "sku" };
const PUBLIC_ACCESS: Place = { arm: "publicNetworkAccess", classic: "publicNetworkAccessEnabled" };
const DEFAULT_ACTION: Place = { arm: "networkRuleSet.defaultAction", classic: "networkRuleSet.defaultAction" };
const IP_RULES: Place = { arm: "networkRuleSet.ipRules", classic: "networkRuleSet.ipRules" };
const RETENTION: Place = { arm: "policies.retentionPolicy.status", classic: "retentionPolicy.enabled" };
const RETENTION_DAYS: Place = { arm: "policies.retentionPolicy.days", classic: "retentionPolicyInDays" };

/** Returns whether the registry's admin user is enabled. */
export function adminUserOf(registry: Facts): Property {
    return propertyAt(registry, ADMIN_USER);
}

/** Returns the registry's tier. */
export function tierOf(registry: Facts): Property {
    return propertyAt(registry, TIER);
}

/** Returns where the registry is. */
export function locationOf(resource: Facts): Property {
    return propertyAt(resource, { arm: "location", classic: "location" });
}

/** Returns whether anybody may pull without a login. */
export function anonymousPullOf(registry: Facts): Property {
    return propertyAt(registry, { arm: "anonymousPullEnabled", classic: "anonymousPullEnabled" });
}

/** Returns whether the registry is reachable from the internet; unset is yes. */
export function publicAccessOf(registry: Facts): Property {
    return propertyAt(registry, PUBLIC_ACCESS);
}

/** Returns whether images may leave by import and export; unset is yes. */
export function exportOf(registry: Facts): Property {
    return propertyAt(registry, { arm: "policies.exportPolicy.status", classic: "exportPolicyEnabled" });
}

/** Says whether the registry's network is restricted: closed to the internet, or open to named addresses alone. */
export function isRestricted(registry: Facts): boolean {
    return anyHolds(
        () => isOff(publicAccessOf(registry).value),
        () => /^deny$/i.test(textOf(propertyAt(registry, DEFAULT_ACTION).value)),
    );
}

/**
 * Returns the rules that let in more than named addresses, of a registry that is reachable from the internet.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks
 */
export function wideRulesOf(registry: Facts): readonly Property[] {
    const isClosed = () => isOff(publicAccessOf(registry).value);
    if (ifDecided(isClosed) === true) {
        return [];
    }
    const wide = gather(entriesOf(propertyAt(registry, IP_RULES)).map((rule) => () => (isWide(rule) ? [rule] : [])));
    return wide.length > 0 && isClosed() ? [] : wide;
}

/** azure-native, REST and the classic provider each have a name of their own for the range. */
function isWide({ value }: Property): boolean {
    return ["iPAddressOrRange", "value", "ipRange"].some((name) => !isNarrowRange(textOf(valueAt(value, name))));
}

/** Returns whether untagged manifests go after some days. */
export function retentionOf(registry: Facts): Property {
    const days = propertyAt(registry, RETENTION_DAYS);
    // The classic provider has days alone, and had a block before.
    return days.path === RETENTION_DAYS.classic && days.value !== undefined
        ? { path: days.path, value: Number(scalarText(days.value)) > 0 }
        : propertyAt(registry, RETENTION);
}

/** Returns whether deleted artifacts can be brought back; the classic provider has no such thing. */
export function softDeleteOf(registry: Facts): Property {
    return propertyAt(registry, { arm: "policies.softDeletePolicy.status" });
}

/**
 * Says whether roles are granted with conditions on repositories; unset is no.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-rbac-abac-repository-permissions
 */
export function isAbac(registry: Facts): boolean {
    return /^AbacRepositoryPermissions$/i.test(textOf(propertyAt(registry, { arm: "roleAssignmentMode" }).value));
}

/** Returns where a classic registry is replicated to, which older majors have as names of regions; none for other families. */
export function inlineReplicationsOf({ type, props }: Facts): readonly unknown[] {
    const locations = () => listOf(props["georeplicationLocations"]).map((location) => ({ location }));
    return /^azure:/.test(type) ? [...listOf(props["georeplications"]), ...locations()] : [];
}

/** Says whether the registry is encrypted with a key of one's own, and where that is written. */
export function customerKeyOf(registry: Facts): Property {
    const { path, value } = propertyAt(registry, { arm: "encryption", classic: "encryption" });
    const status = propertyAt(registry, { arm: "encryption.status", classic: "encryption.enabled" });
    return { path, value: !isOff(status.value) && (isOn(status.value) || Object.keys(recordOf(value)).length > 0) };
}
