import type { Rule } from "../rule";
import { aciImageIsPinned } from "./aci-image-is-pinned";
import { aciNoRegistryPassword } from "./aci-no-registry-password";
import { acrCacheHasBypass } from "./acr-cache-has-bypass";
import { acrCacheUpstreamAllowed } from "./acr-cache-upstream-allowed";
import { acrCleansUp } from "./acr-cleans-up";
import { acrCustomerKey } from "./acr-customer-key";
import { acrExportMatchesAccess } from "./acr-export-matches-access";
import { acrGrantLeastPrivilege } from "./acr-grant-least-privilege";
import { acrLocked } from "./acr-locked";
import { acrLogged } from "./acr-logged";
import { acrNameValid } from "./acr-name-valid";
import { acrNetworkRestricted } from "./acr-network-restricted";
import { acrNoAdminUser } from "./acr-no-admin-user";
import { acrNoAnonymousPull } from "./acr-no-anonymous-pull";
import { acrNoArmAudience } from "./acr-no-arm-audience";
import { acrPremiumForFeatures } from "./acr-premium-for-features";
import { acrPremiumForReplication } from "./acr-premium-for-replication";
import { acrPrivateLink } from "./acr-private-link";
import { acrPurgeHasFilter } from "./acr-purge-has-filter";
import { acrReplicaElsewhere } from "./acr-replica-elsewhere";
import { acrRetentionXorSoftDelete } from "./acr-retention-xor-soft-delete";
import { acrRoleFitsMode } from "./acr-role-fits-mode";
import { acrScopeMapBounded } from "./acr-scope-map-bounded";
import { acrTaskHasIdentity } from "./acr-task-has-identity";
import { acrTaskNoInlineSecret } from "./acr-task-no-inline-secret";
import { acrTierForProduction } from "./acr-tier-for-production";
import { acrTokenExpires } from "./acr-token-expires";
import { acrWebhookHttps } from "./acr-webhook-https";
import { apprunnerImageIsPinned } from "./apprunner-image-is-pinned";
import { containerappImageIsPinned } from "./containerapp-image-is-pinned";
import { containerappNoRegistryPassword } from "./containerapp-no-registry-password";
import { ecrCustomerKey } from "./ecr-customer-key";
import { ecrForceDeleteOff } from "./ecr-force-delete-off";
import { ecrHasLifecycle } from "./ecr-has-lifecycle";
import { ecrImmutableTags } from "./ecr-immutable-tags";
import { ecrLifecycleSound } from "./ecr-lifecycle-sound";
import { ecrNameValid } from "./ecr-name-valid";
import { ecrNoPublicAccess } from "./ecr-no-public-access";
import { ecrPolicyPrincipalsBounded } from "./ecr-policy-principals-bounded";
import { ecrScanned } from "./ecr-scanned";
import { ecsImageIsPinned } from "./ecs-image-is-pinned";
import { ecsNoRegistryPassword } from "./ecs-no-registry-password";
import { imageBasePinned } from "./image-base-pinned";
import { imageCacheFitsEcr } from "./image-cache-fits-ecr";
import { imageContextBounded } from "./image-context-bounded";
import { imageExportsOnce } from "./image-exports-once";
import { imageLabelled } from "./image-labelled";
import { imageNameSaysSomething } from "./image-name-says-something";
import { imageNoExec } from "./image-no-exec";
import { imageNoHostNetwork } from "./image-no-host-network";
import { imageNoPreviewCache } from "./image-no-preview-cache";
import { imageNoSecretBuildArgs } from "./image-no-secret-build-args";
import { imageOnePlatformCache } from "./image-one-platform-cache";
import { imagePathsRelative } from "./image-paths-relative";
import { imagePushedToKnownRegistry } from "./image-pushed-to-known-registry";
import { imageTagIsVersioned } from "./image-tag-is-versioned";
import { k8sImageIsPinned } from "./k8s-image-is-pinned";
import { k8sNoRegistryPassword } from "./k8s-no-registry-password";
import { lambdaImageIsPinned } from "./lambda-image-is-pinned";
import { oidcTrustBounded } from "./oidc-trust-bounded";
import { registryTagged } from "./registry-tagged";
import { webappImageIsPinned } from "./webapp-image-is-pinned";
import { webappNoRegistryPassword } from "./webapp-no-registry-password";

/** Every rule, by id. */
export const rules: readonly Rule[] = [
    aciImageIsPinned,
    aciNoRegistryPassword,
    acrCacheHasBypass,
    acrCacheUpstreamAllowed,
    acrCleansUp,
    acrCustomerKey,
    acrExportMatchesAccess,
    acrGrantLeastPrivilege,
    acrLocked,
    acrLogged,
    acrNameValid,
    acrNetworkRestricted,
    acrNoAdminUser,
    acrNoAnonymousPull,
    acrNoArmAudience,
    acrPremiumForFeatures,
    acrPremiumForReplication,
    acrPrivateLink,
    acrPurgeHasFilter,
    acrReplicaElsewhere,
    acrRetentionXorSoftDelete,
    acrRoleFitsMode,
    acrScopeMapBounded,
    acrTaskHasIdentity,
    acrTaskNoInlineSecret,
    acrTierForProduction,
    acrTokenExpires,
    acrWebhookHttps,
    apprunnerImageIsPinned,
    containerappImageIsPinned,
    containerappNoRegistryPassword,
    ecrCustomerKey,
    ecrForceDeleteOff,
    ecrHasLifecycle,
    ecrImmutableTags,
    ecrLifecycleSound,
    ecrNameValid,
    ecrNoPublicAccess,
    ecrPolicyPrincipalsBounded,
    ecrScanned,
    ecsImageIsPinned,
    ecsNoRegistryPassword,
    imageBasePinned,
    imageCacheFitsEcr,
    imageContextBounded,
    imageExportsOnce,
    imageLabelled,
    imageNameSaysSomething,
    imageNoExec,
    imageNoHostNetwork,
    imageNoPreviewCache,
    imageNoSecretBuildArgs,
    imageOnePlatformCache,
    imagePathsRelative,
    imagePushedToKnownRegistry,
    imageTagIsVersioned,
    k8sImageIsPinned,
    k8sNoRegistryPassword,
    lambdaImageIsPinned,
    oidcTrustBounded,
    registryTagged,
    webappImageIsPinned,
    webappNoRegistryPassword,
];
