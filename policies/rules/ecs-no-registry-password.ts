import { parseEcrHost } from "../../model/ecr/ecr-host";
import { ecsContainers, ECS_TYPES } from "../ecs-container";
import { facts } from "../facts";
import { entriesOf } from "../moving-image";
import { textOf } from "../props";
import { valueAt, type Property } from "../property";
import { hostOfImage, isGiven, passwordVariables } from "../registry-password";
import type { Facts, Props, Rule } from "../rule";
import { gather } from "../undecided";

const NATIVE = "aws-native:ecs:TaskDefinition";
const WEB = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web";
const REPOSITORY = { credentialsParameter: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:registry" };

/** Cloud Control and the task definition say `environment`, the classic express service `environments`. */
const ENVIRONMENTS = ["environment", "environments"];

/** Tasks get at their images without passwords. */
export const ecsNoRegistryPassword: Rule = {
    id: "ecs-no-registry-password",
    title: "A task of Amazon ECS has no password of a registry in clear, and none for Amazon ECR",
    why: "all who may describe the task definition read its environment, and for Amazon ECR the execution role is enough",
    severity: "high",
    level: "mandatory",
    fix:
        "For images in Amazon ECR remove repositoryCredentials and give the execution role " +
        "AmazonEC2ContainerRegistryPullOnly. A password that the program itself needs belongs in AWS Secrets Manager, with " +
        "its ARN in secrets; one to pull from other registries in repositoryCredentials.",
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html",
    references: ["ECS.8"],
    appliesTo: ECS_TYPES,
    scope: "resource",
    reads: ["containerDefinitions", "containerDefinitions[0].environment", "containerDefinitions[0].image"],

    check: (resource) => gather(ecsContainers(resource).map((list) => () => gather(list().flatMap(passwordsOf)))),

    good: [
        { title: "the execution role", resources: [task({ image: `${WEB}:1.4.2` })] },
        {
            title: "credentials for another registry",
            resources: [task({ image: "ghcr.io/contoso/web:1.4.2", repositoryCredentials: REPOSITORY })],
        },
        {
            title: "credentials for Azure, whose identities AWS has not",
            resources: [task({ image: "contoso.azurecr.io/web:1.4.2", repositoryCredentials: REPOSITORY })],
        },
        { title: "credentials for Docker Hub", resources: [task({ image: "web", repositoryCredentials: REPOSITORY })] },
        {
            title: "a password of Secrets Manager",
            resources: [task({ image: WEB, secrets: [{ name: "REGISTRY_PASSWORD", valueFrom: "arn:…" }] })],
        },
        {
            title: "an environment without passwords, as a list",
            resources: [
                native({ environment: [{ name: "REGISTRY_HOST", value: "…" }, { name: "SCHEMA_REGISTRY_PASSWORD", value: "…" }] }),
            ],
        },
        { title: "a password that is empty", resources: [native({ environment: [{ name: "REGISTRY_PASSWORD", value: "" }] })] },
    ],
    bad: [
        {
            title: "credentials for Amazon ECR",
            resources: [task({ image: `${WEB}:1.4.2`, repositoryCredentials: REPOSITORY })],
            violation: "containerDefinitions[0].repositoryCredentials are for Amazon ECR.",
        },
        {
            title: "credentials for Amazon ECR, as a list",
            resources: [native({ image: WEB, repositoryCredentials: REPOSITORY })],
            violation: "containerDefinitions[0].repositoryCredentials are for Amazon ECR.",
        },
        ...["REGISTRY_PASSWORD", "DOCKER_AUTH", "DOCKER_AUTH_CONFIG", "ECS_ENGINE_AUTH_DATA", "DOCKERHUB_TOKEN", "acrPassword"].map(
            (name) => ({
                title: `${name} in clear`,
                resources: [task({ image: WEB, environment: [{ name: "A", value: "b" }, { name, value: "…" }] })] as const,
                violation: "containerDefinitions[0].environment[1] is a registry's password in clear.",
            }),
        ),
        {
            title: "an express service",
            resources: [
                facts("aws:ecs/expressGatewayService:ExpressGatewayService", {
                    primaryContainer: { image: WEB, environments: [{ name: "REGISTRY_TOKEN", value: "…" }] },
                }),
            ],
            violation: "primaryContainer.environments[0] is a registry's password in clear.",
        },
    ],
};

function passwordsOf({ path, value }: Property): readonly (() => readonly string[])[] {
    return [
        () =>
            isGiven(() => valueAt(value, "repositoryCredentials.credentialsParameter")) &&
            parseEcrHost(hostOfImage(textOf(valueAt(value, "image")))) !== undefined
                ? [`${path}.repositoryCredentials are for Amazon ECR.`]
                : [],
        ...ENVIRONMENTS.map((name) => () => {
            const entries = entriesOf({ path: `${path}.${name}`, value: valueAt(value, name) });
            return passwordVariables(entries).map((entry) => `${entry.path} is a registry's password in clear.`);
        }),
    ];
}

function task(container: Props): Facts {
    return facts("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: JSON.stringify([{ name: "web", ...container }]) });
}

function native(container: Props): Facts {
    return facts(NATIVE, { containerDefinitions: [{ name: "web", ...container }] });
}
