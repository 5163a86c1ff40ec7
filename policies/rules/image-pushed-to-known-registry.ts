import { isAllowedRegistry } from "../allowed-registry";
import { repository as ecrRepository } from "../ecr-examples";
import { registry } from "../examples";
import { facts, type Origin } from "../facts";
import { AWSX_IMAGE, BUILD_IMAGE, DOCKER_IMAGE } from "../image-builds";
import { isPlanned } from "../planned";
import { listOf, textOf } from "../props";
import { nameSources, readTargets, type PushTarget } from "../push-targets";
import { PUSHING_TYPES } from "../pushed-names";
import { isLoopback, isMadeFrom, isOfAny, splitRepository } from "../registry-hosts";
import type { Facts, Rule, Surroundings } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { gather } from "../undecided";

const ACR = registry({ registryName: "contoso" });
const ECR = ecrRepository({ name: "shop/web" });
const ECR_HOST = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const HUB = { registries: ["docker.io/contoso", "*.dkr.ecr.*.amazonaws.com/shop"] };

/** Images go to registries that somebody has chosen. */
export const imagePushedToKnownRegistry: Rule = {
    id: "image-pushed-to-known-registry",
    title: "An image is pushed to a registry of the stack, or to one that is known",
    why: "an image that goes elsewhere is under nobody's access rules, scans and clean-up, and a name without a host is public",
    severity: "high",
    level: "advisory",
    fix: "Make the name of the registry's host (registry.loginServer, repository.repositoryUrl), or name the host in the setting registries.",
    url: "https://docs.docker.com/reference/cli/docker/image/tag/#description",
    references: [],
    appliesTo: PUSHING_TYPES,
    scope: "stack",
    reads: ["tags", "tags[0]", "imageName", "repositoryUrl"],
    settings: {
        registries: {
            type: "array",
            items: { type: "string" },
            default: [],
            description: "Registries outside of the stack: host, or host/prefix; * stands for what is between two dots or slashes.",
        },
        ...EXEMPT_STACKS,
    },

    check(resource, surroundings) {
        const targets = readTargets(resource, surroundings.resources);
        return gather(targets.map((target) => () => judgeTarget(resource, target, surroundings)));
    },

    good: [
        { title: "a registry of the stack, by its name", resources: [pushed("contoso.azurecr.io/shop/web:1.4.2"), ACR] },
        { title: "a registry of the stack with a domain name label", resources: [pushed("contoso-a1b2c3.azurecr.io/web:1.4.2"), ACR] },
        { title: "a registry of the stack whose name Pulumi makes", resources: [made("contoso1a2b.azurecr.io/web:1.4.2", [registry()]), registry()] },
        { title: "a repository of the stack, by its name", resources: [pushed(`${ECR_HOST}/shop/web:1.4.2`), ECR] },
        { title: "a registry that is named", resources: [pushed("contoso/web:1.4.2")], settings: HUB },
        { title: "a registry that a pattern names", resources: [pushed(`${ECR_HOST}/shop/api:1.4.2`)], settings: HUB },
        { title: "this machine, for developers", resources: [facts(BUILD_IMAGE, { push: true, tags: ["localhost:5000/web"] }, { stack: "dev" })] },
        { title: "not pushed", resources: [facts(BUILD_IMAGE, { push: false, tags: ["web"] })] },
        { title: "the docker package", resources: [facts(DOCKER_IMAGE, { imageName: "contoso.azurecr.io/web:1.4.2" }), ACR] },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { repositoryUrl: `${ECR_HOST}/shop/web` }), ECR] },
        { title: "awsx without its arguments, whose child tells", resources: [facts(AWSX_IMAGE)] },
        { title: "this program's own component, whose image tells", resources: [facts("registries:images:ImageBuild", { repository: "web", tags: ["1"] })] },
    ],
    bad: [
        { title: "a registry elsewhere", resources: [pushed("fabrikam.azurecr.io/web:1.4.2"), ACR], violation: unknown("tags[0]") },
        { title: "no host, which is Docker Hub", resources: [pushed("web:1.4.2"), ACR], violation: unknown("tags[0]") },
        { title: "another repository", resources: [pushed(`${ECR_HOST}/shop/api:1.4.2`), ECR], violation: unknown("tags[0]") },
        { title: "a prefix that only looks like the named one", resources: [pushed("contoso-evil/web:1.4.2")], settings: HUB, violation: unknown("tags[0]") },
        { title: "this machine, for users", resources: [pushed("127.0.0.1:5000/web:1.4.2")], violation: "tags[0] is on the machine that builds." },
        {
            title: "the docker package",
            resources: [facts(DOCKER_IMAGE, { imageName: "ghcr.io/contoso/web:1.4.2" })],
            violation: unknown("imageName"),
        },
        { title: "awsx", resources: [facts(AWSX_IMAGE, { repositoryUrl: `${ECR_HOST}/shop/web` })], violation: unknown("repositoryUrl") },
        {
            title: "an index",
            resources: [facts("docker-build:index:Index", { tag: "web:1.4.2" }), ACR],
            violation: unknown("tag"),
        },
    ],
};

function judgeTarget(image: Facts, { path, repository }: PushTarget, { resources, settings }: Surroundings): readonly string[] {
    const target = splitRepository(repository);
    const sources = nameSources(image, resources);
    if (isAllowedRegistry(`${target.host}/${target.path}`, listOf(settings["registries"]).map(textOf))) {
        return [];
    }
    if (isLoopback(target.host)) {
        return sources.length > 0 || inExemptStack(image, settings) ? [] : [`${path} is on the machine that builds.`];
    }
    // This program's own component pushes to registries that the program declares, whatever they are.
    const isKnown = isPlanned(image) || sources.some((source) => isMadeFrom(source, target)) || isOfAny(resources, target);
    return isKnown ? [] : [unknown(path)];
}

function unknown(path: string): string {
    return `${path} is of a registry that is neither of this stack nor named.`;
}

function pushed(tag: string, origin: Origin = {}): Facts {
    return facts(BUILD_IMAGE, { push: true, tags: [tag] }, origin);
}

function made(tag: string, from: readonly Facts[]): Facts {
    return pushed(tag, { from: { tags: from } });
}
