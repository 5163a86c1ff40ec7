import { spread } from "./spread";

/** Work that has to be done on one of some nodes. */
export interface Load {
    /** Unique. */
    readonly name: string;

    /** How much it is, compared to others. */
    readonly weight: number;

    /** The nodes that can do it; at least one. */
    readonly nodes: readonly string[];
}

/** How much more than its even share a node may take: with none, each load that comes would move others. */
const SLACK = 1.1;

/**
 * Returns which node does what, by the loads' names. Each load prefers the nodes in an order of its own, and takes the
 * first that has not its share yet. So it depends on no order of nodes or loads; a node that goes leaves the loads of
 * the others nearly where they are, where their layers are too; and so does a load that comes.
 *
 * @throws {RangeError} If there is no node for a load.
 * @see https://arxiv.org/abs/1608.01350 (consistent hashing with bounded loads)
 */
export function share(loads: readonly Load[]): ReadonlyMap<string, string> {
    const all = new Set(loads.flatMap(({ nodes }) => nodes));
    const most = Math.ceil(SLACK * loads.reduce((sum, { weight }) => sum + weight, 0) / all.size);
    const taken = new Map<string, number>();
    const takenBy = (endpoint: string): number => taken.get(endpoint) ?? 0;
    // Whoever has the least choice chooses first.
    const inOrder = [...loads].sort((one, other) => one.nodes.length - other.nodes.length || compare(one.name, other.name));
    return new Map(inOrder.map(({ name, weight, nodes }) => {
        const preferred = rank(name, nodes);
        const leastTaken = Math.min(...nodes.map(takenBy));
        const node = preferred.find((one) => takenBy(one) + weight <= most) ?? preferred.find((one) => takenBy(one) === leastTaken);
        if (node === undefined) {
            throw new RangeError(`Cannot share "${name}" among nodes: there is none for it`);
        }
        taken.set(node, takenBy(node) + weight);
        return [name, node];
    }));
}

/** Source: https://en.wikipedia.org/wiki/Rendezvous_hashing */
function rank(name: string, nodes: readonly string[]): readonly string[] {
    return nodes.map((node) => ({ node, liking: spread(`${name} ${node}`) }))
        .sort((one, other) => other.liking - one.liking || compare(one.node, other.node))
        .map(({ node }) => node);
}

function compare(one: string, other: string): number {
    return one < other ? -1 : Number(one > other);
}
