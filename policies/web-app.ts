import { anyPattern, GENERIC, genericNoun, typedPattern } from "./azure-type";
import { entriesOf, type Read } from "./moving-image";
import { textOf } from "./props";
import { propertyAt, valueAt, type Property } from "./property";
import type { Facts } from "./rule";
import { ifDecided } from "./undecided";

const TYPED = typedPattern("web(?![a-z])", "WebApp(?:SiteContainer|ApplicationSettings)?(?:Slot)?");

/** The types without a system in their names are those of older majors: https://www.pulumi.com/registry/packages/azure/api-docs/appservice/ */
const CLASSIC = /^azure:appservice\/(?:(?:linux|windows)(?:Web|Function)App(?:Slot)?|appService|functionApp(?:Slot)?|slot):[A-Za-z]+$/;

/** Type tokens of web apps and function apps, of their slots, settings and further containers, in every family. */
export const WEB_APP_TYPES = anyPattern(TYPED, GENERIC, CLASSIC);

/** Where the classic provider has images and what logs in for them. */
export const CLASSIC_STACK = "siteConfig.applicationStack";

/** What a site runs, such as `DOCKER|contoso.azurecr.io/web:1.4.2`; its configuration may be a resource of its own. */
const VERSIONS = ["", "siteConfig."].flatMap((path) => [`${path}linuxFxVersion`, `${path}windowsFxVersion`]);

/** What starts the version of a site that runs containers, alone or with others at its side. */
const CONTAINERS = /^(?:DOCKER|COMPOSE|KUBE|SITECONTAINERS)\b/i;

/** A line of a file for Docker Compose, of which a site may have one. */
const COMPOSED = /^\s*image:\s*["']?([^\s"'#]+)/gm;

/** Says whether the resource is a web app or a function app, or a part of one that says what runs. */
export function isWebApp({ type, props }: Facts): boolean {
    return GENERIC.test(type)
        ? ["sites", "slots", "config", "sitecontainers"].includes(genericNoun(props, "microsoft.web") ?? "")
        : TYPED.test(type) || CLASSIC.test(type);
}

/** Returns a property of an app, which is called the same in every family. */
export function webAppProperty(app: Facts, path: string): Property {
    return propertyAt(app, { arm: path, classic: path });
}

/**
 * Returns the images that the app runs, list by list.
 *
 * @see https://learn.microsoft.com/azure/app-service/configure-custom-container
 */
export function webAppImages(app: Facts): readonly Read<readonly Read<Property>[]>[] {
    const stack = () => webAppProperty(app, CLASSIC_STACK);
    return [
        ...VERSIONS.map((path) => () => imagesIn(webAppProperty(app, path))),
        ...["image", `${CLASSIC_STACK}.dockerImageName`].map((path) => () => [() => webAppProperty(app, path)]),
        () => tagged(stack(), "dockerImage", "dockerImageTag"),
        () => entriesOf(webAppProperty(app, `${CLASSIC_STACK}.dockers`)).flatMap((entry) => tagged(entry, "imageName", "imageTag")),
    ];
}

/**
 * Says whether what the app runs is given, and is a runtime for code and no container; then nobody logs in at a registry.
 *
 * @see https://learn.microsoft.com/azure/app-service/configure-language-nodejs (`linuxFxVersion`)
 */
export function runsCode(app: Facts): boolean {
    const versions = ifDecided(() => VERSIONS.map((path) => textOf(webAppProperty(app, path).value)).filter((version) => version !== "")) ?? [];
    return versions.length > 0 && versions.every((version) => !CONTAINERS.test(version));
}

function imagesIn({ path, value }: Property): readonly Read<Property>[] {
    const [, kind = "", text = ""] = /^(DOCKER|COMPOSE)\|(.*)$/is.exec(textOf(value)) ?? [];
    const images =
        kind.toUpperCase() === "COMPOSE"
            ? Array.from(Buffer.from(text, "base64").toString("utf8").matchAll(COMPOSED), ([, image = ""]) => image)
            : [text];
    return images.map((image) => () => ({ path, value: image }));
}

/** The classic provider has had names in two parts. */
function tagged({ path, value }: Property, name: string, tag: string): readonly Read<Property>[] {
    return [
        () => {
            const [image, version] = [textOf(valueAt(value, name)), textOf(valueAt(value, tag))];
            return { path: `${path}.${name}`, value: image === "" || version === "" ? image : `${image}:${version}` };
        },
    ];
}
