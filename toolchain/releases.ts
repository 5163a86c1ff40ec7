import type { Release } from "./tool";

type Published = (system: string, architecture: string) => Release | undefined;

/** Architectures, in Go's words, that all of these projects publish for. */
const ARCHITECTURES: readonly string[] = ["amd64", "arm64"];

/**
 * The files that each project attaches to a release on GitHub.
 *
 * Each checksum comes from GitHub over TLS, as the file itself does: it shows a damaged or mixed-up file, not a release
 * that its owner, or somebody in the owner's place, has changed. Only a build from Go modules is pinned to its bytes.
 */
export const githubReleases = {
    /** BuildKit publishes no checksum file; GitHub's description of the release has each file's digest. */
    buildkit:
        (version: string, program: string): Published =>
        (system, architecture) =>
            only(["linux", "darwin"], system, architecture, {
                file: `/moby/buildkit/releases/download/v${version}/buildkit-v${version}.${system}-${architecture}.tar.gz`,
                checksum: { source: "githubApi", path: `/repos/moby/buildkit/releases/tags/v${version}` },
                member: `bin/${program}`,
            }),

    /** Distribution publishes `<file>.sha256` beside each file. */
    distribution:
        (version: string): Published =>
        (system, architecture) => {
            const file = `/distribution/distribution/releases/download/v${version}/registry_${version}_${system}_${architecture}.tar.gz`;
            return only(["linux", "darwin"], system, architecture, {
                file,
                checksum: { source: "github", path: `${file}.sha256` },
                member: "registry",
            });
        },

    /** runc publishes one clear-signed list; the signature is not looked at, as there is no trusted key to hold it to. */
    runc:
        (version: string): Published =>
        (system, architecture) =>
            only(["linux"], system, architecture, {
                file: `/opencontainers/runc/releases/download/v${version}/runc.${architecture}`,
                checksum: {
                    source: "github",
                    path: `/opencontainers/runc/releases/download/v${version}/runc.sha256sum`,
                },
            }),

    /** regclient publishes no checksum file; GitHub's description of the release has each file's digest. */
    regclient:
        (version: string): Published =>
        (system, architecture) =>
            only(["linux", "darwin"], system, architecture, {
                file: `/regclient/regclient/releases/download/v${version}/regctl-${system}-${architecture}`,
                checksum: { source: "githubApi", path: `/repos/regclient/regclient/releases/tags/v${version}` },
            }),

    /** buildx publishes one list. */
    buildx:
        (version: string): Published =>
        (system, architecture) =>
            only(["linux", "darwin"], system, architecture, {
                file: `/docker/buildx/releases/download/v${version}/buildx-v${version}.${system}-${architecture}`,
                checksum: { source: "github", path: `/docker/buildx/releases/download/v${version}/checksums.txt` },
            }),
};

function only(systems: readonly string[], system: string, architecture: string, release: Release): Release | undefined {
    return systems.includes(system) && ARCHITECTURES.includes(architecture) ? release : undefined;
}
