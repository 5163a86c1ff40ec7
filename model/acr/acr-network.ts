import type { AcrSpec } from "./acr-spec";

/** Says whether a registry is reachable from the internet, by all or by its IP rules. */
export function hasPublicAccess({ publicAccess, privateEndpoints, ipRules }: AcrSpec): boolean {
    return publicAccess ?? (privateEndpoints.length === 0 || ipRules.length > 0);
}

/** Says whether not everything on the internet reaches a registry. */
export function isRestricted(spec: AcrSpec): boolean {
    return !hasPublicAccess(spec) || spec.ipRules.length > 0;
}
