/** Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests (`<reference>`) */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** One part of a repository's name. */
const WORD = "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*";

/** Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests (`<name>`) */
const REPOSITORY = new RegExp(`^${WORD}(?:/${WORD})*$`);

/** Source: https://github.com/distribution/reference/blob/v0.6.0/reference.go (`RepositoryNameTotalLengthMax`) */
const REPOSITORY_LENGTH_MAX = 255;

/** One part of a host name. */
const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";

/** Source: https://github.com/distribution/reference/blob/v0.6.0/regexp.go (`domainAndPort`) */
const HOST = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);

/**
 * What tells a host from the first part of a repository: without one of these, `team/web` is sought on Docker Hub.
 *
 * Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go (`splitDockerDomain`)
 */
const HOST_MARK = /[.:]|^localhost$/;

/** Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms */
const DIGEST = /^(?:sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128})$/;

/** Says whether a registry takes the text as a tag. */
export function isTag(text: string): boolean {
    return TAG.test(text);
}

/** Says whether a registry takes the text as the name of a repository, without its host. */
export function isRepository(text: string): boolean {
    return text.length <= REPOSITORY_LENGTH_MAX && REPOSITORY.test(text);
}

/** Says whether the text is a registry's `host` or `host:port` that no reader mistakes for a part of a repository. */
export function isHost(text: string): boolean {
    return HOST.test(text) && HOST_MARK.test(text);
}

/** Says whether the text is a digest of a registered algorithm, such as `sha256:…`. */
export function isDigest(text: string): boolean {
    return DIGEST.test(text);
}

/**
 * Returns the reference of an image: `host/repository:tag` or `host/repository@sha256:…`.
 *
 * @param version a tag or a digest
 * @throws {RangeError} If the host, the repository or the version is none.
 */
export function formatRef(host: string, repository: string, version: string): string {
    if (!isHost(host)) {
        throw new RangeError(
            `Cannot refer to "${host}" as a registry: it has no dot and no port, or a sign that hosts have not`,
        );
    }
    if (!isRepository(repository)) {
        throw new RangeError(
            `Cannot refer to "${repository}" as a repository: it is not lower-case words joined by . _ - /`,
        );
    }
    if (isDigest(version)) {
        return `${host}/${repository}@${version}`;
    }
    if (!isTag(version)) {
        throw new RangeError(
            `Cannot refer to "${version}" as a tag or digest: it is neither 1 to 128 of A-Za-z0-9._- nor sha256:…`,
        );
    }
    return `${host}/${repository}:${version}`;
}
