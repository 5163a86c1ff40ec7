import { isPublicEcrHost, parseEcrHost } from "../model/ecr/ecr-host";
import { isHost } from "../model/image-ref";
import { ACR_TYPES, isRegistry, nameOfRegistry } from "./acr";
import { isEcr, repositoryNameOf } from "./ecr";
import { perStack, Places, resourcesAt, resourcesWithUrn } from "./per-stack";
import { textOf } from "./props";
import type { Facts } from "./rule";
import { anyHolds, ifDecided, readOther } from "./undecided";

/**
 * The host of a container registry of Azure: its name, what a domain name label adds to it, and where a regional endpoint is.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal#configure-domain-name-label
 */
const ACR_HOST = /^([a-z0-9]+)(?:-[a-z0-9]+)?(?:\.[a-z0-9-]+\.geo)?\.azurecr\.(?:io|cn|us)$/;

/** Names of this very machine, with and without a port. */
const LOOPBACK = /^(?:localhost|[a-z0-9.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|0\.0\.0\.0|host\.docker\.internal)(?::\d+)?$/;

/** Where an image without a host goes. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const DOCKER_HUB = "docker.io";

/** A repository taken apart. */
export interface Repository {
    readonly host: string;
    readonly path: string;
}

/** Returns host and path of a repository, in lower case and without a tag. */
export function splitRepository(repository: string): Repository {
    const [first = "", ...rest] = repository.split("/");
    return rest.length > 0 && isHost(first)
        ? { host: first, path: rest.join("/") }
        : { host: DOCKER_HUB, path: rest.length > 0 ? repository : `library/${repository}` };
}

/** Says whether the host is the machine that builds. */
export function isLoopback(host: string): boolean {
    return LOOPBACK.test(host);
}

/** Returns the container registries and the repositories of Amazon ECR that have one of the URNs; what may be one is among them. */
export function registriesWithUrn(urns: readonly string[], resources: readonly Facts[]): readonly Facts[] {
    return resourcesWithUrn(urns, resources).filter(mayBeRegistry);
}

/**
 * Says whether a repository is of one of a stack's registries, by their names.
 *
 * @throws {UndecidedError} If it is of none whose name is known, and others may be it.
 */
export function isOfAny(resources: readonly Facts[], repository: Repository): boolean {
    const cloud = cloudOfHost(repository.host);
    if (cloud === undefined) {
        return false;
    }
    const { named, unclear } = registriesOf(resources);
    const places = [...named.of(`${cloud} ${nameIn(cloud, repository)}`), ...unclear.firstOf(cloud)];
    return anyHolds(
        ...resourcesAt(places, resources).map((registry) => () => readOther(registry, () => isNamed(registry, repository))),
    );
}

/** What has names of its own and hosts of its own. */
type Cloud = "acr" | "ecr" | "public ecr";

/** The registries of a stack by their cloud and name, and by their cloud those whose name is not known. */
const registriesOf = perStack((resources) => {
    const [named, unclear] = [new Places(), new Places()];
    resources.forEach((resource, place) => {
        if (mayBeRegistry(resource)) {
            const cloud = cloudOf(resource);
            const name = ifDecided(() => ownNameOf(resource));
            (name === undefined ? unclear : named).add(name === undefined ? cloud : `${cloud} ${name}`, place);
        }
    });
    return { named, unclear };
});

function mayBeRegistry(resource: Facts): boolean {
    return (
        isEcr(resource, "repository", "public repository") ||
        (ACR_TYPES.test(resource.type) && (ifDecided(() => isRegistry(resource)) ?? true))
    );
}

function cloudOf(registry: Facts): Cloud {
    return isEcr(registry, "repository") ? "ecr" : isEcr(registry, "public repository") ? "public ecr" : "acr";
}

function cloudOfHost(host: string): Cloud | undefined {
    return parseEcrHost(host) !== undefined ? "ecr" : isPublicEcrHost(host) ? "public ecr" : ACR_HOST.test(host) ? "acr" : undefined;
}

/** Returns what a registry is named that has the repository. */
function nameIn(cloud: Cloud, { host, path }: Repository): string {
    // The first part of a public one is the registry's alias, which AWS gives.
    return cloud === "acr" ? (ACR_HOST.exec(host)?.[1] ?? "") : cloud === "ecr" ? path : path.split("/").slice(1).join("/");
}

/** Says whether a name that a repository is made from a registry of is that registry's, as far as its name is known. */
export function isMadeFrom(registry: Facts, repository: Repository): boolean {
    return (
        cloudOf(registry) === cloudOfHost(repository.host) &&
        (ifDecided(() => ownNameOf(registry) === "" || isNamed(registry, repository)) ?? true)
    );
}

function isNamed(registry: Facts, repository: Repository): boolean {
    const cloud = cloudOf(registry);
    if (ownNameOf(registry) !== nameIn(cloud, repository)) {
        return false;
    }
    const region = cloud === "ecr" ? textOf(registry.props["region"]) : "";
    return cloud === "acr" ? isRegistry(registry) : region === "" || region === parseEcrHost(repository.host)?.region;
}

/** Returns the registry's name, and an empty one if Pulumi makes it up. */
function ownNameOf(registry: Facts): string {
    switch (cloudOf(registry)) {
        case "public ecr":
            return textOf(registry.props["repositoryName"]);
        case "ecr":
            return textOf(repositoryNameOf(registry).value);
        case "acr":
            return nameOfRegistry(registry);
    }
}
