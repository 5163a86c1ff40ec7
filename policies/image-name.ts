/** The name of an image, taken apart. */
export interface ImageName {
    /** Host and repository, the same for all ways to write it. */
    readonly repository: string;

    /** `undefined` if there is none, which means `latest` to everyone who reads the name. */
    readonly tag: string | undefined;

    /** Whether a digest tells which build is meant. */
    readonly pinned: boolean;
}

/**
 * What may be left out of a name.
 *
 * Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go (`splitDockerDomain`)
 */
const DOCKER_HUB = /^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/;

/**
 * An algorithm and what it makes of the content.
 *
 * Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests
 */
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-f]+$/i;

/** Returns the parts of `host:5000/repository:tag@sha256:…`; a port is not a tag. */
export function parseImageName(text: string): ImageName {
    const [name = "", digest = ""] = text.trim().split("@");
    const colon = name.indexOf(":", name.lastIndexOf("/") + 1);
    const repository = colon < 0 ? name : name.slice(0, colon);
    return {
        repository: repository.toLowerCase().replace(DOCKER_HUB, ""),
        tag: colon < 0 ? undefined : name.slice(colon + 1) || undefined,
        pinned: DIGEST.test(digest),
    };
}
