import { hasUnknown, isProps, listOf, propsOf, textOf, UNKNOWN, type Props } from "../provider/wire";
import { isArn } from "./arn";
import { readJson } from "./policy-json";

/** What is wrong with inputs, as the provider says before it asks AWS. */
export type Check = (inputs: Props) => readonly string[];

/** A prefix of repositories' names. */
const PREFIX = /^((?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*\/?|ROOT)$/;

const MUTABILITIES = ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION"];

/** Returns a check of one input, wherever it is; what is absent or unknown passes. @param path such as `rules.*.scanFrequency` */
function every(path: string, takes: (value: unknown) => boolean, expected: string): Check {
    return (inputs) => valuesAt(inputs, path.split(".")).flatMap((value) =>
        (value === UNKNOWN || value === undefined || takes(value) ? [] : [`expected ${path} ${expected}, got ${String(value)}`]));
}

const oneOf = (path: string, ...values: string[]) => every(path, (value) => values.includes(textOf(value)), `to be one of ${JSON.stringify(values)}`);
const matching = (path: string, pattern: RegExp, text: string) => every(path, (value) => pattern.test(textOf(value)), text);
const json = (path: string) => every(path, (value) => isProps(readJson(textOf(value))), "to be JSON");
const arn = (path: string) => every(path, (value) => isArn(textOf(value)), "to be an ARN");

/** A list of a certain length. */
function counted(path: string, least: number, most: number): Check {
    return every(path, (value) => hasUnknown(value) || (listOf(value).length >= least && listOf(value).length <= most), `to have ${least} to ${most} items`);
}

/** Filters of tags: each once, with two wildcards at most. */
function filters(inputs: Props): readonly string[] {
    const [mode, given] = [inputs["imageTagMutability"], listOf(inputs["imageTagMutabilityExclusionFilters"])];
    return given.length > 0 && mode !== UNKNOWN && !textOf(mode).endsWith("_WITH_EXCLUSION")
        ? ["imageTagMutabilityExclusionFilters can only be used with imageTagMutability IMMUTABLE_WITH_EXCLUSION or MUTABLE_WITH_EXCLUSION"]
        : [];
}

const MUTABILITY: readonly Check[] = [
    oneOf("imageTagMutability", ...MUTABILITIES),
    counted("imageTagMutabilityExclusionFilters", 0, 5),
    oneOf("imageTagMutabilityExclusionFilters.*.filterType", "WILDCARD"),
    matching("imageTagMutabilityExclusionFilters.*.filter", /^(?!(?:[^*]*\*){3})[a-zA-Z0-9._*-]{1,128}$/, "to have 1 to 128 letters, digits and ._*-, and two wildcards at most"),
    filters,
    oneOf("encryptionConfigurations.*.encryptionType", "AES256", "KMS", "KMS_DSSE"),
];

/**
 * What the provider looks at by itself, by type token.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service/ecr
 */
export const CHECKS: Readonly<Record<string, readonly Check[]>> = {
    "aws:ecr/repository:Repository": MUTABILITY,
    "aws:ecr/lifecyclePolicy:LifecyclePolicy": [json("policy")],
    "aws:ecr/repositoryPolicy:RepositoryPolicy": [json("policy")],
    "aws:ecr/registryPolicy:RegistryPolicy": [json("policy")],
    "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": [
        oneOf("scanType", "BASIC", "ENHANCED"),
        oneOf("rules.*.scanFrequency", "SCAN_ON_PUSH", "CONTINUOUS_SCAN", "MANUAL"),
        counted("rules.*.repositoryFilters", 1, 100),
        oneOf("rules.*.repositoryFilters.*.filterType", "WILDCARD"),
        matching("rules.*.repositoryFilters.*.filter", /^(?=.{1,256}$)[0-9a-z*](?:[0-9a-z_./*-]?[0-9a-z*]+)*$/, "to have lower-case letters, digits, * and ._/- between them"),
    ],
    "aws:ecr/replicationConfiguration:ReplicationConfiguration": [
        counted("replicationConfiguration.rules", 1, 10),
        counted("replicationConfiguration.rules.*.destinations", 1, 25),
        counted("replicationConfiguration.rules.*.repositoryFilters", 1, 100),
        oneOf("replicationConfiguration.rules.*.repositoryFilters.*.filterType", "PREFIX_MATCH"),
        matching("replicationConfiguration.rules.*.destinations.*.registryId", /^\d{12}$/, "to be an account of 12 digits"),
        matching("replicationConfiguration.rules.*.destinations.*.region", /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, "to be a region"),
    ],
    "aws:ecr/pullThroughCacheRule:PullThroughCacheRule": [
        arn("credentialArn"), arn("customRoleArn"),
        ...["ecrRepositoryPrefix", "upstreamRepositoryPrefix"].map((name) =>
            every(name, (value) => PREFIX.test(textOf(value)) && textOf(value).length >= 2 && textOf(value).length <= 30, "to be ROOT, or 2 to 30 characters of a repository's name")),
    ],
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": [
        ...MUTABILITY, arn("customRoleArn"), json("lifecyclePolicy"), json("repositoryPolicy"),
        counted("appliedFors", 1, 3),
        oneOf("appliedFors.*", "CREATE_ON_PUSH", "PULL_THROUGH_CACHE", "REPLICATION"),
        every("prefix", (value) => PREFIX.test(textOf(value)) && textOf(value).length >= 2, "to be ROOT, or the start of a repository's name"),
        every("description", (value) => textOf(value).length <= 255, "to have 255 characters at most"),
    ],
    "aws:ecr/accountSetting:AccountSetting": [
        oneOf("name", "BASIC_SCAN_TYPE_VERSION", "BLOB_MOUNTING", "REGISTRY_POLICY_SCOPE"),
        oneOf("value", "AWS_NATIVE", "CLAIR", "ENABLED", "DISABLED", "V1", "V2"),
    ],
    "aws:ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion": [arn("principalArn")],
    "aws:ecrpublic/repository:Repository": [
        matching("repositoryName", /^.{2,205}$/, "to have 2 to 205 characters"),
        every("catalogData.aboutText", (value) => textOf(value).length <= 10_240, "to have 10240 characters at most"),
        every("catalogData.usageText", (value) => textOf(value).length <= 10_240, "to have 10240 characters at most"),
        every("catalogData.description", (value) => textOf(value).length <= 1_024, "to have 1024 characters at most"),
        counted("catalogData.architectures", 0, 50),
        counted("catalogData.operatingSystems", 0, 50),
    ],
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": [json("policy")],
    "aws:iam/role:Role": [
        json("assumeRolePolicy"), arn("permissionsBoundary"),
        every("name", (value) => textOf(value).length <= 64, "to have 64 characters at most"),
        every("maxSessionDuration", (value) => Number(value) >= 3_600 && Number(value) <= 43_200, "to be 3600 to 43200"),
    ],
    "aws:iam/rolePolicy:RolePolicy": [json("policy"), matching("name", /^[\w+=,.@-]{1,128}$/, "to have 1 to 128 letters, digits and +=,.@_-")],
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": [
        matching("url", /^https:\/\/[^?#]+$/, "to be an HTTPS URL without a query"),
        every("clientIdLists.*", (value) => textOf(value).length >= 1 && textOf(value).length <= 255, "to have 1 to 255 characters"),
        every("thumbprintLists.*", (value) => textOf(value).length === 40, "to have 40 characters"),
    ],
};

function valuesAt(value: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
    if (name === undefined) {
        return [value];
    }
    return name === "*" ? listOf(value).flatMap((item) => valuesAt(item, rest)) : value === undefined ? [] : valuesAt(propsOf(value)[name], rest);
}
