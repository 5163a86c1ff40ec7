import { isHost } from "../../model/image-ref";
import { facts } from "../facts";
import { AWSX_IMAGE, BUILD_IMAGE, DOCKER_IMAGE } from "../image-builds";
import { parseImageName } from "../image-name";
import { isPlanned } from "../planned";
import { listOf, textOf } from "../props";
import { pushedNames, PUSHING_TYPES, type PushedName } from "../pushed-names";
import type { Facts, Rule } from "../rule";

const INDEX = "docker-build:index:Index";
const BUILD = "registries:images:ImageBuild";

/** Words that any image could be called by, unless set otherwise. */
const EMPTY_WORDS =
    "app application backend build container default demo docker example foo bar frontend hello image images main my new project " +
    "repo repository sample server service services svc temp tmp test tests testing untitled world";

const WORDS = EMPTY_WORDS.split(" ");

/** The repository of an image tells one from all others. */
export const imageNameSaysSomething: Rule = {
    id: "image-name-says-something",
    title: "An image is pushed to a repository whose name says what is in it",
    why: "in a registry that teams share, nobody can tell whose app or backend that is, and the next one overwrites it",
    severity: "low",
    level: "advisory",
    fix: "Name the repository after what the image does, or put a team or a product before it: shop/backend.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-best-practices#repository-namespaces",
    references: [],
    appliesTo: PUSHING_TYPES,
    scope: "resource",
    reads: ["tags", "tags[0]", "tag", "imageName", "repositoryUrl"],
    settings: {
        names: { type: "array", items: { type: "string" }, default: WORDS, description: "Words of which a name has to have another one." },
    },

    check(resource, { settings }) {
        const words = settings["names"] === undefined ? WORDS : listOf(settings["names"]).map((word) => textOf(word).toLowerCase());
        const empty = namesOf(resource).filter(({ name }) => saysNothing(name, words));
        return empty.length === 0 ? [] : [nothing(empty.map(({ path }) => path))];
    },

    good: [
        { title: "a name", resources: [pushed("contoso.azurecr.io/checkout:1.4.2")] },
        { title: "a name with a product before it", resources: [pushed("contoso.azurecr.io/shop/backend:1.4.2")] },
        { title: "a name with a product in it", resources: [pushed("contoso.azurecr.io/shop-backend:1.4.2")] },
        { title: "a number alone", resources: [pushed("contoso.azurecr.io/365:1.4.2")] },
        { title: "not pushed", resources: [facts(BUILD_IMAGE, { push: false, tags: ["app"] })] },
        { title: "other words, as set", resources: [pushed("contoso.azurecr.io/app:1.4.2")], settings: { names: ["web"] } },
        { title: "an index", resources: [facts(INDEX, { tag: "contoso.azurecr.io/checkout:1.4.2" })] },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { imageName: "ghcr.io/contoso/app:1.4.2" })] },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { repositoryUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/checkout" })] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX_IMAGE)] },
        { title: "this program's own component", resources: [facts(BUILD, { repository: "checkout", tags: ["1.4.2"] })] },
    ],
    bad: [
        { title: "an empty word", resources: [pushed("contoso.azurecr.io/app:1.4.2")], violation: nothing(["tags[0]"]) },
        { title: "an empty word on Docker Hub", resources: [pushed("backend:1.4.2")], violation: nothing(["tags[0]"]) },
        { title: "two empty words", resources: [pushed("registry.local:5000/my/Test-App2:1.4.2")], violation: nothing(["tags[0]"]) },
        { title: "one of two", resources: [pushed("host.io/shop:1.4.2", "host.io/service:1.4.2")], violation: nothing(["tags[1]"]) },
        {
            title: "exported",
            resources: [facts(BUILD_IMAGE, { push: false, exports: [{ registry: { names: ["contoso.azurecr.io/image:1.4.2"] } }] })],
            violation: nothing(["exports[0].registry.names[0]"]),
        },
        { title: "other words, as set", resources: [pushed("contoso.azurecr.io/web:1.4.2")], settings: { names: ["Web"] }, violation: nothing(["tags[0]"]) },
        { title: "an index", resources: [facts(INDEX, { tag: "contoso.azurecr.io/app:1.4.2" })], violation: nothing(["tag"]) },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { imageName: "ghcr.io/app:1.4.2" })], violation: nothing(["imageName"]) },
        {
            title: "awsx",
            resources: [facts(AWSX_IMAGE, { repositoryUrl: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/app", imageTag: "1.4.2" })],
            violation: nothing(["repositoryUrl"]),
        },
        {
            title: "this program's own component",
            resources: [facts(BUILD, { repository: "backend", tags: ["1.4.2", "1"] })],
            violation: nothing(["repository"]),
        },
    ],
};

/** This program's own component tells its repository before the host is known. */
function namesOf(resource: Facts): readonly PushedName[] {
    const { type, props } = resource;
    const property = type === BUILD ? "repository" : type === AWSX_IMAGE ? "repositoryUrl" : undefined;
    if (property !== undefined) {
        return [{ path: property, name: textOf(props[property]) }];
    }
    return isPlanned(resource) ? [] : pushedNames(resource);
}

function saysNothing(name: string, words: readonly string[]): boolean {
    const [first = "", ...rest] = parseImageName(name).repository.split("/");
    const parts = rest.length > 0 && isHost(first) ? rest : [first, ...rest];
    const said = parts
        .flatMap((part) => part.split(/[._-]+/))
        .map((word) => word.replace(/\d+$/, ""))
        .filter((word) => word !== "");
    return said.length > 0 && said.every((word) => words.includes(word));
}

function nothing(paths: readonly string[]): string {
    return `Names that say nothing: ${paths.join(", ")}.`;
}

function pushed(...tags: readonly string[]): Facts {
    return facts(BUILD_IMAGE, { push: true, tags });
}
