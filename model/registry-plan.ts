import { planAzure, type AzurePlan } from "./acr/azure-plan";
import type { LocalRegistrySpec, RegistrySpec } from "./config-spec";
import { findRoleLengthProblems } from "./ecr/access/policy-length";
import { planAws, planAwsPublic, type AwsPlan } from "./ecr/aws-plan";
import type { EcrPlan } from "./ecr/ecr-plan";
import type { EcrPublicPlan } from "./ecr/public/ecr-public-plan";
import type { ImagePlan } from "./images/image";
import { listPushed } from "./images/pushed-images";
import { onceEach, type Problem } from "./problem";
import { problemsAt, type WrittenRegistry } from "./registries";
import type { RegistryUsers } from "./registry-users";

/** A registry with all who use it, as it is to be declared. What a local one is reached by is known where it runs. */
export type RegistryPlan =
    | { readonly kind: "local"; readonly spec: LocalRegistrySpec }
    | { readonly kind: "acr"; readonly plan: AzurePlan }
    | { readonly kind: "ecr"; readonly plan: AwsPlan<EcrPlan> }
    | { readonly kind: "ecr-public"; readonly plan: AwsPlan<EcrPublicPlan> };

/** What the plans of registries depend on besides the registries and their users. */
export interface RegistryFacts {
    /** The stack's name. */
    readonly stack: string;

    /** What the stack pushes. */
    readonly images: readonly ImagePlan[];

    /** Whether there are images that are not among these, as they have mistakes. */
    readonly hasOtherImages: boolean;
}

/** Returns what is to be declared of each registry, unless there are problems. */
export function planRegistries(
    written: readonly WrittenRegistry[],
    users: RegistryUsers,
    facts: RegistryFacts,
): { readonly plans: readonly RegistryPlan[]; readonly problems: readonly Problem[] } {
    const specs = written.map(({ spec }) => spec);
    const planned = written.map(({ at, spec }) => {
        const { plan, problems } = planRegistry(spec, specs, users, facts);
        return { plans: plan === undefined ? [] : [plan], problems: problemsAt(at, problems) };
    });
    const plans = planned.flatMap((one) => one.plans);
    // A role of the account may have a policy of each registry there.
    const identities = plans.flatMap((one) => (one.kind === "ecr" || one.kind === "ecr-public" ? one.plan.grants.identities : []));
    return { plans, problems: onceEach([...planned.flatMap(({ problems }) => problems), ...findRoleLengthProblems(identities)]) };
}

interface Planned<P = RegistryPlan> {
    readonly plan: P | undefined;
    readonly problems: readonly Problem[];
}

function planRegistry(spec: RegistrySpec, all: readonly RegistrySpec[], users: RegistryUsers, facts: RegistryFacts): Planned {
    const alsoAzure = all.some(({ kind }) => kind === "acr");
    const beside = all.find((other) => other.kind === "ecr");
    switch (spec.kind) {
        case "local":
            return { plan: { kind: "local", spec }, problems: [] };
        case "acr":
            return named("acr", planAzure(spec, users, facts));
        case "ecr":
            return named("ecr", planAws(spec, users, { ...facts, images: listPushed(facts.images), alsoAzure }));
        case "ecr-public":
            return named("ecr-public", planAwsPublic(spec, users, { ...facts, images: listPushed(facts.images), alsoAzure, ...(beside === undefined ? {} : { beside }) }));
    }
}

function named<K extends string, P>(kind: K, { plan, problems }: Planned<P>): Planned<{ readonly kind: K; readonly plan: P }> {
    return { plan: plan === undefined ? undefined : { kind, plan }, problems };
}
