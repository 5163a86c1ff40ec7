import { ACR_TYPES, isAcr } from "../acr";
import { child, classic, generic } from "../examples";
import { listOf, textOf } from "../props";
import { isSet, propertyAt } from "../property";
import type { Rule } from "../rule";
import { gather } from "../undecided";

/** The names of Docker Hub: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const DOCKER_HUB = /^(?:(?:index|registry-1)\.)?docker\.io\//i;

const ONLY_MICROSOFT = { upstreams: ["mcr.microsoft.com"] };
const NO_LOGIN = "sourceRepository is on Docker Hub, and no credential set is given.";

/** A cache rule takes images from where the team allows it, and logs in where it has to. */
export const acrCacheUpstreamAllowed: Rule = {
    id: "acr-cache-upstream-allowed",
    title: "A container registry caches images of allowed upstreams, and logs in at Docker Hub",
    why: "whatever an upstream serves runs as if it were one's own, and Docker Hub refuses a cache rule without a login",
    severity: "medium",
    level: "advisory",
    fix:
        "Cache from a host that the setting upstreams names, if it names any; for Docker Hub, set credentialSetResourceId " +
        "(classic provider: credentialSetId).",
    url: "https://learn.microsoft.com/azure/container-registry/artifact-cache-overview",
    references: ["AP 84497762-32b6-4ab3-80b6-732ea48b85a2"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["sourceRepository", "properties.sourceRepository", "sourceRepo"],
    settings: {
        upstreams: {
            type: "array",
            items: { type: "string" },
            default: [],
            description:
                "Hosts that may be cached, or hosts with a path: mcr.microsoft.com, ghcr.io/contoso; empty for all.",
        },
    },

    check(resource, { settings }) {
        if (!isAcr(resource, "cacherules")) {
            return [];
        }
        const source = propertyAt(resource, { arm: "sourceRepository", classic: "sourceRepo" });
        const login = { arm: "credentialSetResourceId", classic: "credentialSetId" };
        const upstreams = listOf(settings["upstreams"]).map(textOf);
        return gather([
            () => (isAllowed(textOf(source.value), upstreams) ? [] : [`${source.path} is not of an allowed upstream.`]),
            () =>
                DOCKER_HUB.test(textOf(source.value)) && !isSet(resource, login)
                    ? [`${source.path} is on Docker Hub, and no credential set is given.`]
                    : [],
        ]);
    },

    good: [
        {
            title: "an upstream without a login",
            resources: [child("CacheRule", { sourceRepository: "mcr.microsoft.com/*" })],
        },
        {
            title: "Docker Hub with a login",
            resources: [
                child("CacheRule", { sourceRepository: "docker.io/library/*", credentialSetResourceId: "/…/hub" }),
            ],
        },
        {
            title: "an allowed upstream",
            resources: [child("CacheRule", { sourceRepository: "MCR.microsoft.com/dotnet/sdk" })],
            settings: ONLY_MICROSOFT,
        },
        { title: "free-form", resources: [generic("registries/cacheRules", { sourceRepository: "quay.io/*" })] },
    ],
    bad: [
        {
            title: "Docker Hub without a login",
            resources: [child("CacheRule", { sourceRepository: "docker.io/library/*" })],
            violation: NO_LOGIN,
        },
        {
            title: "Docker Hub without a login, free-form",
            resources: [generic("registries/cacheRules", { sourceRepository: "registry-1.docker.io/library/*" })],
            violation: `properties.${NO_LOGIN}`,
        },
        {
            title: "Docker Hub without a login, classic",
            resources: [classic("RegistryCacheRule", { sourceRepo: "docker.io/library/hello-world" })],
            violation: "sourceRepo is on Docker Hub, and no credential set is given.",
        },
        {
            title: "another upstream",
            resources: [child("CacheRule", { sourceRepository: "mcr.microsoft.com.example/dotnet/sdk" })],
            settings: ONLY_MICROSOFT,
            violation: "sourceRepository is not of an allowed upstream.",
        },
    ],
};

function isAllowed(source: string, upstreams: readonly string[]): boolean {
    const inside = `${source}/`.toLowerCase();
    return (
        upstreams.length === 0 ||
        upstreams.some((upstream) => inside.startsWith(`${upstream.replace(/\/+$/, "")}/`.toLowerCase()))
    );
}
