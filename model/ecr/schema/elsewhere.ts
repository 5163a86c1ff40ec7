import { spelled } from "../../elsewhere";

/**
 * What to write here for what the settings of a repository are elsewhere, without `-` and `_`, in lower case.
 *
 * Sources: https://github.com/terraform-aws-modules/terraform-aws-ecr/blob/master/variables.tf,
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecr.Repository.html,
 * https://www.pulumi.com/registry/packages/awsx/api-docs/ecr/repository/, https://docs.aws.amazon.com/cli/latest/reference/ecr/
 */
export const REPOSITORY_ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...spelled("immutableTags", ["imageTagMutability", "repositoryImageTagMutability", "tagMutability", "mutable"]),
    ...spelled("movableTags", [
        "imageTagMutabilityExclusionFilter", "imageTagMutabilityExclusionFilters", "repositoryImageTagMutabilityExclusionFilter",
        "exclusionFilters", "mutableTags",
    ]),
    ...spelled("scanOnPush", ["imageScanOnPush", "repositoryImageScanOnPush", "imageScanningConfiguration"]),
    ...spelled("encryption", [
        "encryptionType", "repositoryEncryptionType", "encryptionConfiguration", "encryptionConfigurations", "kms",
    ]),
    ...spelled("encryption with key", ["kmsKey", "repositoryKmsKey", "kmsKeyArn", "encryptionKey", "kmsKeyId"]),
    ...spelled("forceDelete", ["repositoryForceDelete", "forceDestroy", "emptyOnDelete", "autoDeleteImages"]),
    ...spelled("lifecycle", [
        "lifecyclePolicy", "lifecyclePolicyText", "repositoryLifecyclePolicy", "createLifecyclePolicy", "lifecycleRules", "retention",
    ]),
    ...spelled("tags", ["resourceTags", "repositoryTags"]),
    ...spelled("appliesTo", ["appliedFor", "appliedFors"]),
    ...spelled("role", ["customRoleArn", "createIamRole", "iamRoleName"]),
    ...spelled("the key access beside registry", [
        "access", "policy", "repositoryPolicy", "policyText", "createRepositoryPolicy", "attachRepositoryPolicy", "repositoryPolicyStatements",
        "repositoryReadAccessArns", "repositoryReadWriteAccessArns", "repositoryLambdaReadAccessArns",
    ]),
]);

/** What to write here for the keys that other tools have for registries; of the sources above. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...REPOSITORY_ELSEWHERE,
    ...spelled("account", ["registryId", "accountId"]),
    ...spelled("region", ["location"]),
    ...spelled("kind: local with host, for a registry that is there already", ["host", "registryUrl", "repositoryUrl"]),
    ...spelled("repositories, a map by their names", ["repositoryName", "repository", "createRepository"]),
    ...spelled("kind: ecr-public", ["repositoryType", "public", "publicRepositoryCatalogData", "catalogData"]),
    ...spelled("scanning with type", ["scanType", "registryScanType", "manageRegistryScanningConfiguration", "registryScanningConfiguration"]),
    ...spelled("scanning with rules", ["scanRules", "registryScanRules"]),
    ...spelled("replication", ["replicationConfiguration", "registryReplicationRules", "createRegistryReplicationConfiguration", "replications"]),
    ...spelled("pullThroughCache", ["pullThroughCacheRules", "registryPullThroughCacheRules", "pullThroughCacheRule", "cache"]),
    ...spelled("creationTemplates", ["repositoryCreationTemplates", "repositoryCreationTemplate", "repositoryTemplates"]),
    ...spelled("replicationFrom, or the key access beside registry", ["registryPolicy", "createRegistryPolicy"]),
    ...spelled("accountSettings", ["accountSetting"]),
    ...spelled("accountSettings with basicScanning", ["basicScanTypeVersion"]),
    ...spelled("pullTimeExclusions", ["pullTimeUpdateExclusions", "pullTimeUpdateExclusion"]),
]);

/** What to write here for the keys that other tools have for public registries; of the sources above. */
export const PUBLIC_ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...ELSEWHERE,
    ...spelled("nothing: all public registries are in one region", ["region", "location"]),
    ...spelled("nothing: tags of public images can always be moved", [
        "immutableTags", "movableTags", "imageTagMutability", "repositoryImageTagMutability", "tagMutability",
    ]),
    ...spelled("kind: ecr, as public registries have nothing of the kind", [
        "scanOnPush", "encryption", "lifecycle", "scanning", "replication", "replicationFrom", "pullThroughCache", "creationTemplates",
    ]),
]);

/** What to write here for the keys that other tools have for what the gallery shows; of the sources above. */
export const CATALOG_ELSEWHERE: ReadonlyMap<string, string> = new Map([
    ...spelled("about", ["aboutText"]),
    ...spelled("usage", ["usageText"]),
    ...spelled("architectures, a list", ["architecture", "platforms"]),
    ...spelled("operatingSystems, a list", ["operatingSystem", "os"]),
    ...spelled("nothing: a logo is shown only for verified accounts, and set by hand", ["logoImageBlob", "logo"]),
    ...spelled("description, about, usage, architectures and operatingSystems right here", ["catalogData", "publicRepositoryCatalogData"]),
]);
