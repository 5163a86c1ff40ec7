import { spelled } from "../../elsewhere";

/**
 * What to write here for the keys that Azure's own modules and `az acr` have, without `-` and `_`, in lower case.
 *
 * Sources: https://github.com/Azure/bicep-registry-modules/tree/main/avm/res/container-registry/registry,
 * https://github.com/Azure/terraform-azurerm-avm-res-containerregistry-registry/blob/main/variables.tf,
 * https://learn.microsoft.com/cli/azure/acr#az-acr-create
 */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...spelled("kind: local with host, for a registry that is there already", ["host"]),
    ...spelled("tier", ["sku", "acrSku", "skuName"]),
    ...spelled("permissions: abac", ["roleAssignmentMode", "abac"]),
    ...spelled("the key access beside registry", ["roleAssignments", "access"]),
    ...spelled("nothing: there is no admin user", ["adminEnabled", "adminUserEnabled", "acrAdminUserEnabled"]),
    ...spelled("nothing: all registries are zone-redundant", ["zoneRedundancy", "zoneRedundancyEnabled"]),
    ...spelled("nothing: content trust ends; sign images with Notation", ["trustPolicyStatus", "enableTrustPolicy", "trustPolicy"]),
    ...spelled("anonymousPull", ["anonymousPullEnabled"]),
    ...spelled("publicAccess", ["publicNetworkAccess", "publicNetworkAccessEnabled", "publicNetworkEnabled"]),
    ...spelled("ipRules", ["networkRuleSet", "networkRuleSetIpRules", "networkRuleSetDefaultAction", "defaultAction", "ipAddresses"]),
    ...spelled("trustedServices", ["networkRuleBypassOptions", "networkRuleBypassOption", "allowTrustedServices"]),
    ...spelled("tasksBypass", ["networkRuleBypassAllowedForTasks", "networkRuleBypassForTasksEnabled"]),
    ...spelled("replications", ["geoReplications", "geoReplicationLocations"]),
    ...spelled("dataEndpoints", ["dataEndpointEnabled"]),
    ...spelled("customerManagedKey", ["encryption", "keyEncryptionKey", "cmk"]),
    ...spelled("retentionDays", ["retentionPolicy", "retentionPolicyDays", "retentionPolicyInDays", "retentionPolicyStatus"]),
    ...spelled("softDeleteDays", ["softDelete", "softDeletePolicy", "softDeletePolicyDays", "softDeletePolicyStatus"]),
    ...spelled("quarantine", ["quarantinePolicy", "quarantinePolicyStatus", "quarantinePolicyEnabled"]),
    ...spelled("export", ["exportPolicy", "exportPolicyStatus", "exportPolicyEnabled", "allowExports"]),
    ...spelled("armTokens", ["azureADAuthenticationAsArmPolicyStatus", "azureADAuthenticationAsArmPolicy"]),
    ...spelled("cache", ["cacheRules"]),
    ...spelled("diagnostics", ["diagnosticSettings", "diagnosticSetting"]),
    ...spelled("systemIdentity and identities", ["managedIdentities", "identity"]),
    ...spelled("location", ["region"]),
]);
