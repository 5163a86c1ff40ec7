import { GENERIC } from "../examples";
import { facts } from "../facts";
import { findMovingImages, PIN_IMAGE } from "../moving-image";
import type { Facts, Props, Rule } from "../rule";
import { isWebApp, WEB_APP_TYPES, webAppImages } from "../web-app";

const APP = "azure-native:web:WebApp";
const CLASSIC = "azure:appservice/linuxWebApp:LinuxWebApp";
const WEB = "contoso.azurecr.io/web";
const DIGEST = `${WEB}@sha256:${"0".repeat(64)}`;
const VERSION = "siteConfig.linuxFxVersion";

/** A web app runs an image that stays what it is. */
export const webappImageIsPinned: Rule = {
    id: "webapp-image-is-pinned",
    title: "A web app runs images that are named by their digest or by a tag for one build",
    why: "each restart and each further instance pulls whatever a tag that moves is on by then",
    severity: "high",
    level: "advisory",
    fix: PIN_IMAGE.fix,
    url: "https://learn.microsoft.com/azure/app-service/configure-custom-container",
    references: [],
    appliesTo: WEB_APP_TYPES,
    scope: "resource",
    reads: ["siteConfig", "siteConfig.linuxFxVersion", "siteConfig.windowsFxVersion", "image", "properties.siteConfig", "siteConfig.applicationStack.dockerImageName"],
    settings: PIN_IMAGE.settings,

    check: (resource, { settings }) => (isWebApp(resource) ? findMovingImages(webAppImages(resource), settings) : []),

    good: [
        { title: "a digest", resources: [app(`DOCKER|${DIGEST}`)] },
        { title: "a version", resources: [app(`DOCKER|${WEB}:1.4.2`)] },
        { title: "no image", resources: [app("NODE|22-lts")] },
        { title: "nothing said", resources: [facts(APP)] },
        { title: "containers at its side", resources: [facts("azure-native:web:WebAppSiteContainer", { image: DIGEST })] },
        { title: "Docker Compose", resources: [app(composed(`${WEB}:1.4.2`, DIGEST))] },
        { title: "free-form", resources: [free("Microsoft.Web", `DOCKER|${DIGEST}`)] },
        { title: "another service, free-form", resources: [free("Contoso.Web", `DOCKER|${WEB}`)] },
        { title: "classic", resources: [classic({ dockerImageName: "web:1.4.2" })] },
        { title: "classic, in two parts", resources: [classic({ dockerImage: WEB, dockerImageTag: "1.4.2" })] },
        { title: "strict", resources: [app(`DOCKER|${DIGEST}`)], settings: { strict: true } },
    ],
    bad: [
        { title: "no tag", resources: [app(`DOCKER|${WEB}`)], violation: moves(VERSION) },
        { title: "a tag that moves", resources: [app(`docker|${WEB}:latest`)], violation: moves(VERSION) },
        {
            title: "Windows, in a slot",
            resources: [facts("azure-native:web:WebAppSlot", { siteConfig: { windowsFxVersion: `DOCKER|${WEB}:main` } })],
            violation: moves("siteConfig.windowsFxVersion"),
        },
        {
            title: "a container at its side",
            resources: [facts("azure-native:web:WebAppSiteContainer", { image: `${WEB}:1.4` })],
            violation: moves("image"),
        },
        {
            title: "one of Docker Compose",
            resources: [app(composed(`${WEB}:1.4.2`, "redis:latest"))],
            violation: moves(VERSION),
        },
        { title: "free-form", resources: [free("Microsoft.Web", `DOCKER|${WEB}`)], violation: moves(`properties.${VERSION}`) },
        {
            title: "classic",
            resources: [classic({ dockerImageName: "web:latest" })],
            violation: moves("siteConfig.applicationStack.dockerImageName"),
        },
        {
            title: "classic, in two parts",
            resources: [classic({ dockerImage: WEB, dockerImageTag: "latest" })],
            violation: moves("siteConfig.applicationStack.dockerImage"),
        },
        {
            title: "a function app, classic",
            resources: [
                facts("azure:appservice/linuxFunctionApp:LinuxFunctionApp", {
                    siteConfig: { applicationStack: { dockers: [{ imageName: "web", imageTag: "stable" }] } },
                }),
            ],
            violation: moves("siteConfig.applicationStack.dockers[0].imageName"),
        },
        { title: "strict", resources: [app(`DOCKER|${WEB}:1.4.2`)], settings: { strict: true }, violation: moves(VERSION) },
    ],
};

function moves(path: string): string {
    return `Images that move: ${path}.`;
}

function app(linuxFxVersion: string): Facts {
    return facts(APP, { siteConfig: { linuxFxVersion } });
}

function composed(...images: readonly string[]): string {
    const file = images.map((image, index) => `  service${index}:\n    image: "${image}"\n`).join("");
    return `COMPOSE|${Buffer.from(`services:\n${file}`).toString("base64")}`;
}

function classic(applicationStack: Props): Facts {
    return facts(CLASSIC, { siteConfig: { applicationStack } });
}

function free(resourceProviderNamespace: string, linuxFxVersion: string): Facts {
    return facts(GENERIC, { resourceProviderNamespace, resourceType: "sites", properties: app(linuxFxVersion).props });
}
