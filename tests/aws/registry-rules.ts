import { listOf, propsOf, textOf, type Props } from "../provider/wire";
import { isArn } from "./arn";
import { AwsError, invalidParameter } from "./aws-error";
import { refuseLifecycle } from "./lifecycle-rules";
import { refuseRepositoryPolicy } from "./policy-rules";
import { refuseEncryption, refuseFilters } from "./repository-rules";
import type { Rule } from "./rule";

/** What each kind of scanning takes. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html */
const FREQUENCIES: Readonly<Record<string, RegExp>> = {
    BASIC: /^(SCAN_ON_PUSH|MANUAL)$/,
    ENHANCED: /^(SCAN_ON_PUSH|CONTINUOUS_SCAN)$/,
};

/** Upstreams that can be cached, with whether they want credentials. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
const UPSTREAMS: readonly (readonly [host: RegExp, credentials: boolean])[] = [
    [/^(public\.ecr\.aws|quay\.io|registry\.k8s\.io)$/, false],
    [/^(registry-1\.docker\.io|ghcr\.io|registry\.gitlab\.com|[a-z0-9]+\.azurecr\.io|cgr\.dev)$/, true],
    [/^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/, false],
];

/** What accounts can set. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutAccountSetting.html */
const SETTINGS: Readonly<Record<string, RegExp>> = {
    BASIC_SCAN_TYPE_VERSION: /^(AWS_NATIVE|CLAIR)$/,
    BLOB_MOUNTING: /^(ENABLED|DISABLED)$/,
    REGISTRY_POLICY_SCOPE: /^(V1|V2)$/,
};

export const scanningRules: readonly Rule[] = [
    ({ props }) => listOf(props["rules"]).every((rule) => FREQUENCIES[textOf(props["scanType"])]?.test(textOf(propsOf(rule)["scanFrequency"]))) ? undefined
        : invalidParameter("rules", `the scan type ${textOf(props["scanType"])} does not take this scan frequency`),
];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html */
export const replicationRules: readonly Rule[] = [
    ({ props, place }) => {
        const all = destinationsOf(props).map((destination) => `${textOf(destination["region"])}/${textOf(destination["registryId"])}`);
        return all.includes(`${place.region}/${place.account}`) ? invalidParameter("replicationConfiguration", "the destination is the registry itself")
            : new Set(all).size > 25 ? invalidParameter("replicationConfiguration", "25 unique destinations at most")
            : undefined;
    },
    ({ props }) => listOf(propsOf(props["replicationConfiguration"])["rules"]).every((rule) => {
        const all = listOf(propsOf(rule)["destinations"]).map((destination) => JSON.stringify(destination));
        return all.length > 0 && new Set(all).size === all.length;
    }) ? undefined : invalidParameter("replicationConfiguration", "a rule has destinations, each of them once"),
];

function destinationsOf(props: Props): Props[] {
    return listOf(propsOf(props["replicationConfiguration"])["rules"]).flatMap((rule) => listOf(propsOf(rule)["destinations"])).map(propsOf);
}

export const cacheRules: readonly Rule[] = [
    ({ props }) => {
        const upstream = UPSTREAMS.find(([host]) => host.test(textOf(props["upstreamRegistryUrl"])));
        return upstream === undefined ? new AwsError("UnsupportedUpstreamRegistryException", "The specified upstream registry isn't supported.")
            : upstream[1] && props["credentialArn"] === undefined ? invalidParameter("credentialArn", "the upstream registry wants credentials")
            : undefined;
    },
    ({ props, place }) => {
        const secret = props["credentialArn"];
        return secret === undefined || new RegExp(`^arn:aws[\\w-]*:secretsmanager:${place.region}:${place.account}:secret:ecr-pullthroughcache/.+$`).test(textOf(secret)) ? undefined
            : invalidParameter("credentialArn", "must satisfy regular expression '^arn:aws:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\\-pullthroughcache\\/[a-zA-Z0-9\\/_+=.@-]+$'");
    },
    ({ props, cloud }) => (cloud.options.noSecrets ?? []).includes(textOf(props["credentialArn"]))
        ? new AwsError("SecretNotFoundException", "The ARN of the secret specified in the pull through cache rule was not found.") : undefined,
    ({ props }) => props["ecrRepositoryPrefix"] === "ROOT" && props["upstreamRepositoryPrefix"] !== undefined && props["upstreamRepositoryPrefix"] !== "ROOT"
        ? invalidParameter("upstreamRepositoryPrefix", "it goes with a prefix other than ROOT") : undefined,
    ({ cloud, old, place }) => old === undefined && cloud.ofType("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", place.region).length >= 50
        ? new AwsError("LimitExceededException", "The maximum number of pull through cache rules per registry has been reached.") : undefined,
];

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create.html */
export const templateRules: readonly Rule[] = [
    ({ props }) => {
        const encrypts = /^KMS/.test(textOf(propsOf(listOf(props["encryptionConfigurations"])[0])["encryptionType"]));
        return (encrypts || Object.keys(propsOf(props["resourceTags"])).length > 0) && props["customRoleArn"] === undefined
            ? invalidParameter("customRoleArn", "resource tags and KMS encryption want a custom role") : undefined;
    },
    refuseEncryption,
    ({ props }) => refuseFilters(props),
    ({ props }) => props["lifecyclePolicy"] === undefined ? undefined : refuseLifecycle(textOf(props["lifecyclePolicy"])),
    ({ props, cloud }) => props["repositoryPolicy"] === undefined ? undefined : refuseRepositoryPolicy(textOf(props["repositoryPolicy"]), cloud),
];

export const settingRules: readonly Rule[] = [
    ({ props }) => SETTINGS[textOf(props["name"])]?.test(textOf(props["value"])) === true ? undefined
        : invalidParameter("value", `${textOf(props["name"])} does not take ${textOf(props["value"])}`),
];

export const exclusionRules: readonly Rule[] = [
    ({ props }) => isArn(textOf(props["principalArn"])) ? undefined : invalidParameter("principalArn", "must be the ARN of a role or user"),
];
