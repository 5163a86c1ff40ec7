import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE } from "../moving-image";
import { valueAt } from "../property";
import type { Facts, Rule } from "../rule";

const IMAGE = "sourceConfiguration.imageRepository.imageIdentifier";
const WEB = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web";

/** A service's image stays what it is. */
export const apprunnerImageIsPinned: Rule = {
    id: "apprunner-image-is-pinned",
    title: "A service of AWS App Runner runs an image that is named by its digest or by a tag for one build",
    why: "with automatic deployments a push alone changes what runs, and without them a tag that was moved changes nothing",
    severity: "high",
    level: "advisory",
    fix: `${PIN_IMAGE.fix} Then autoDeploymentsEnabled has nothing to do and can be false.`,
    url: "https://docs.aws.amazon.com/apprunner/latest/dg/manage-deploy.html",
    references: [],
    appliesTo: /^aws:apprunner\/service:Service$|^aws-native:apprunner:Service$/,
    scope: "resource",
    reads: [IMAGE, "sourceConfiguration"],
    settings: PIN_IMAGE.settings,

    check: ({ props }, { settings }) =>
        findMovingImages([() => [() => ({ path: IMAGE, value: valueAt(props, IMAGE) })]], settings),

    good: [
        { title: "a digest", resources: [service(`${WEB}@sha256:${"0".repeat(64)}`)] },
        { title: "a version, Cloud Control", resources: [service(`${WEB}:1.4.2`, "aws-native:apprunner:Service")] },
        {
            title: "a service from source code",
            resources: [facts("aws:apprunner/service:Service", { sourceConfiguration: { codeRepository: {} } })],
        },
    ],
    bad: [
        { title: "no tag", resources: [service(WEB)], violation: `Images that move: ${IMAGE}.` },
        {
            title: "a tag that moves, Cloud Control",
            resources: [service(`${WEB}:latest`, "aws-native:apprunner:Service")],
            violation: `Images that move: ${IMAGE}.`,
        },
        {
            title: "strict",
            resources: [service(`${WEB}:1.4.2`)],
            settings: { strict: true },
            violation: `Images that move: ${IMAGE}.`,
        },
    ],
};

function service(imageIdentifier: string, type = "aws:apprunner/service:Service"): Facts {
    return facts(type, { sourceConfiguration: { imageRepository: { imageIdentifier, imageRepositoryType: "ECR" } } });
}
