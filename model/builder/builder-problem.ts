import type { ImageSpec } from "../config-spec";
import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import type { BuilderSpec, NodeSpec } from "./builder-spec";
import { parseEndpoint } from "./endpoint";

type Path = readonly (string | number)[];

/** Returns what of one node does not go together. */
export function findNodeProblems(at: Path, { endpoint, tls }: NodeSpec): Problem[] {
    if (tls === undefined) {
        return [];
    }
    const lacking = (key: string, other: string): Problem =>
        ({ key: formatKey([...at, "tls", key]), required: `a file's path, as ${other} is there`, now: "nothing" });
    return [
        ...(parseEndpoint(endpoint)?.scheme === "tcp" ? [] : [{
            key: formatKey([...at, "tls"]),
            required: "nothing: TLS is for nodes at tcp:// alone",
            now: "a map",
        }]),
        ...(tls.certificate === undefined && tls.key !== undefined ? [lacking("certificate", "key")] : []),
        ...(tls.certificate !== undefined && tls.key === undefined ? [lacking("key", "certificate")] : []),
    ];
}

/** Returns a problem for each node that is there already. */
export function findSameNodes(at: Path, nodes: readonly (NodeSpec | undefined)[]): Problem[] {
    const endpoints = nodes.map((node) => node?.endpoint);
    return endpoints.flatMap((endpoint, index) => {
        const first = endpoints.indexOf(endpoint);
        return endpoint === undefined || first === index ? [] : [{
            key: formatKey([...at, index, "endpoint"]),
            required: `another one than nodes[${first}] has`,
            now: JSON.stringify(endpoint),
        }];
    });
}

/** Returns a problem for each platform of an image that nobody builds for. */
export function findPlatformProblems(builder: string | BuilderSpec | undefined, images: Readonly<Record<string, ImageSpec>>): Problem[] {
    const known = platformsOf(builder);
    return known === undefined ? [] : Object.entries(images).flatMap(([name, { platforms }]) =>
        platforms.flatMap((platform, index) => (known.includes(platform) ? [] : [{
            key: formatKey(["images", name, "platforms", index]),
            required: `a platform that registries:builder has: ${known.join(", ")}`,
            now: JSON.stringify(platform),
        }])));
}

/** Returns all platforms that are built for; `undefined` where that is not known. */
function platformsOf(builder: string | BuilderSpec | undefined): readonly string[] | undefined {
    if (builder === undefined || typeof builder === "string") {
        return undefined;
    }
    const lists = "nodes" in builder ? builder.nodes.map(({ platforms }) => platforms) : [builder.kubernetes.platforms];
    return lists.some((list) => list === undefined || list.length === 0) ? undefined : [...new Set(lists.flatMap((list) => list ?? []))].sort();
}
