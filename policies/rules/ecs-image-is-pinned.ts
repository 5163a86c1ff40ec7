import { ecsContainers, ECS_TYPES } from "../ecs-container";
import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE, readEach } from "../moving-image";
import type { Facts, Rule } from "../rule";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const NATIVE = "aws-native:ecs:TaskDefinition";
const WEB = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web";
const DIGEST = `${WEB}@sha256:${"0".repeat(64)}`;

/** Tasks run images that stay what they are. */
export const ecsImageIsPinned: Rule = {
    id: "ecs-image-is-pinned",
    title: "A task of Amazon ECS runs images that are named by their digest or by a tag for one build",
    why: "a deployment runs whatever a tag that moves is on by then, and to roll back is to run the same tag again",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-considerations.html",
    references: [],
    appliesTo: ECS_TYPES,
    scope: "resource",
    reads: [
        "containerDefinitions",
        "containerDefinitions[0].image",
        "primaryContainer.image",
        "taskDefinitionArgs.container.image",
        "containers",
    ],
    settings: PIN_IMAGE.settings,

    check: (resource, { settings }) =>
        findMovingImages(
            ecsContainers(resource).map((list) => () => readEach(list(), "image")),
            settings,
        ),

    good: [
        { title: "a digest, as JSON", resources: [task(DIGEST)] },
        { title: "a version, as JSON", resources: [task(`${WEB}:1.4.2`)] },
        { title: "a version, as a list", resources: [native(`${WEB}:1.4.2`)] },
        { title: "no containers yet", resources: [facts(NATIVE)] },
        {
            title: "an express service",
            resources: [facts("aws:ecs/expressGatewayService:ExpressGatewayService", { primaryContainer: { image: DIGEST } })],
        },
        {
            title: "awsx",
            resources: [facts("awsx:ecs:FargateService", { taskDefinitionArgs: { container: { image: `${WEB}:sha-0123456789ab` } } })],
        },
        { title: "awsx without its arguments, whose child tells", resources: [facts("awsx:ecs:EC2Service")] },
        { title: "strict", resources: [native(DIGEST)], settings: { strict: true } },
    ],
    bad: [
        {
            title: "a tag that moves, beside one that does not, as JSON",
            resources: [task(`${WEB}:1.4.2`, `${WEB}:latest`)],
            violation: "Images that move: containerDefinitions[1].image.",
        },
        {
            title: "no tag, as a list",
            resources: [native(WEB)],
            violation: "Images that move: containerDefinitions[0].image.",
        },
        {
            title: "as a list where JSON is meant",
            resources: [facts(TASK, { containerDefinitions: [{ image: `${WEB}:main` }] })],
            violation: "Images that move: containerDefinitions[0].image.",
        },
        {
            title: "an express service",
            resources: [facts("aws-native:ecs:ExpressGatewayService", { primaryContainer: { image: `${WEB}:1` } })],
            violation: "Images that move: primaryContainer.image.",
        },
        {
            title: "awsx, several",
            resources: [facts("awsx:ecs:FargateTaskDefinition", { containers: { web: { image: DIGEST }, edge: { image: "nginx" } } })],
            violation: "Images that move: containers.edge.image.",
        },
        {
            title: "strict",
            resources: [task(`${WEB}:1.4.2`)],
            settings: { strict: true },
            violation: "Images that move: containerDefinitions[0].image.",
        },
    ],
};

function task(...images: readonly string[]): Facts {
    return facts(TASK, { family: "web", containerDefinitions: JSON.stringify(images.map((image) => ({ name: "web", image }))) });
}

function native(image: string): Facts {
    return facts(NATIVE, { containerDefinitions: [{ name: "web", image }] });
}
