import type { LocalServices } from "../toolchain/local-services";
import { shellWord } from "./shell-word";

/**
 * What a reference may name: the manifest of one platform, or the index of several.
 *
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.1/media-types.md
 */
const MANIFESTS = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

interface ImageOutput {
    readonly ref: string;
    readonly tags: readonly string[];
}

/**
 * Returns the digest-pinned references, and the commands that pull one of them.
 *
 * @param services where a local registry's certificate and login are; without it the user's own login is used
 */
export function formatReferences(outputs: Readonly<Record<string, unknown>>, services: LocalServices | undefined): string[] {
    const images = Object.entries((outputs["images"] ?? {}) as Record<string, ImageOutput>);
    const first = images[0]?.[1];
    if (first === undefined) {
        return [];
    }
    const width = Math.max(...images.map(([name]) => name.length));
    const lines = images.map(([name, { ref, tags }]) => `  ${name.padEnd(width)}  ${ref}  (${tags.join(", ")})`);
    const local = services !== undefined && first.ref.startsWith(`${services.host}/`) ? services : undefined;
    return ["", "images:", ...lines, "", "to pull one:", ...formatPull(first.ref, local), ""];
}

function formatPull(ref: string, local: LocalServices | undefined): string[] {
    if (local === undefined) {
        const [, registry] = /^([a-z0-9]+)[^/]*\.azurecr\.io\//.exec(ref) ?? [];
        return [...(registry === undefined ? [] : [`  az acr login --name ${registry}`]), `  docker pull ${ref}`];
    }
    const [repository = "", digest = ""] = ref.slice(local.host.length + 1).split("@");
    const manifest = `https://${local.host}/v2/${repository}/manifests/${digest}`;
    return [
        `  DOCKER_CONFIG=${shellWord(local.dockerConfig)} docker pull ${ref}`,
        `  curl --cacert ${shellWord(local.caFile)} --netrc-file ${shellWord(local.netrcFile)} -H "Accept: ${MANIFESTS}" ${manifest}`,
    ];
}
