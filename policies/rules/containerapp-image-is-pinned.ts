import { appContainers, CONTAINER_APP_TYPES, isContainerApp } from "../container-app";
import { GENERIC } from "../examples";
import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE, readEach } from "../moving-image";
import type { Facts, Rule } from "../rule";

const APP = "azure-native:app:ContainerApp";
const WEB = "contoso.azurecr.io/web";
const DIGEST = `${WEB}@sha256:${"0".repeat(64)}`;

/** A container app runs images that stay what they are. */
export const containerappImageIsPinned: Rule = {
    id: "containerapp-image-is-pinned",
    title: "A container app runs images that are named by their digest or by a tag for one build",
    why: "each start pulls whatever a tag that moves is on by then, so that replicas of one revision may differ",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://learn.microsoft.com/azure/container-apps/containers",
    references: [],
    appliesTo: CONTAINER_APP_TYPES,
    scope: "resource",
    reads: ["template", "template.containers", "template.containers[0].image", "properties.template.containers"],
    settings: PIN_IMAGE.settings,

    check(resource, { settings }) {
        return isContainerApp(resource)
            ? findMovingImages(
                  appContainers(resource).map((list) => () => readEach(list(), "image")),
                  settings,
              )
            : [];
    },

    good: [
        { title: "a digest", resources: [app(DIGEST)] },
        { title: "a version", resources: [app(`${WEB}:1.4.2`)] },
        { title: "an older API version", resources: [app(DIGEST, "azure-native:app/v20230501:ContainerApp")] },
        { title: "a job, classic", resources: [app(`${WEB}:build-123`, "azure:containerapp/job:Job")] },
        { title: "free-form", resources: [free("Microsoft.App", "containerApps", DIGEST)] },
        { title: "another service, free-form", resources: [free("Microsoft.AppPlatform", "jobs", WEB)] },
        { title: "strict", resources: [app(DIGEST)], settings: { strict: true } },
    ],
    bad: [
        { title: "no tag", resources: [app(WEB)], violation: "Images that move: template.containers[0].image." },
        {
            title: "a tag that moves, of what runs before",
            resources: [facts(APP, { template: { initContainers: [{ image: `${WEB}:latest` }], containers: [{ image: DIGEST }] } })],
            violation: "Images that move: template.initContainers[0].image.",
        },
        {
            title: "a job",
            resources: [app(`${WEB}:main`, "azure-native:app:Job")],
            violation: "Images that move: template.containers[0].image.",
        },
        {
            title: "free-form",
            resources: [free("Microsoft.App", "jobs", `${WEB}:1.4`)],
            violation: "Images that move: properties.template.containers[0].image.",
        },
        {
            title: "classic",
            resources: [app(`${WEB}:stable`, "azure:containerapp/app:App")],
            violation: "Images that move: template.containers[0].image.",
        },
        {
            title: "strict",
            resources: [app(`${WEB}:1.4.2`)],
            settings: { strict: true },
            violation: "Images that move: template.containers[0].image.",
        },
    ],
};

function app(image: string, type = APP): Facts {
    return facts(type, { template: { containers: [{ name: "web", image }] } });
}

function free(resourceProviderNamespace: string, resourceType: string, image: string): Facts {
    return facts(GENERIC, { resourceProviderNamespace, resourceType, properties: app(image).props });
}
