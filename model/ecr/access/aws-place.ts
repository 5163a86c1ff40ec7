import { PUBLIC_ECR_REGION } from "../ecr-host";
import { partitionOf } from "../partition";
import type { AwsService } from "./aws-right";

/** Where a registry on AWS is; the plan of each registry is one. */
export interface AwsPlace {
    readonly account: string;

    /** `aws`, `aws-cn`, `aws-us-gov` … */
    readonly partition: string;

    /** @default - none: a public registry is of the whole account */
    readonly region?: string;
}

/** Returns where a private registry is. */
export function privatePlace({ account, region }: { readonly account: string; readonly region: string }): Required<AwsPlace> {
    return { account, region, partition: partitionOf(region) };
}

/** Returns where the public registry of an account is. */
export function publicPlace({ account }: { readonly account: string }): Omit<AwsPlace, "region"> {
    return { account, partition: partitionOf(PUBLIC_ECR_REGION) };
}

/** Returns which of an account's registries is there. */
export function serviceOf({ region }: AwsPlace): AwsService {
    return region === undefined ? "ecr-public" : "ecr";
}

/**
 * Returns the ARN of repositories.
 *
 * @param name a repository's name, in which `*` stands for any text
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html#amazonelasticcontainerregistry-resources-for-iam-policies
 */
export function repositoryArn(place: AwsPlace, name: string): string {
    return `arn:${place.partition}:${serviceOf(place)}:${place.region ?? ""}:${place.account}:repository/${name}`;
}

/** Returns the ARN that stands for all identities of an account, as far as the account itself lets them. */
export function accountArn(partition: string, account: string): string {
    return `arn:${partition}:iam::${account}:root`;
}
