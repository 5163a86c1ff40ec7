import type { Problem } from "../../problem";
import { problemIf, quote, type RegistryPath as Path } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import { partitionOf } from "../partition";
import type { EncryptionSpec } from "../repository-spec";
import { parseArn } from "../values/arn";
import type { EcrRule } from "./ecr-rule";

/** Where there is encryption in two layers. Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-create.html */
const DUAL_LAYER_PARTITION = "aws-us-gov";

/** Returns a mistake if an ARN is not of the registry's partition, and if asked for, of its region and account. */
function checkPlace(
    spec: EcrSpec,
    path: Path,
    arn: string | undefined,
    { what, region = false, account = false }: { readonly what: string; readonly region?: boolean; readonly account?: boolean },
): readonly Problem[] {
    const found = parseArn(arn ?? "");
    const partition = partitionOf(spec.region);
    const isElsewhere = found !== undefined
        && (found.partition !== partition || (region && found.region !== spec.region) || (account && found.account !== spec.account));
    const start = ["arn", partition, found?.service ?? "", region ? spec.region : "", ...(account ? [spec.account] : [])].join(":");
    return problemIf(isElsewhere, path, `${what}, so its ARN starts with ${start}:`, quote(arn ?? ""));
}

/** Returns what is wrong with encryption wherever it is written. */
function eachEncryption(check: (encryption: EncryptionSpec, path: Path, spec: EcrSpec) => readonly Problem[]) {
    return (spec: EcrSpec) => [
        { path: [], encryption: spec.encryption },
        ...Object.entries(spec.repositories).map(([name, { encryption }]) => ({ path: ["repositories", name], encryption })),
        ...spec.creationTemplates.map(({ encryption }, index) => ({ path: ["creationTemplates", index], encryption })),
    ].flatMap(({ path, encryption }) => (encryption === undefined ? [] : check(encryption, [...path, "encryption"], spec)));
}

function checkSecrets(spec: EcrSpec): readonly Problem[] {
    return spec.pullThroughCache.flatMap(({ credentials }, index) => checkPlace(spec, ["pullThroughCache", index, "credentials"], credentials,
        { what: "a secret of the registry's account and region", region: true, account: true }));
}

function checkRoles(spec: EcrSpec): readonly Problem[] {
    return (["pullThroughCache", "creationTemplates"] as const).flatMap((list) => spec[list].flatMap(({ role }, index) =>
        checkPlace(spec, [list, index, "role"], role, { what: "a role of the registry's account", account: true })));
}

function checkExclusions(spec: EcrSpec): readonly Problem[] {
    return spec.pullTimeExclusions.flatMap((arn, index) => checkPlace(spec, ["pullTimeExclusions", index], arn,
        { what: "a role or user of the registry's partition" }));
}

/** Where keys, secrets and roles have to be. */
export const RESOURCE_RULES: readonly EcrRule[] = [
    {
        id: "key-of-region",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
        check: eachEncryption(({ key }, path, spec) =>
            checkPlace(spec, [...path, "key"], key, { what: "a key of the registry's region", region: true })),
    },
    {
        id: "dual-layer-in-govcloud",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-create.html",
        check: eachEncryption(({ dualLayer }, path, { region }) => problemIf(dualLayer && partitionOf(region) !== DUAL_LAYER_PARTITION,
            [...path, "dualLayer"], "false but in AWS GovCloud (US), which alone has it", "true")),
    },
    {
        id: "secret-of-registry",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-rule.html#cache-rule-prereq",
        check: checkSecrets,
    },
    {
        id: "role-of-account",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepositoryCreationTemplate.html",
        check: checkRoles,
    },
    {
        id: "exclusion-of-partition",
        source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
        check: checkExclusions,
    },
];
