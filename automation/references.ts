import { parseEcrHost } from "../model/ecr/ecr-host";
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
    /** By the registry, where there are several. */
    readonly refs?: Readonly<Record<string, string>>;
}

/**
 * Returns the digest-pinned references, and the commands that pull one of them.
 *
 * @param stack whose outputs these are
 * @param services where a local registry's certificate and login are; without it the user's own login is used
 */
export function formatReferences(stack: string, outputs: Readonly<Record<string, unknown>>, services: LocalServices | undefined): string[] {
    const images = Object.entries((outputs["images"] ?? {}) as Record<string, ImageOutput>);
    const first = images[0]?.[1];
    if (first === undefined) {
        return [];
    }
    const width = Math.max(...images.map(([name]) => name.length));
    const lines = images.flatMap(([name, image]) =>
        listRefs(image).map((ref) => `  ${name.padEnd(width)}  ${ref}  (${image.tags.join(", ")})`));
    const pulls = listRefs(first).flatMap((ref) => formatPull(stack, ref, services));
    return ["", "images:", ...lines, "", "to pull one:", ...pulls, ""];
}

function listRefs({ ref, refs = {} }: ImageOutput): readonly string[] {
    return [...new Set([ref, ...Object.values(refs)])];
}

function formatPull(stack: string, ref: string, local: LocalServices | undefined): string[] {
    if (local === undefined || !ref.startsWith(`${local.host}/`)) {
        return [...formatLogin(stack, ref.slice(0, ref.indexOf("/"))), `  docker pull ${ref}`];
    }
    const [repository = "", digest = ""] = ref.slice(local.host.length + 1).split("@");
    const manifest = `https://${local.host}/v2/${repository}/manifests/${digest}`;
    return [
        `  DOCKER_CONFIG=${shellWord(local.dockerConfig)} docker pull ${ref}`,
        `  curl --cacert ${shellWord(local.caFile)} --netrc-file ${shellWord(local.netrcFile)} -H "Accept: ${MANIFESTS}" ${manifest}`,
    ];
}

/**
 * Returns the commands that log in to a registry of a cloud; none for ECR Public, from which anyone pulls.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html#registry-auth-token
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-authentication#individual-login-with-microsoft-entra-id
 */
function formatLogin(stack: string, host: string): string[] {
    const ecr = parseEcrHost(host);
    if (ecr !== undefined) {
        return [
            `  aws ecr get-login-password --region ${ecr.region} | docker login --username AWS --password-stdin ${host}`,
            `  # or once, for as long as you can log in to AWS: npm run docker-config -- --stack ${stack} --write`,
        ];
    }
    const [, registry] = /^([a-z0-9]+)[^/]*\.azurecr\.(?:io|cn|us)$/.exec(host) ?? [];
    return registry === undefined ? [] : [`  az acr login --name ${registry}`];
}
