/** Where something is done. */
export interface Place {
    readonly account: string;
    readonly region: string;
}

/** Returns the partition of a region. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
export function partitionOf(region: string): string {
    return region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Returns an ARN. @param service such as `ecr`; IAM and ECR Public name no region */
export function arnOf(service: string, { account, region }: Place, resource: string): string {
    const place = service === "iam" || service === "ecr-public" ? "" : region;
    return `arn:${partitionOf(region)}:${service}:${place}:${account}:${resource}`;
}

/** Returns true for what looks like an ARN. */
export function isArn(text: string): boolean {
    return /^arn:aws[\w-]*:[\w-]+:[\w-]*:(\d{12})?:.+$/.test(text);
}

/** Returns the host of a private registry. */
export function hostOf({ account, region }: Place): string {
    return `${account}.dkr.ecr.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
}

/** Returns whose registry a host is, or nothing if it is no private registry of ECR. */
export function placeOf(host: string): Place | undefined {
    const [, account, region] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/.exec(host) ?? [];
    return account === undefined || region === undefined ? undefined : { account, region };
}
