/** What an ARN says of what it names. */
export interface Arn {
    readonly partition: string;

    readonly service: string;

    /** Empty where the service has none, as IAM. */
    readonly region: string;

    readonly account: string;

    /** Such as `role/ci` or `key/…`. */
    readonly resource: string;
}

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
const ARN = /^arn:(aws[a-z0-9-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}):(\S+)$/;

/**
 * Not of an alias: Amazon ECR answers with the key behind it, so that the next run would replace the repository.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EncryptionConfigurationForRepositoryCreationTemplate.html
 */
const KEY = /^key\/[a-z0-9-]+$/;

/** In characters. Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html (`credentialArn`) */
export const SECRET_ARN_MAX = 612;

/** Source: as above */
const SECRET = /^secret:ecr-pullthroughcache\/[a-zA-Z0-9/_+=.@-]+$/;

/** In characters. Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html (`principalArn`) */
export const PRINCIPAL_ARN_MAX = 200;

/** Source: as above */
const PRINCIPAL = /^(?:role|user)(?:\/[\w+=,.@-]+)+$/;

/** Returns what an ARN says; `undefined` where the text is none of a single account. */
export function parseArn(text: string): Arn | undefined {
    const [, partition, service, region, account, resource] = ARN.exec(text) ?? [];
    if (partition === undefined || service === undefined || region === undefined || account === undefined || resource === undefined) {
        return undefined;
    }
    return { partition, service, region, account, resource };
}

/** Says whether the text is the ARN of a key of AWS KMS. */
export function isKeyArn(text: string): boolean {
    return names(text, "kms", KEY, true);
}

/** Says whether the text is the ARN of a secret that a pull-through cache may log in with. */
export function isSecretArn(text: string): boolean {
    return text.length <= SECRET_ARN_MAX && names(text, "secretsmanager", SECRET, true);
}

/** Says whether the text is the ARN of a role of IAM. */
export function isRoleArn(text: string): boolean {
    return names(text, "iam", PRINCIPAL, false) && parseArn(text)?.resource.startsWith("role/") === true;
}

/** Says whether the text is the ARN of a role or user of IAM whose pulls may be left out of account. */
export function isPrincipalArn(text: string): boolean {
    return text.length <= PRINCIPAL_ARN_MAX && names(text, "iam", PRINCIPAL, false);
}

function names(text: string, service: string, resource: RegExp, inRegion: boolean): boolean {
    const arn = parseArn(text);
    return arn?.service === service && resource.test(arn.resource) && (arn.region !== "") === inRegion;
}
