import { awsPropertyAt } from "../ecr";
import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE } from "../moving-image";
import type { Facts, Rule } from "../rule";

const WEB = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web";

/** A function's image stays what it is. */
export const lambdaImageIsPinned: Rule = {
    id: "lambda-image-is-pinned",
    title: "A function of AWS Lambda runs an image that is named by its digest or by a tag for one build",
    why: "AWS Lambda asks once which image a tag is on, so that a tag that was moved changes nothing until somebody deploys",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html",
    references: [],
    appliesTo: /^aws:lambda\/function:Function$|^aws-native:lambda:Function$/,
    scope: "resource",
    reads: ["imageUri", "code", "code.imageUri"],
    settings: PIN_IMAGE.settings,

    check: (resource, { settings }) =>
        findMovingImages([() => [() => awsPropertyAt(resource, { classic: "imageUri", native: "code.imageUri" })]], settings),

    good: [
        { title: "a digest", resources: [classic(`${WEB}@sha256:${"0".repeat(64)}`)] },
        { title: "a version", resources: [classic(`${WEB}:1.4.2`)] },
        { title: "no image", resources: [facts("aws:lambda/function:Function", { runtime: "nodejs22.x" })] },
        { title: "Cloud Control", resources: [native(`${WEB}:build-123`)] },
        { title: "Cloud Control, no image", resources: [facts("aws-native:lambda:Function", { code: { zipFile: "…" } })] },
    ],
    bad: [
        { title: "no tag", resources: [classic(WEB)], violation: "Images that move: imageUri." },
        { title: "a tag that moves", resources: [classic(`${WEB}:latest`)], violation: "Images that move: imageUri." },
        { title: "Cloud Control", resources: [native(`${WEB}:1.4`)], violation: "Images that move: code.imageUri." },
        {
            title: "strict",
            resources: [classic(`${WEB}:1.4.2`)],
            settings: { strict: true },
            violation: "Images that move: imageUri.",
        },
    ],
};

function classic(imageUri: string): Facts {
    return facts("aws:lambda/function:Function", { packageType: "Image", imageUri });
}

function native(imageUri: string): Facts {
    return facts("aws-native:lambda:Function", { packageType: "Image", code: { imageUri } });
}
