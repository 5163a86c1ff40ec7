import { formatSuggestion } from "../../nearest-word";
import { isPublicEcrHost, parseEcrHost, PUBLIC_ECR_HOST, type EcrHost } from "../ecr-host";

/** The registry behind a pull-through cache. */
export type Upstream =
    | { readonly kind: "ecr"; readonly host: EcrHost }
    /** `login` says whether there is none without credentials. */
    | { readonly kind: "other"; readonly login: boolean };

/**
 * By their hosts, whether they need a login.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 * (`upstreamRegistryUrl`), https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
const UPSTREAMS: ReadonlyMap<string, boolean> = new Map([
    [PUBLIC_ECR_HOST, false],
    ["registry.k8s.io", false],
    ["quay.io", false],
    ["registry-1.docker.io", true],
    ["ghcr.io", true],
    ["registry.gitlab.com", true],
    ["cgr.dev", true],
]);

/** Names of Docker Hub that Docker takes too. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const DOCKER_HUB = ["docker.io", "index.docker.io", "hub.docker.com", "registry.hub.docker.com"];

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal */
const ACR = /^[a-z0-9]{5,50}(?:-[a-z0-9]+)?\.azurecr\.io$/;

/** Returns what a cache can be of; `undefined` for what Amazon ECR does not know. */
export function parseUpstream(host: string): Upstream | undefined {
    const ecr = parseEcrHost(host);
    if (ecr !== undefined) {
        // The form that the service knows has neither.
        return ecr.fips || ecr.dualStack ? undefined : { kind: "ecr", host: ecr };
    }
    const login = ACR.test(host) || UPSTREAMS.get(host);
    return login === undefined ? undefined : { kind: "other", login };
}

/** Returns what the host of an upstream has to be, with what was likely meant. */
export function explainUpstream(host: string): string {
    const takes = `one of ${[...UPSTREAMS.keys()].join(", ")}, <name>.azurecr.io, <account>.dkr.ecr.<region>.amazonaws.com`;
    if (DOCKER_HUB.includes(host)) {
        return `${takes}; Docker Hub is registry-1.docker.io`;
    }
    return isPublicEcrHost(host) ? `${takes}; Amazon ECR Public is ${PUBLIC_ECR_HOST}` : takes + formatSuggestion(host, [...UPSTREAMS.keys()]);
}
