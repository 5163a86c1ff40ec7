import { formatSuggestion } from "../../nearest-word";
import type { Problem } from "../../problem";
import { problemIf, quote } from "../../registry-problem";
import type { AcrSpec, CacheRuleSpec } from "../acr-spec";
import { isSame } from "../values/arm-id";
import { clash, isWildcard, splitSource } from "../values/cache-path";
import type { AcrRule } from "./acr-rule";

/** Source: https://learn.microsoft.com/azure/container-registry/artifact-cache-overview#upstream-support */
const DOCKER_HUB = "docker.io";

/** Names of Docker Hub that Docker takes too. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const ALSO_DOCKER_HUB = ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"];

/** Source: https://learn.microsoft.com/azure/container-registry/artifact-cache-overview#upstream-support */
const WITHOUT_LOGIN = ["mcr.microsoft.com", "public.ecr.aws"];

const UPSTREAMS = "https://learn.microsoft.com/azure/container-registry/artifact-cache-overview#upstream-support";

/** Returns what is wrong with each cache rule by itself. */
function each(check: (rule: CacheRuleSpec, host: string, path: readonly (string | number)[], spec: AcrSpec) => readonly Problem[]) {
    return (spec: AcrSpec) => spec.cache.flatMap((rule, index) =>
        check(rule, splitSource(rule.from).host.toLowerCase(), ["cache", index], spec));
}

const findSet = ({ credentialSets }: AcrSpec, name: string | undefined) =>
    credentialSets.find((set) => name !== undefined && isSame(set.name, name));

function checkTargets({ cache }: AcrSpec): readonly Problem[] {
    return cache.flatMap(({ to }, index) => {
        const earlier = cache.slice(0, index).findIndex((other) => clash(other.to, to));
        return problemIf(earlier >= 0, ["cache", index, "to"],
            `repositories that cache[${earlier}] does not fill: ${quote(cache[earlier]?.to ?? "")}`, quote(to));
    });
}

/** What cache rules need. */
export const CACHE_RULES: readonly AcrRule[] = [
    {
        id: "cache-credentials-exist",
        source: "https://learn.microsoft.com/azure/container-registry/artifact-cache-cli",
        check: each(({ credentials }, _, path, spec) => problemIf(
            credentials !== undefined && findSet(spec, credentials) === undefined,
            [...path, "credentials"],
            "the name of one of the registry's credentialSets"
                + formatSuggestion(credentials ?? "", spec.credentialSets.map(({ name }) => name)),
            quote(credentials ?? ""),
        )),
    },
    {
        id: "cache-credentials-fit",
        source: "https://learn.microsoft.com/azure/container-registry/artifact-cache-cli",
        check: each(({ credentials }, host, path, spec) => {
            const server = findSet(spec, credentials)?.loginServer;
            return problemIf(server !== undefined && !isSame(server, host), [...path, "credentials"],
                `a credential set whose loginServer is ${quote(host)}`, `${quote(credentials ?? "")}, which is for ${quote(server ?? "")}`);
        }),
    },
    {
        id: "docker-hub-by-its-name",
        source: UPSTREAMS,
        check: each(({ from }, host, path) => problemIf(ALSO_DOCKER_HUB.includes(host), [...path, `from`],
            `Docker Hub by the name ${quote(DOCKER_HUB)}`, quote(from))),
    },
    {
        id: "docker-hub-with-login",
        source: UPSTREAMS,
        check: each(({ from, credentials }, host, path) => problemIf(
            host === DOCKER_HUB && credentials === undefined, [...path, "credentials"],
            "the name of a credential set, as Docker Hub is cached with a login only", `nothing for ${quote(from)}`)),
    },
    {
        id: "public-upstream-without-login",
        source: UPSTREAMS,
        check: each(({ credentials }, host, path) => problemIf(
            WITHOUT_LOGIN.includes(host) && credentials !== undefined, [...path, "credentials"],
            `nothing, as ${host} is cached without a login only`, quote(credentials ?? ""))),
    },
    {
        id: "cache-wildcards-match",
        source: "https://learn.microsoft.com/azure/container-registry/wildcards-artifact-cache",
        check: each(({ from, to }, _, path) => problemIf(isWildcard(from) !== isWildcard(to), [...path, "to"],
            isWildcard(from) ? `a path that ends in /*, as ${quote(from)} does` : `one repository, as ${quote(from)} is`, quote(to))),
    },
    {
        id: "cache-targets-apart",
        source: "https://learn.microsoft.com/azure/container-registry/wildcards-artifact-cache#limitations-for-wildcard-based-cache-rules",
        check: checkTargets,
    },
];
