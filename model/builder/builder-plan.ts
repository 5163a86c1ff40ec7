import type { ImagePlan } from "../images/image";
import { planBuilderName } from "./builder-name";
import type { BuilderSpec, NodeSpec } from "./builder-spec";
import { findCapableNodes, type Part } from "./capable-nodes";
import { formatSilentNode, formatSplitImages, formatUnknownNode, type SilentNode } from "./node-notice";
import { share, type Load } from "./share";

/** A buildx builder, and what it builds. */
export interface BuilderPlan {
    readonly name: string;

    /** One node; several if no node has all platforms; or the cluster. */
    readonly spec: BuilderSpec;

    /** The images' names. */
    readonly images: readonly string[];
}

/** How a described builder is set up for some images. */
export interface BuildersPlan {
    /** By name in order; what nobody can build now is with a node that does not answer. */
    readonly builders: readonly BuilderPlan[];

    /** What keeps images from being built, a line for each node. */
    readonly faults: readonly string[];

    /** What else is worth a line. */
    readonly notices: readonly string[];
}

/** Images that one builder builds. */
interface Group {
    readonly name: string;
    readonly images: readonly string[];
    readonly platforms: readonly string[];
}

type PlannedImage = Pick<ImagePlan, "name" | "platforms">;

/**
 * Returns how the images are divided among nodes. Of a builder with several nodes that build for the same platform, buildx
 * would use the first one alone, and of a cluster one pod: so there are many builders, each with the node that is its own.
 *
 * @param silent by their endpoints, the nodes that do not answer and why
 * @see https://github.com/docker/buildx/blob/v0.35.0/build/resolver/driver.go (`get`)
 */
export function planBuilders(spec: BuilderSpec, images: readonly PlannedImage[], silent: ReadonlyMap<string, string> = new Map()): BuildersPlan {
    const groups = groupImages(images);
    if ("kubernetes" in spec) {
        return { builders: groups.map(({ name, images: built }) => ({ name, spec, images: built })), faults: [], notices: [] };
    }
    const { nodes } = spec;
    const there = nodes.filter(({ endpoint }) => !silent.has(endpoint));
    const able = groups.map((group) => ({ ...group, parts: findCapableNodes(nodes, group.platforms, there) }));
    const stuck = able.filter(({ parts }) => parts.some((part) => part.nodes.length === 0));
    const planned = able.map((group) => (stuck.includes(group) ? { ...group, parts: findCapableNodes(nodes, group.platforms) } : group));
    const nodeOf = share(planned.flatMap(loadsOf));
    const builders = planned.map(({ name, images: built, parts }) => {
        const own = new Set(parts.map((part) => nodeOf.get(keyOf(name, part))));
        return { name, spec: { nodes: nodes.filter(({ endpoint }) => own.has(endpoint)) }, images: built };
    });
    const quiet = nodes.filter(({ endpoint }) => silent.has(endpoint)).map((node): SilentNode => ({
        endpoint: node.endpoint,
        reason: silent.get(node.endpoint) ?? "",
        images: stuck.filter(({ platforms }) => isCapable(nodes, platforms, node)).flatMap((group) => group.images).sort(),
    }));
    return {
        builders,
        faults: quiet.filter((node) => node.images.length > 0).map(formatSilentNode),
        notices: [
            ...quiet.filter((node) => node.images.length === 0).map(formatSilentNode),
            ...nodes.flatMap(formatUnknownNode),
            ...formatSplitImages(builders.filter((builder) => builder.spec.nodes.length > 1).flatMap((builder) => builder.images)),
        ],
    };
}

function groupImages(images: readonly PlannedImage[]): readonly Group[] {
    const groups = new Map<string, Group>();
    for (const { name: image, platforms } of images) {
        const name = planBuilderName({ name: image, platforms });
        groups.set(name, { name, platforms, images: [...(groups.get(name)?.images ?? []), image].sort() });
    }
    return [...groups.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function loadsOf({ name, images, parts }: Group & { readonly parts: readonly Part[] }): readonly Load[] {
    return parts.map((part) => ({ name: keyOf(name, part), weight: images.length, nodes: part.nodes.map(({ endpoint }) => endpoint) }));
}

function keyOf(builder: string, part: Part): string {
    return `${builder} ${part.name}`.trimEnd();
}

function isCapable(nodes: readonly NodeSpec[], platforms: readonly string[], one: NodeSpec): boolean {
    return findCapableNodes(nodes, platforms).some((part) => part.nodes.includes(one));
}
