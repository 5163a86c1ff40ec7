import { acrNameOf } from "../advice/advice-place";
import { isPublicEcrHost, parseEcrHost } from "../ecr/ecr-host";
import type { Finding } from "./finding";

/** Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry */
const ACR_NAME = /^[a-z0-9]{5,50}$/;

/** What hosts of Azure's registries end with, in each of its clouds. */
const ACR_SUFFIX = /\.azurecr\.(io|cn|us)$/;

/** What hosts of AWS' private registries have in them. */
const ECR_MARK = /\.dkr[.-]ecr(-fips)?\./;

/** Returns what the name of a registry's host says of it. */
export function judgeName(host: string, { own }: { readonly own: boolean }): Finding {
    const ecr = parseEcrHost(host);
    if (own) {
        return { state: "ok", found: "the registry of this machine" };
    }
    if (ACR_SUFFIX.test(host)) {
        const name = acrNameOf(host);
        return ACR_NAME.test(name)
            ? { state: "ok", found: `Azure Container Registry, ${name}` }
            : { state: "failed", found: "no Azure Container Registry has this name: it is 5 to 50 of a-z and 0-9", fault: "name-not-resolved" };
    }
    if (ecr !== undefined) {
        return { state: "ok", found: `Amazon ECR, account ${ecr.account} in ${ecr.region}` };
    }
    return ECR_MARK.test(host)
        ? { state: "failed", found: "it is not of the form <account of 12 digits>.dkr.ecr.<region>.amazonaws.com", fault: "name-not-resolved" }
        : { state: "ok", found: isPublicEcrHost(host) ? "Amazon ECR Public" : isDockerHub(host) ? "Docker Hub" : "a registry" };
}

/** Where Docker Hub answers. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const HUB_ENDPOINT = "registry-1.docker.io";

/** What docker keeps the login of Docker Hub under. Source: https://docs.docker.com/reference/cli/docker/login/ */
const HUB_LOGIN = "https://index.docker.io/v1/";

/** Returns the host that answers for a host of image references. */
export function endpointOf(host: string): string {
    return isDockerHub(host) ? HUB_ENDPOINT : host;
}

/** Returns what docker keeps the login for a host under. */
export function loginKeyOf(host: string): string {
    return isDockerHub(host) ? HUB_LOGIN : host;
}

/** Returns a repository as the host knows it that answers: Docker Hub's own images are in `library`. */
export function repositoryAt(host: string, repository: string): string {
    return isDockerHub(host) && !repository.includes("/") ? `library/${repository}` : repository;
}

function isDockerHub(host: string): boolean {
    return ["docker.io", "index.docker.io", HUB_ENDPOINT].includes(host);
}
