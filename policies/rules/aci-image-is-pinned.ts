import { CONTAINER_GROUP_TYPES, imagesOf, isContainerGroup } from "../container-group";
import { GENERIC } from "../examples";
import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE } from "../moving-image";
import { isPlanned } from "../planned";
import type { Facts, Rule } from "../rule";
import { ifDecided } from "../undecided";

const GROUP = "azure-native:containerinstance:ContainerGroup";
const WEB = "contoso.azurecr.io/web";

/** A container group runs images that stay what they are. */
export const aciImageIsPinned: Rule = {
    id: "aci-image-is-pinned",
    title: "A container group runs an image that is named by its digest or by a tag for one build",
    why: "each restart pulls whatever a tag that moves is on by then, without a change in any stack",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-image-tag-version",
    references: [],
    appliesTo: CONTAINER_GROUP_TYPES,
    scope: "resource",
    reads: ["containers", "containers[0].image", "properties.containers"],
    settings: PIN_IMAGE.settings,

    check(resource, { settings }) {
        const find = () => findMovingImages(imagesOf(resource), settings);
        // This program's own component names an image by the digest that its build comes to.
        return !isContainerGroup(resource) ? [] : isPlanned(resource) ? (ifDecided(find) ?? []) : find();
    },

    good: [
        { title: "a digest", resources: [group(`${WEB}@sha256:${"0".repeat(64)}`)] },
        { title: "a moving tag with a digest", resources: [group(`${WEB}:latest@sha256:${"0".repeat(64)}`)] },
        { title: "a version", resources: [group(`${WEB}:1.4.2`)] },
        {
            title: "a profile's, which leaves the image to its groups",
            resources: [facts(GROUP, { containers: [{ name: "web" }] })],
        },
        { title: "free-form", resources: [free(`${WEB}:sha-0123456789ab`)] },
        {
            title: "classic",
            resources: [facts("azure:containerservice/group:Group", { containers: [{ image: `${WEB}:1.4.2` }] })],
        },
    ],
    bad: [
        { title: "no tag", resources: [group(WEB)], violation: "Images that move: containers[0].image." },
        {
            title: "a port, which is no tag",
            resources: [group("registry.local:5000/web")],
            violation: "Images that move: containers[0].image.",
        },
        {
            title: "a tag that moves, of what runs before",
            resources: [facts(GROUP, { initContainers: [{ image: `${WEB}:latest` }] })],
            violation: "Images that move: initContainers[0].image.",
        },
        {
            title: "free-form",
            resources: [free(`${WEB}:1.4`)],
            violation: "Images that move: properties.containers[0].properties.image.",
        },
        {
            title: "classic",
            resources: [facts("azure:containerservice/group:Group", { containers: [{ image: `${WEB}:stable` }] })],
            violation: "Images that move: containers[0].image.",
        },
        {
            title: "strict",
            resources: [group(`${WEB}:1.4.2`)],
            settings: { strict: true },
            violation: "Images that move: containers[0].image.",
        },
    ],
};

function group(image: string): Facts {
    return facts(GROUP, { containers: [{ name: "web", image }] });
}

function free(image: string): Facts {
    return facts(GENERIC, {
        resourceProviderNamespace: "Microsoft.ContainerInstance",
        resourceType: "containerGroups",
        properties: { containers: [{ name: "web", properties: { image } }] },
    });
}
