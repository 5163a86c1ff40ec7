import type { Right } from "../../access/right";

/** Which of both registries of an account. */
export type AwsService = "ecr" | "ecr-public";

/** The order in which rights are named. */
const RIGHTS: readonly Right[] = ["list", "pull", "push", "delete"];

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html */
const PULL = ["BatchCheckLayerAvailability", "BatchGetImage", "GetDownloadUrlForLayer"];

/** What a push compares its version with, so that a floating tag moves forwards only; a public registry tells everybody. */
const LOOK = ["ListImages"];

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html */
const PUSH = ["BatchCheckLayerAvailability", "CompleteLayerUpload", "InitiateLayerUpload", "PutImage", "UploadLayerPart"];

/**
 * What each right needs, without the service. Who may push may pull; from a public registry, everybody may.
 *
 * Sources of the actions: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 * and https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policy-examples.html
 */
const ACTIONS: Readonly<Record<AwsService, Readonly<Record<Right, readonly string[]>>>> = {
    "ecr": { list: ["DescribeRepositories"], pull: PULL, push: [...PULL, ...PUSH, ...LOOK], delete: ["BatchDeleteImage"] },
    "ecr-public": { list: ["DescribeRepositories"], pull: [], push: PUSH, delete: ["BatchDeleteImage"] },
};

/** What AWS Lambda needs to fetch an image; Source: https://docs.aws.amazon.com/lambda/latest/dg/images-create.html#configuration-images-permissions */
export const LAMBDA_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/**
 * What a first pull through a cache needs besides.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
export const IMPORT_ACTIONS = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];

/** What the first pull needs, too, where what a cache makes has tags: of whoever pulls, by a policy of one's own. Source: as above. */
export const TAG_ACTION = "ecr:TagResource";

/**
 * What a login needs, always on all resources.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html and
 * https://docs.aws.amazon.com/AmazonECR/latest/public/set-public-repository-policy.html
 */
export const LOGIN_ACTIONS: Readonly<Record<AwsService, readonly string[]>> = {
    "ecr": ["ecr:GetAuthorizationToken"],
    "ecr-public": ["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
};

/** Returns rights in their order, each once, without those that another one of them has in it. */
export function joinRights(rights: readonly Right[]): readonly Right[] {
    return RIGHTS.filter((right) => rights.includes(right) && !(right === "pull" && rights.includes("push")));
}

/** Returns the actions that rights come to; none for what everybody may. */
export function actionsFor(rights: readonly Right[], service: AwsService): readonly string[] {
    return [...new Set(rights.flatMap((right) => ACTIONS[service][right]))].map((action) => `${service}:${action}`);
}

/** Returns rights as the name of a statement: `ListPush`. */
export function formatRights(rights: readonly Right[]): string {
    return joinRights(rights).map((right) => `${right.slice(0, 1).toUpperCase()}${right.slice(1)}`).join("");
}
