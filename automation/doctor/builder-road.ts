import { resolve } from "node:path";
import { adviseOn } from "../../model/advice/advise";
import { planBuilders } from "../../model/builder/builder-plan";
import type { NodeSpec } from "../../model/builder/builder-spec";
import { requireEndpoint } from "../../model/builder/endpoint";
import type { RoadStep } from "../../model/road/finding";
import { listShares, type NodeShare } from "../../model/road/node-share";
import type { ProgramPlan } from "../../source/program-plan";
import { askNode } from "../../toolchain/builder-node";

/** What builds the images of a stack, and what of them. */
export interface BuilderRoad {
    /** One for each node, by its endpoint. */
    readonly nodes: readonly RoadStep[];

    /** Of the images for several platforms, which node builds which. */
    readonly shares: readonly NodeShare[];
}

/** The longest that a node may take to answer, in milliseconds. */
const ANSWER_MS = 5_000;

/** Asks the nodes that a configuration describes; not the BuildKit of this machine, which is among its services. */
export async function describeBuilder(root: string, { config: { builder }, images }: Pick<ProgramPlan, "config" | "images">, stack: string): Promise<BuilderRoad> {
    if (builder === undefined) {
        return { nodes: [], shares: [] };
    }
    if (typeof builder === "string") {
        return { nodes: [unasked(builder, "a builder that is there already, which only buildx can ask", [`docker buildx inspect ${builder}`])], shares: [] };
    }
    if ("kubernetes" in builder) {
        const { deployment, namespace } = builder.kubernetes;
        const where = namespace === undefined ? "" : ` --namespace ${namespace}`;
        return { nodes: [unasked(deployment, "buildx starts it in the cluster", [`kubectl get deployment ${deployment}${where}`])], shares: [] };
    }
    const nodes = await Promise.all(builder.nodes.map((node) => describeNode(root, node, stack)));
    const silent = new Map(nodes.flatMap(({ step, state, found }) => (state === "failed" ? [[step, found] as const] : [])));
    return { nodes, shares: listShares(planBuilders(builder, images, silent).builders, images) };
}

async function describeNode(root: string, node: NodeSpec, stack: string): Promise<RoadStep> {
    const { endpoint, platforms = [] } = node;
    const { scheme } = requireEndpoint(endpoint);
    if (scheme !== "tcp" && scheme !== "unix") {
        return unasked(endpoint, `only ${scheme} leads to it, which is not tried here`, []);
    }
    const reason = await ask(root, node);
    return reason === ""
        ? { step: endpoint, state: "ok", found: `answers${platforms.length === 0 ? "" : `, builds for ${platforms.join(", ")}`}`, next: [] }
        : { step: endpoint, state: "failed", found: reason, next: adviseOn("builder-unreachable", { kind: "other", host: "", stack, builders: [endpoint] }) };
}

async function ask(root: string, node: NodeSpec): Promise<string> {
    try {
        return (await askNode(node, (path) => resolve(root, path), ANSWER_MS)).reason;
    } catch (error) {
        return error instanceof Error ? error.message : String(error);
    }
}

function unasked(step: string, found: string, next: readonly string[]): RoadStep {
    return { step, state: "unknown", found, next };
}
