import { isPublicEcrHost, parseEcrHost } from "../model/ecr/ecr-host";
import { isHost } from "../model/image-ref";
import { ACR_TYPES, isRegistry, nameOfRegistry } from "./acr";
import { isEcr, repositoryNameOf } from "./ecr";
import { perStack } from "./per-stack";
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

/** Returns the container registries of a stack and its repositories of Amazon ECR; what may be one is among them. */
export const registriesOf = perStack((resources) =>
    resources.filter(
        (resource) =>
            isEcr(resource, "repository", "public repository") ||
            (ACR_TYPES.test(resource.type) && (ifDecided(() => isRegistry(resource)) ?? true)),
    ),
);

/** Says whether a host may be that of the registry, by what its cloud calls hosts. */
export function mayServe(registry: Facts, { host }: Repository): boolean {
    if (isEcr(registry, "repository")) {
        return parseEcrHost(host) !== undefined;
    }
    return isEcr(registry, "public repository") ? isPublicEcrHost(host) : ACR_HOST.test(host);
}

/**
 * Says whether a repository is of one of the registries, by their names.
 *
 * @throws {UndecidedError} If it is of none whose name is known, and others may be it.
 */
export function isOfAny(registries: readonly Facts[], repository: Repository): boolean {
    return anyHolds(
        ...registries
            .filter((registry) => mayServe(registry, repository))
            .map((registry) => () => readOther(registry, () => isNamed(registry, repository))),
    );
}

/** Says whether a name that a repository is made from a registry of is that registry's, as far as its name is known. */
export function isMadeFrom(registry: Facts, repository: Repository): boolean {
    return (
        mayServe(registry, repository) &&
        (ifDecided(() => ownNameOf(registry) === "" || isNamed(registry, repository)) ?? true)
    );
}

function isNamed(registry: Facts, { host, path }: Repository): boolean {
    const name = ownNameOf(registry);
    if (isEcr(registry, "public repository")) {
        // The first part is the registry's alias, which AWS gives.
        return path.split("/").slice(1).join("/") === name;
    }
    if (isEcr(registry, "repository")) {
        const region = textOf(registry.props["region"]);
        return path === name && (region === "" || region === parseEcrHost(host)?.region);
    }
    return isRegistry(registry) && ACR_HOST.exec(host)?.[1] === name;
}

/** Returns the registry's name, and an empty one if Pulumi makes it up. */
function ownNameOf(registry: Facts): string {
    return isEcr(registry, "public repository")
        ? textOf(registry.props["repositoryName"])
        : isEcr(registry, "repository")
          ? textOf(repositoryNameOf(registry).value)
          : nameOfRegistry(registry);
}
