/** A group of regions with accounts, ARNs and host names of its own. */
export interface Partition {
    /** What its ARNs start with behind `arn:`. */
    readonly id: string;

    /** Which regions it has. */
    readonly regions: RegExp;

    /** What the host names of its services end with. */
    readonly suffix: string;

    /** What the host names of its registries end with that have IPv6 too. @default - AWS names none */
    readonly dualStackSuffix?: string;
}

/**
 * Two letters, a word and a number: wider than the list of the SDKs, which take each region that they do not know as one
 * of `aws` too, so that a new one waits for no release.
 *
 * Source: https://smithy.io/2.0/aws/rules-engine/library-functions.html#aws-partition-function
 */
const STANDARD = /^(?!cn-)[a-z]{2}-[a-z]+-\d{1,2}$/;

/**
 * Every partition.
 *
 * Source of regions and suffixes:
 * https://github.com/aws/aws-sdk-go-v2/blob/v1.43.0/internal/endpoints/awsrulesfn/partitions.json
 * Source of suffixes with IPv6: https://github.com/aws/amazon-ecs-agent/blob/master/ecs-agent/utils/uri/uri.go; what it
 * has for aws-eusc, without the `on.` of all others, no other source has, so that none is taken there.
 */
const PARTITIONS: readonly [Partition, ...Partition[]] = [
    { id: "aws", regions: STANDARD, suffix: "amazonaws.com", dualStackSuffix: "on.aws" },
    { id: "aws-cn", regions: /^cn-[a-z]+-\d{1,2}$/, suffix: "amazonaws.com.cn", dualStackSuffix: "on.amazonwebservices.com.cn" },
    { id: "aws-eusc", regions: /^eusc-de-[a-z]+-\d{1,2}$/, suffix: "amazonaws.eu" },
    { id: "aws-iso", regions: /^us-iso-[a-z]+-\d{1,2}$/, suffix: "c2s.ic.gov", dualStackSuffix: "on.aws.ic.gov" },
    { id: "aws-iso-b", regions: /^us-isob-[a-z]+-\d{1,2}$/, suffix: "sc2s.sgov.gov", dualStackSuffix: "on.aws.scloud" },
    { id: "aws-iso-e", regions: /^eu-isoe-[a-z]+-\d{1,2}$/, suffix: "cloud.adc-e.uk", dualStackSuffix: "on.cloud-aws.adc-e.uk" },
    { id: "aws-iso-f", regions: /^us-isof-[a-z]+-\d{1,2}$/, suffix: "csp.hci.ic.gov", dualStackSuffix: "on.aws.hci.ic.gov" },
    { id: "aws-us-gov", regions: /^us-gov-[a-z]+-\d{1,2}$/, suffix: "amazonaws.com", dualStackSuffix: "on.aws" },
];

/** Returns the partition that a region is in; `undefined` where the text is no region's name. */
export function findPartition(region: string): Partition | undefined {
    return PARTITIONS.find(({ regions }) => regions.test(region));
}

/** Says whether the text may be the name of a region of AWS: `eu-central-1`, `us-gov-west-1`. */
export function isAwsRegion(text: string): boolean {
    return findPartition(text) !== undefined;
}

/**
 * Returns the partition that a region is in.
 *
 * @throws {RangeError} If the text is no region's name.
 */
export function requirePartition(region: string): Partition {
    const partition = findPartition(region);
    if (partition === undefined) {
        throw new RangeError(`Cannot read "${region}" as a region of AWS: it is not of the form eu-central-1`);
    }
    return partition;
}

/**
 * Returns what ARNs of a region start with behind `arn:`: `aws`, `aws-cn`, `aws-us-gov` …
 *
 * @throws {RangeError} If the text is no region's name.
 */
export function partitionOf(region: string): string {
    return requirePartition(region).id;
}
