import { listOf, propsOf, textOf, type Props } from "../provider/wire";
import { AwsError, invalidParameter } from "./aws-error";
import type { Request, Rule } from "./rule";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const NAME = "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*";

/** Returns why ECR refuses a repository's name. */
function refuseName(name: string, longest: number): AwsError | undefined {
    return name.length < 2 || name.length > longest || !new RegExp(`^${NAME}$`).test(name)
        ? invalidParameter("repositoryName", `must satisfy regular expression '${NAME}'`)
        : undefined;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Tag.html */
function refuseTags(tags: Props): AwsError | undefined {
    const entries = Object.entries(tags);
    return entries.length > 50 ? new AwsError("TooManyTagsException", "A repository takes 50 tags.")
        : entries.some(([key, value]) => key.length > 128 || String(value).length > 256 || /^aws:/i.test(key))
            ? new AwsError("InvalidTagParameterException", "A tag's key has 1 to 128 characters and does not start with aws:, its value has up to 256.")
            : undefined;
}

/** Returns why ECR refuses an encryption; whether there is such a key, the double does not know. */
export function refuseEncryption({ props, place }: Request): AwsError | undefined {
    const { encryptionType = "AES256", kmsKey } = propsOf(listOf(props["encryptionConfigurations"])[0]);
    const [, region] = /^arn:aws[\w-]*:kms:([\w-]+):\d{12}:key\/.+$/.exec(textOf(kmsKey)) ?? [];
    return kmsKey === undefined ? undefined
        : encryptionType === "AES256" ? invalidParameter("encryptionConfiguration", "kmsKey goes with the encryption type KMS or KMS_DSSE")
        : region !== undefined && region !== place.region ? new AwsError("KmsException", `The key '${textOf(kmsKey)}' is not in ${place.region}.`)
        : undefined;
}

/** Filters go with the modes that have exclusions, and these with one at least. */
export function refuseFilters(props: Props): AwsError | undefined {
    const excludes = textOf(props["imageTagMutability"]).endsWith("_WITH_EXCLUSION");
    return excludes === listOf(props["imageTagMutabilityExclusionFilters"]).length > 0 ? undefined
        : invalidParameter("imageTagMutabilityExclusionFilters", "1 to 5 filters go with a mutability WITH_EXCLUSION, and none with any other");
}

/** Where no public issue quotes ECR, the words are the double's. */
export const repositoryRules: readonly Rule[] = [
    ({ props }) => refuseName(textOf(props["name"]), 256),
    ({ props }) => refuseTags(propsOf(props["tags"])),
    refuseEncryption,
    ({ props }) => refuseFilters(props),
    ({ cloud, old, place: { region } }) => old === undefined && cloud.ofType("aws:ecr/repository:Repository", region).length >= (cloud.options.repositories ?? 100_000)
        ? new AwsError("LimitExceededException", "The maximum number of repositories per registry has been reached.")
        : undefined,
];

export const publicRepositoryRules: readonly Rule[] = [
    ({ props }) => refuseName(textOf(props["repositoryName"]), 205),
    ({ props }) => refuseTags(propsOf(props["tags"])),
];
