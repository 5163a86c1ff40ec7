import type { Problem } from "../../problem";
import { count, findTwice, problemIf, quote, registryProblem, type RegistryPath as Path } from "../../registry-problem";
import type { PullThroughCacheSpec } from "../ecr-part-spec";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";
import { isBelow, ROOT } from "../values/repository-name";
import { explainUpstream, parseUpstream, type Upstream } from "../values/upstream";
import { partitionOf } from "../partition";
import type { EcrRule } from "./ecr-rule";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const CACHES_MAX = 50;

const USER_GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html";
const PRIVATE_UPSTREAM = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html";

/** Returns what is wrong with each cache by itself whose upstream is known. */
function each(check: (cache: PullThroughCacheSpec, upstream: Upstream, path: Path, spec: EcrSpec) => readonly Problem[]) {
    return (spec: EcrSpec) => spec.pullThroughCache.flatMap((cache, index) => {
        const upstream = parseUpstream(cache.upstream);
        return upstream === undefined ? [] : check(cache, upstream, ["pullThroughCache", index], spec);
    });
}

function checkPrefixes({ pullThroughCache }: EcrSpec): readonly Problem[] {
    const prefixes = pullThroughCache.map(({ prefix }) => prefix);
    return [
        ...problemIf(prefixes.length > CACHES_MAX, ["pullThroughCache"], `at most ${CACHES_MAX} caches`, count(prefixes.length, "cache")),
        ...findTwice(prefixes).map(({ index, earlier }) =>
            registryProblem(["pullThroughCache", index, "prefix"], `another than pullThroughCache[${earlier}] has`, quote(prefixes[index] ?? ""))),
    ];
}

/**
 * A tag that is not pushed yet would be taken from the upstream, which somebody else may fill. What ROOT does is told, not
 * refused; and repositories for what a cache fills may be made before, to be as one likes.
 */
function checkShadows({ pullThroughCache }: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    return pullThroughCache.flatMap(({ prefix }, index) => {
        const own = images.find(({ repository }) => prefix !== ROOT && isBelow(repository, prefix));
        return problemIf(own !== undefined, ["pullThroughCache", index, "prefix"],
            "a prefix below which this stack pushes no image, as what is missing there is taken from the upstream",
            `${quote(prefix)}, below which is ${quote(own?.repository ?? "")}`);
    });
}

function checkCredentials({ credentials, upstream: host }: PullThroughCacheSpec, upstream: Upstream, path: Path): readonly Problem[] {
    if (upstream.kind === "ecr") {
        return problemIf(credentials !== undefined, [...path, "credentials"], "nothing for another Amazon ECR, which takes a role", quote(credentials ?? ""));
    }
    return problemIf(upstream.login && credentials === undefined, [...path, "credentials"],
        "the ARN of a secret named ecr-pullthroughcache/…, as this upstream needs a login", `nothing for ${quote(host)}`);
}

function checkRole({ role, upstream: host }: PullThroughCacheSpec, upstream: Upstream, path: Path, { account }: EcrSpec): readonly Problem[] {
    const isForeign = upstream.kind === "ecr" && upstream.host.account !== account;
    return [
        ...problemIf(isForeign && role === undefined, [...path, "role"], "the ARN of a role that may pull from the other account", `nothing for ${quote(host)}`),
        ...problemIf(!isForeign && role !== undefined, [...path, "role"], "nothing but for the Amazon ECR of another account", quote(role ?? "")),
    ];
}

/** What pull-through caches need. */
export const CACHE_RULES: readonly EcrRule[] = [
    { id: "cache-prefixes-once", source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html", check: checkPrefixes },
    {
        id: "cache-upstream-known",
        source: USER_GUIDE,
        check: ({ pullThroughCache }) => pullThroughCache.flatMap(({ upstream }, index) => problemIf(
            parseUpstream(upstream) === undefined, ["pullThroughCache", index, "upstream"], explainUpstream(upstream), quote(upstream))),
    },
    {
        id: "cache-upstream-elsewhere",
        source: PRIVATE_UPSTREAM,
        check: each(({ upstream: host }, upstream, path, { account, region }) => (upstream.kind === "ecr" ? [
            ...problemIf(upstream.host.account === account && upstream.host.region === region, [...path, "upstream"],
                "another registry than this one", quote(host)),
            ...problemIf(upstream.host.partition !== partitionOf(region), [...path, "upstream"], `a registry of ${partitionOf(region)}`, quote(host)),
        ] : [])),
    },
    { id: "cache-credentials-fit", source: USER_GUIDE, check: each(checkCredentials) },
    { id: "cache-role-fits", source: PRIVATE_UPSTREAM, check: each(checkRole) },
    {
        id: "upstream-prefix-fits",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private-wildcards.html",
        check: ({ pullThroughCache }) => pullThroughCache.flatMap(({ prefix, upstreamPrefix }, index) => problemIf(
            prefix === ROOT && upstreamPrefix !== undefined, ["pullThroughCache", index, "upstreamPrefix"],
            "nothing where prefix is ROOT", quote(upstreamPrefix ?? ""))),
    },
    { id: "cache-apart-from-images", source: USER_GUIDE, check: checkShadows },
];
