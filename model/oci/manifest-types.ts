/** What a reference may lead to. Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/media-types.md */
export const MANIFEST_TYPES: readonly string[] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];
