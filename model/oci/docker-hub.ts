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

/** Says whether a host of image references is Docker Hub's, which answers elsewhere. */
export function isDockerHub(host: string): boolean {
    return ["docker.io", "index.docker.io", HUB_ENDPOINT].includes(host);
}
