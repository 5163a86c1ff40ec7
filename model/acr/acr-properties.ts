import { hasPublicAccess } from "./acr-network";
import type { AcrProperties, Status } from "./acr-plan";
import type { AcrSpec, AcrTier } from "./acr-spec";

/**
 * What retention is set to where it is off.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/Registry.models.tsp (`RetentionPolicy`)
 */
const RETENTION_DAYS = 7;

/** What soft delete is set to where it is turned off. Source: as above (`SoftDeletePolicy`) */
const SOFT_DELETE_DAYS = 7;

/** Source: https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/stable/2025-11-01 */
const STABLE_API = "2025-11-01";

/**
 * Has all of the stable version and `softDeletePolicy`.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/Registry/preview/2026-03-01-preview/containerregistry.json (`Policies`, `RegistryProperties`)
 */
const PREVIEW_API = "2026-03-01-preview";

/** Returns the version of the API that knows all that is set: a stable one, unless soft delete is said something of. */
export function planApiVersion({ softDeleteDays }: AcrSpec): string {
    return softDeleteDays === undefined ? STABLE_API : PREVIEW_API;
}

/** Returns a registry's `properties`; what a tier does not have is left out, as Azure refuses to be told of it. */
export function planProperties(spec: AcrSpec, tier: AcrTier): AcrProperties {
    return {
        adminUserEnabled: false,
        anonymousPullEnabled: spec.anonymousPull,
        // Azure turns data endpoints on with the first private endpoint; to say otherwise would be to turn them off again.
        dataEndpointEnabled: spec.dataEndpoints || spec.privateEndpoints.length > 0,
        publicNetworkAccess: hasPublicAccess(spec) ? "Enabled" : "Disabled",
        networkRuleBypassOptions: spec.trustedServices ? "AzureServices" : "None",
        networkRuleBypassAllowedForTasks: spec.tasksBypass,
        ...(tier === "Premium" ? { networkRuleSet: planRuleSet(spec) } : {}),
        roleAssignmentMode: spec.permissions === "abac" ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions",
        policies: {
            azureADAuthenticationAsArmPolicy: { status: status(spec.armTokens) },
            ...(tier === "Premium" ? planPremiumPolicies(spec) : {}),
            ...planSoftDelete(spec),
        },
    };
}

function planRuleSet({ ipRules }: AcrSpec): NonNullable<AcrProperties["networkRuleSet"]> {
    return {
        defaultAction: ipRules.length > 0 ? "Deny" : "Allow",
        ipRules: ipRules.map((value) => ({ action: "Allow", value })),
    };
}

function planPremiumPolicies(spec: AcrSpec): Omit<AcrProperties["policies"], "azureADAuthenticationAsArmPolicy"> {
    return {
        exportPolicy: { status: status(spec.export) },
        quarantinePolicy: { status: status(spec.quarantine) },
        retentionPolicy: { days: spec.retentionDays ?? RETENTION_DAYS, status: status(spec.retentionDays !== undefined) },
    };
}

function planSoftDelete({ softDeleteDays: days }: AcrSpec): Pick<AcrProperties["policies"], "softDeletePolicy"> {
    return days === undefined ? {} : {
        softDeletePolicy: { retentionDays: days === 0 ? SOFT_DELETE_DAYS : days, status: status(days > 0) },
    };
}

/** Returns `enabled` or `disabled`. */
export function status(isEnabled: boolean): Status {
    return isEnabled ? "enabled" : "disabled";
}
