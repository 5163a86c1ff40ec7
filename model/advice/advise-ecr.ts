import { actionsFor, LOGIN_ACTIONS, type AwsService } from "../ecr/access/aws-right";
import { parseEcrHost, PUBLIC_ECR_REGION } from "../ecr/ecr-host";
import type { AdvicePlace, Advise } from "./advice-place";
import { ADVISE_WAY } from "./advise-way";
import type { RegistryFault } from "./fault";
import { runCommand } from "./run-command";

/**
 * What to do about a registry of AWS.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors.html and
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html; of the commands
 * https://docs.aws.amazon.com/cli/latest/reference/ecr/ and https://docs.aws.amazon.com/cli/latest/reference/ecr-public/
 */
export const ADVISE_ECR: Readonly<Record<RegistryFault, Advise>> = {
    ...ADVISE_WAY,
    "unauthorized": (place) => [
        caller(place),
        `see whether you get a token: \`aws ${serviceOf(place)} get-authorization-token ${regionOf(place)} --query ${serviceOf(place) === "ecr" ? "'authorizationData[].expiresAt'" : "authorizationData.expiresAt"}\``,
        place.managed === true
            ? `a token ends after 12 hours, or with the session behind it: \`aws sso login\`, then run ${runCommand("up", place)} again`
            : login(place),
    ],
    "forbidden": (place) => [
        ...(isPublicPull(place) ? ["nobody needs a login to pull there, and an old one stands in the way: `docker logout public.ecr.aws`"] : []),
        caller(place),
        `let a policy of theirs allow ${place.denied ?? actions(place)}`,
        ...(place.repository === undefined ? [] : [
            `see what the repository's own policy says: \`aws ${serviceOf(place)} get-repository-policy --repository-name ${repositoryOf(place)}${account(place)} ${regionOf(place)}\``,
        ]),
    ],
    "network-closed": (place) => [
        `see what the endpoints of the network let through: \`aws ec2 describe-vpc-endpoints ${regionOf(place)} --query 'VpcEndpoints[].[ServiceName,PolicyDocument]'\``,
        // https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
        `layers come from S3, whose endpoint has to let s3:GetObject through on arn:${partition(place)}:s3:::prod-${region(place)}-starport-layer-bucket/*`,
    ],
    "repository-unknown": (place) => [
        repositories(place),
        place.managed === true
            ? `run ${runCommand("up", place, "--refresh")}, which makes what is gone`
            : `make it: \`aws ${serviceOf(place)} create-repository --repository-name ${repositoryOf(place)} ${regionOf(place)}\`; \`kind: ${serviceOf(place)}\` makes each image's by itself`,
    ],
    "not-found": (place) => [image(place)],
    "throttled": (place) => [
        ...ADVISE_WAY.throttled(place),
        `see what it takes: \`aws service-quotas list-service-quotas --service-code ${serviceOf(place)} ${regionOf(place)}\``,
    ],
    "immutable-tag": (place) => immutable(place),
    "locked": (place) => immutable(place),
    "name-taken": (place) => [
        repositories(place),
        `write another \`repository\` for the image, or use the one that is there as \`kind: local\` with \`host: ${place.host}\``,
    ],
    "limit-reached": (place) => [
        `see what is allowed: \`aws service-quotas list-service-quotas --service-code ${serviceOf(place)} ${regionOf(place)}\`; ask for more by \`aws service-quotas request-service-quota-increase\``,
    ],
    "name-not-resolved": (place) => [
        ...(place.kind === "ecr" ? [`check account and region in the name: \`aws ecr describe-registry ${regionOf(place)} --query registryId\``] : []),
        ...ADVISE_WAY["name-not-resolved"](place),
    ],
};

function serviceOf({ kind }: AdvicePlace): AwsService {
    return kind === "ecr-public" ? "ecr-public" : "ecr";
}

function regionOf(place: AdvicePlace): string {
    return `--region ${region(place)}`;
}

function region({ kind, host }: AdvicePlace): string {
    return kind === "ecr-public" ? PUBLIC_ECR_REGION : parseEcrHost(host)?.region ?? "REGION";
}

function partition({ host }: AdvicePlace): string {
    return parseEcrHost(host)?.partition ?? "aws";
}

function account({ host }: AdvicePlace): string {
    const known = parseEcrHost(host)?.account;
    return known === undefined ? "" : ` --registry-id ${known}`;
}

/** In front of a public repository stands its registry's alias, of which the API knows nothing. */
function repositoryOf({ kind, repository = "REPOSITORY" }: AdvicePlace): string {
    return kind === "ecr-public" ? repository.replace(/^[^/]+\/(?=.)/, "") : repository;
}

function actions(place: AdvicePlace): string {
    const service = serviceOf(place);
    return `${actionsFor([place.action === "pull" ? "pull" : "push"], service).join(", ")}, and ${LOGIN_ACTIONS[service].join(", ")} on *`;
}

function isPublicPull({ kind, action }: AdvicePlace): boolean {
    return kind === "ecr-public" && action === "pull";
}

function caller({ host }: AdvicePlace): string {
    const known = parseEcrHost(host)?.account;
    return `see who you are: \`aws sts get-caller-identity\`${known === undefined ? "" : `; the registry is of the account ${known}`}`;
}

function login(place: AdvicePlace): string {
    return `log in: \`aws ${serviceOf(place)} get-login-password ${regionOf(place)} | docker login --username AWS --password-stdin ${place.host}\`, which holds for 12 hours`;
}

function repositories(place: AdvicePlace): string {
    return `see whether it is there: \`aws ${serviceOf(place)} describe-repositories --repository-names ${repositoryOf(place)}${account(place)} ${regionOf(place)}\``;
}

function image(place: AdvicePlace): string {
    const tag = place.tag === undefined ? "" : ` --image-ids imageTag=${place.tag}`;
    return `see what is there: \`aws ${serviceOf(place)} describe-images --repository-name ${repositoryOf(place)}${tag}${account(place)} ${regionOf(place)}\``;
}

function immutable(place: AdvicePlace): readonly string[] {
    return [
        `write a new \`version\`: the tag has another image, and stays with it; without the build cache even the same sources make another one`,
        image(place),
        ...(place.managed === true ? ["a tag that is to move belongs to `movableTags`"] : []),
    ];
}
