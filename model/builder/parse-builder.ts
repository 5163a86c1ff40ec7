import * as v from "valibot";
import { formatKey } from "../config-key";
import { formatIssue, formatNow } from "../config-problem";
import { findOneOfProblems, isMap, type Written } from "../one-of";
import type { Problem } from "../problem";
import { BUILDER_NAME, BUILDER_SCHEMA, KUBERNETES_SCHEMA, NODE_SCHEMA } from "./builder-schema";
import type { BuilderSpec, KubernetesSpec, NodeSpec } from "./builder-spec";
import { findNodeProblems, findSameNodes } from "./builder-problem";
import { findOptionProblems } from "./kubernetes-options";

/** What was understood of the key `builder`. */
export interface ParsedBuilder {
    /** The name of one that is there already, or what is to be; `undefined` where there are problems. */
    readonly builder: string | BuilderSpec | undefined;

    readonly problems: readonly Problem[];
}

const AT = ["builder"];

/** Returns the builder that a stack file asks for, and every mistake in it. */
export function parseBuilder(value: unknown): ParsedBuilder {
    if (!isMap(value)) {
        const { issues = [], success, output } = v.safeParse(BUILDER_NAME, value);
        return { builder: success ? output : undefined, problems: issues.map((issue) => formatIssue(AT, issue)) };
    }
    const { nodes, problems: nodeProblems } = "nodes" in value ? parseNodes(value["nodes"]) : { nodes: [], problems: [] };
    const problems = [
        ...findOneOfProblems(AT, value, ["nodes", "kubernetes"], "a list of nodes, or the key kubernetes"),
        ...(v.safeParse(BUILDER_SCHEMA, value).issues ?? []).map((issue) => formatIssue(AT, issue)),
        ...nodeProblems,
        ...findOptionProblems([...AT, "kubernetes", "options"], optionsOf(value)),
    ];
    if (problems.length > 0) {
        return { builder: undefined, problems };
    }
    return { builder: "nodes" in value ? { nodes } : { kubernetes: completeKubernetes(value["kubernetes"]) }, problems };
}

function parseNodes(value: unknown): { readonly nodes: readonly NodeSpec[]; readonly problems: readonly Problem[] } {
    const at = [...AT, "nodes"];
    if (!Array.isArray(value) || value.length === 0) {
        return { nodes: [], problems: [{ key: formatKey(at), required: "a list of at least one node", now: formatNow(at, value) }] };
    }
    const parsed = value.map((item: unknown, index) => parseNode([...at, index], item));
    return {
        nodes: parsed.flatMap(({ spec }) => (spec === undefined ? [] : [spec])),
        problems: [...parsed.flatMap(({ problems }) => problems), ...findSameNodes(at, parsed.map(({ spec }) => spec))],
    };
}

function parseNode(at: readonly (string | number)[], value: unknown): { readonly spec: NodeSpec | undefined; readonly problems: readonly Problem[] } {
    const { issues = [], success, output } = v.safeParse(NODE_SCHEMA, value);
    const spec = success ? output : undefined;
    return { spec, problems: [...issues.map((issue) => formatIssue(at, issue)), ...(spec === undefined ? [] : findNodeProblems(at, spec))] };
}

function completeKubernetes(value: unknown): KubernetesSpec {
    return { deployment: "registries", replicas: 1, loadBalance: "sticky", options: {}, ...v.parse(KUBERNETES_SCHEMA, value) };
}

function optionsOf({ kubernetes }: Written): Written {
    const options = isMap(kubernetes) ? kubernetes["options"] : undefined;
    return isMap(options) ? options : {};
}
