import { formatKey } from "../config-key";
import type { NodeSpec } from "./builder-spec";
import { isLoopback, parseEndpoint } from "./endpoint";

/** The most images that a line names. */
const SHOWN_IMAGES = 5;

/** A node that does not answer. */
export interface SilentNode {
    readonly endpoint: string;
    readonly reason: string;
    /** What nobody else can build. */
    readonly images: readonly string[];
}

/** Returns what a node that does not answer comes to. */
export function formatSilentNode({ endpoint, reason, images }: SilentNode): string {
    const node = `BuildKit at ${endpoint} does not answer (${reason})`;
    return images.length === 0
        ? `${node}: the other nodes of ${formatKey(["builder"])} build its images`
        : `${node}, and no other node of ${formatKey(["builder"])} that does can build ${formatNames(images)}`;
}

/** Returns a warning about a node that anybody may be, unless it is on this machine. */
export function formatUnknownNode({ endpoint, tls }: NodeSpec): string[] {
    const address = parseEndpoint(endpoint);
    return address?.scheme !== "tcp" || tls !== undefined || isLoopback(address.host) ? [] : [
        `BuildKit at ${endpoint} is reached without TLS: whoever is on the way sees the registries' logins and can change what `
            + "is built; the node's key tls closes that",
    ];
}

/**
 * Returns a warning about images whose platforms are built on several nodes: what joins them is pushed by buildx itself,
 * which knows the logins of the shell alone.
 *
 * @see https://github.com/docker/buildx/blob/v0.35.0/build/build.go (`itpush`)
 */
export function formatSplitImages(images: readonly string[]): string[] {
    return images.length === 0 ? [] : [
        `No node has all platforms of ${formatNames(images)}: several nodes build, and the index of what they built is pushed `
            + "with the login of docker login",
    ];
}

function formatNames(names: readonly string[]): string {
    const left = names.length - SHOWN_IMAGES;
    return left > 0 ? `${names.slice(0, SHOWN_IMAGES).join(", ")} and ${left} more` : names.join(", ");
}
