import type { BuilderSpec } from "../builder/builder-spec";
import type { Config, RegistrySpec } from "../config-spec";
import { listLoginHosts } from "../docker-config";
import type { ImagePlan } from "../images/image-plan";
import { acrNameOf, kindOfHost, type AdviceKind, type AdvicePlace } from "./advice-place";
import { adviseOn } from "./advise";
import { isOfRegistry, type Fault } from "./fault";
import { readFault, type FoundFault } from "./read-fault";

/** What to do next about a fault of a run. */
export interface Advice {
    readonly fault: Fault;

    /** Of the registry; @default - it is about what builds */
    readonly host?: string;

    /** The names of the resources whose errors tell it; empty where it is nobody's own. */
    readonly resources: readonly string[];

    /** In the order to try it. */
    readonly next: readonly string[];
}

/** What is known of a stack. */
export interface AdviceFacts {
    /** Its name. */
    readonly stack: string;

    /** @default - not known, as where all is to go */
    readonly config?: Pick<Config, "registries" | "builder">;

    /** What it pushes. */
    readonly images: readonly Pick<ImagePlan, "name" | "repository" | "tags">[];

    /** Of the registry that runs on this machine; @default - it was never set up */
    readonly ownHost?: string;
}

/** A registry of the stack, as far as it matters here. */
type KnownRegistry = Pick<AdvicePlace, "kind" | "host" | "managed" | "permissions">;

/** Returns what to do next about errors, once for each fault and host; nothing about errors that say nothing of either. */
export function adviseOnErrors(errors: readonly string[], facts: AdviceFacts): readonly Advice[] {
    const registries = facts.config?.registries.flatMap((spec) => findRegistry(spec, facts.ownHost)) ?? [];
    const found = new Map<string, { readonly fault: Fault; readonly place: AdvicePlace; readonly resources: string[] }>();
    for (const error of errors) {
        const fault = readFault(error);
        const [, name] = /^([^\s:]+): /.exec(error) ?? [];
        const place = fault === undefined ? undefined : findPlace(error, fault, registries, facts, name);
        if (fault !== undefined && place !== undefined) {
            const key = `${fault.fault} ${place.host}`;
            const known = found.get(key) ?? { fault: fault.fault, place, resources: [] };
            known.resources.push(...(name === undefined || known.resources.includes(name) ? [] : [name]));
            found.set(key, known);
        }
    }
    return [...found.values()].map(({ fault, place, resources }) =>
        ({ fault, ...(isOfRegistry(fault) ? { host: place.host } : {}), resources, next: adviseOn(fault, place) }));
}

function findRegistry(spec: RegistrySpec, ownHost: string | undefined): readonly KnownRegistry[] {
    if (spec.kind === "local") {
        const own = ownHost === undefined ? [] : [{ kind: "local", host: ownHost, managed: true } as const];
        return spec.host === undefined ? own : [{ kind: kindOfHost(spec.host), host: spec.host }];
    }
    const permissions = spec.kind === "acr" ? { permissions: spec.permissions } : {};
    return listLoginHosts([spec]).slice(0, 1).map(({ host }) => ({ kind: spec.kind, host, managed: true, ...permissions }));
}

/** Returns where a fault is; `undefined` where it is one of a registry, and nothing tells which. */
function findPlace(error: string, found: FoundFault, registries: readonly KnownRegistry[], facts: AdviceFacts, name?: string): AdvicePlace | undefined {
    const { fault, host, repository, tag, action, denied, builders = listBuilders(facts.config?.builder) } = found;
    const registry = host === undefined ? guessRegistry(error, registries) : registries.find((one) => isSame(one.host, host)) ?? { kind: kindOfHost(host), host };
    if (registry === undefined && isOfRegistry(fault)) {
        return undefined;
    }
    const isOwn = registry !== undefined && registries.includes(registry);
    const image = action === "pull" ? undefined : facts.images.find((one) => one.name === name || (isOwn && one.repository === repository));
    const [itsRepository, itsTag] = [image?.repository ?? repository, tag ?? image?.tags[0]];
    // What is about the whole registry any image tells more of.
    const any = isOwn && repository === undefined && action === undefined ? facts.images[0]?.name : undefined;
    const base = action === "pull" && host !== undefined && repository !== undefined && tag !== undefined ? `${host}/${repository}:${tag}` : undefined;
    const asked = image?.name ?? any ?? base;
    return {
        kind: "other", host: "", ...registry, stack: facts.stack,
        ...(asked === undefined ? {} : { image: asked }),
        ...(itsRepository === undefined ? {} : { repository: itsRepository }),
        ...(itsTag === undefined ? {} : { tag: itsTag }),
        ...(action === undefined ? {} : { action }),
        ...(denied === undefined ? {} : { denied }),
        ...(builders === undefined ? {} : { builders }),
    };
}

/** Words that are of one cloud's registries alone. */
const WORDS: readonly (readonly [RegExp, AdviceKind])[] = [
    [/aka\.ms\/acr|azurecr|Microsoft\.ContainerRegistry/, "acr"],
    [/\becr-public\b|ECR PUBLIC/, "ecr-public"],
    [/\becr\b|\bECR\b|in the registry with id|starport-layer-bucket/, "ecr"],
];

/** Of a stack with one registry it is that one; else the one whose words these are. */
function guessRegistry(error: string, registries: readonly KnownRegistry[]): KnownRegistry | undefined {
    const kind = WORDS.find(([words]) => words.test(error))?.[1];
    return registries.length === 1 ? registries[0] : registries.find((registry) => registry.kind === kind);
}

function isSame(one: string, other: string): boolean {
    return one === other || (kindOfHost(one) === "acr" && kindOfHost(other) === "acr" && acrNameOf(one) === acrNameOf(other));
}

function listBuilders(builder: string | BuilderSpec | undefined): readonly string[] | undefined {
    if (builder === undefined || typeof builder === "string") {
        return builder === undefined ? undefined : [builder];
    }
    if ("nodes" in builder) {
        return builder.nodes.map(({ endpoint }) => endpoint);
    }
    const { deployment, namespace } = builder.kubernetes;
    return [`kubernetes://${deployment}${namespace === undefined ? "" : ` --namespace ${namespace}`}`];
}
