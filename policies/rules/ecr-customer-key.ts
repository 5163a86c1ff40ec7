import { awsPropertyAt, ECR_TYPES, isEcr } from "../ecr";
import { nativeRepository, repository, template } from "../ecr-examples";
import { textOf } from "../props";
import { isGiven } from "../registry-password";
import type { Facts, Props, Rule } from "../rule";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const CLASSIC = "encryptionConfigurations.0";
const NATIVE = "encryptionConfiguration";

/** A repository is encrypted with a key of one's own. */
export const ecrCustomerKey: Rule = {
    id: "ecr-customer-key",
    title: "A repository of Amazon ECR is encrypted with a key of one's own",
    why: "only then can the key's use be seen, limited and withdrawn; a repository can get one at its creation alone",
    severity: "medium",
    level: "disabled",
    fix:
        "Create the repository with encryptionType KMS and the ARN of a key as kmsKey; in this program, encryption with key. " +
        "Without key, AWS KMS takes the one that AWS manages.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    references: ["ECR.5", "CKV_AWS_136", "AWS-0033"],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["encryptionConfigurations", "encryptionConfigurations[0].encryptionType", "encryptionConfiguration"],

    check(resource) {
        if (!isEcr(resource, "repository", "creation template")) {
            return [];
        }
        const type = read(resource, "encryptionType");
        if (!/^KMS/i.test(textOf(type.value))) {
            return [`${type.path} is not KMS.`];
        }
        // The ARN of a key that the stack makes is not known before.
        return isGiven(() => read(resource, "kmsKey").value) ? [] : [`${read(resource, "kmsKey").path} names no key.`];
    },

    good: [
        { title: "a key", resources: [encrypted({ encryptionType: "KMS", kmsKey: KEY })] },
        { title: "a key, in two layers", resources: [encrypted({ encryptionType: "KMS_DSSE", kmsKey: KEY })] },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ encryptionConfiguration: { encryptionType: "KMS", kmsKey: KEY } })],
        },
        {
            title: "a template",
            resources: [template({ encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }] })],
        },
    ],
    bad: [
        {
            title: "unset, which means a key of Amazon S3",
            resources: [repository()],
            violation: "encryptionConfigurations[0].encryptionType is not KMS.",
        },
        {
            title: "a key of Amazon S3",
            resources: [encrypted({ encryptionType: "AES256" })],
            violation: "encryptionConfigurations[0].encryptionType is not KMS.",
        },
        {
            title: "the key that AWS manages",
            resources: [encrypted({ encryptionType: "KMS" })],
            violation: "encryptionConfigurations[0].kmsKey names no key.",
        },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ encryptionConfiguration: { encryptionType: "KMS" } })],
            violation: "encryptionConfiguration.kmsKey names no key.",
        },
    ],
};

function read(resource: Facts, name: string) {
    return awsPropertyAt(resource, { classic: `${CLASSIC}.${name}`, native: `${NATIVE}.${name}` });
}

function encrypted(configuration: Props): Facts {
    return repository({ encryptionConfigurations: [configuration] });
}
