import { findPartition, requirePartition } from "./partition";

/** What the host of a private registry says of it. */
export interface EcrHost {
    /** The account's id, of 12 digits. */
    readonly account: string;

    readonly region: string;

    /** `aws`, `aws-cn`, `aws-us-gov` … */
    readonly partition: string;

    /** Whether it takes only connections with cryptography of FIPS 140-3. */
    readonly fips: boolean;

    /** Whether it is reached over IPv6 too. */
    readonly dualStack: boolean;
}

/**
 * The host that image references of the public registry start with.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html
 */
export const PUBLIC_ECR_HOST = "public.ecr.aws";

/**
 * Where every public registry is, whatever region the rest of a stack is in.
 *
 * Source: https://docs.aws.amazon.com/general/latest/gr/ecr-public.html
 */
export const PUBLIC_ECR_REGION = "us-east-1";

/**
 * The same registry over IPv6 too.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/public/public-ecr-requests.html
 */
const PUBLIC_DUAL_STACK_HOST = "ecr-public.aws.com";

/** Source: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html */
const ACCOUNT = /^\d{12}$/;

/**
 * Account, `-fips`, region and suffix. Between `dkr` and `ecr` the hosts over IPv6 have a `-`, the others a dot; AWS' own
 * reader takes either one for both.
 *
 * Source: https://github.com/awslabs/amazon-ecr-credential-helper/blob/v0.12.0/ecr-login/api/client.go (`ecrPattern`)
 */
const HOST = /^(\d{12})\.dkr[.-]ecr(-fips)?\.([a-z0-9-]+)\.([a-z0-9.-]+)$/;

/** Says whether the text is an account's id. */
export function isAccountId(text: string): boolean {
    return ACCOUNT.test(text);
}

/** Returns what a host says of the private registry behind it; `undefined` for any other host, that of ECR Public too. */
export function parseEcrHost(host: string): EcrHost | undefined {
    const [, account = "", fips, region = "", suffix = ""] = HOST.exec(host) ?? [];
    const partition = findPartition(region);
    if (partition === undefined || ![partition.suffix, partition.dualStackSuffix].includes(suffix)) {
        return undefined;
    }
    return { account, region, partition: partition.id, fips: fips !== undefined, dualStack: suffix === partition.dualStackSuffix };
}

/**
 * Returns what the host of a private registry says of it.
 *
 * @throws {RangeError} If it is another host.
 */
export function requireEcrHost(host: string): EcrHost {
    const parsed = parseEcrHost(host);
    if (parsed === undefined) {
        throw new RangeError(`Cannot read "${host}" as the host of a private registry of Amazon ECR: it is not of the form <account>.dkr.ecr.<region>.amazonaws.com`);
    }
    return parsed;
}

/**
 * Returns the host of an account's private registry in a region.
 *
 * @throws {RangeError} If the account or the region is none.
 */
export function formatEcrHost({ account, region }: Pick<EcrHost, "account" | "region">): string {
    if (!isAccountId(account)) {
        throw new RangeError(`Cannot read "${account}" as an account of AWS: its id has 12 digits`);
    }
    return `${account}.dkr.ecr.${region}.${requirePartition(region).suffix}`;
}

/** Says whether the host is that of Amazon ECR Public, which needs no login to pull. */
export function isPublicEcrHost(host: string): boolean {
    return host === PUBLIC_ECR_HOST || host === PUBLIC_DUAL_STACK_HOST;
}
