import type { CreationTemplatePlan } from "../ecr-plan";
import type { AwsService } from "./aws-right";

/** Where a registry on AWS is; the plan of each registry is one. */
export interface AwsPlace {
    readonly account: string;

    /** `aws`, `aws-cn`, `aws-us-gov` … */
    readonly partition: string;

    /** @default - none: a public registry is of the whole account */
    readonly region?: string;

    /** What repositories are like that it makes by itself; @default - as AWS makes them */
    readonly creationTemplates?: readonly Pick<CreationTemplatePlan, "prefix" | "appliedFor" | "resourceTags">[];
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
