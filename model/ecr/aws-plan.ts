import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import { quote } from "../registry-problem";
import type { RegistryUsers } from "../registry-users";
import { privatePlace, publicPlace } from "./access/aws-place";
import { planAwsGrants, type AwsRegistry } from "./access/grant";
import type { AwsGrantsPlan } from "./access/grant-plan";
import { findLengthProblem } from "./access/policy-length";
import { keepUsers, listAwsUsers, type AwsUsers } from "./aws-users";
import type { EcrPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import type { OidcProviderPlan, PipelineRolePlan } from "./pipelines/pipeline-plan";
import { planPipelineRoles } from "./pipelines/pipeline-role";
import { planEcr } from "./plan-ecr";
import { listTaggedPrefixes } from "./plan-templates";
import { findBesideProblems, type BesideRegistry } from "./public/beside-problem";
import type { EcrPublicPlan } from "./public/ecr-public-plan";
import type { EcrPublicSpec } from "./public/ecr-public-spec";
import { planEcrPublic } from "./public/plan-ecr-public";
import type { PushedImage } from "./pushed-image";
import { listRepositories } from "./repository-list";
import { defaultPublicRoleName, defaultRoleName } from "./values/role-name";

/** A private or public registry on AWS with all who use it. */
export interface AwsPlan<R extends EcrPlan | EcrPublicPlan = EcrPlan | EcrPublicPlan> {
    readonly registry: R;

    readonly grants: AwsGrantsPlan;

    readonly pipelines: readonly PipelineRolePlan[];

    /** Those that this stack makes: of an account there is one for each URL. */
    readonly oidcProviders: readonly OidcProviderPlan[];
}

/** What a plan depends on besides the registry and who uses it. */
export interface AwsFacts {
    /** The stack's name, with or without its organisation and project. */
    readonly stack: string;

    readonly images: readonly PushedImage[];

    /** Whether another registry of the stack is on Azure. */
    readonly alsoAzure: boolean;

    /** Whether there are images that are not known, as they have mistakes; @default - no */
    readonly hasOtherImages?: boolean;

    /** Of a public registry, the private one beside it, which users may be for that a public one cannot have; @default - none */
    readonly beside?: BesideRegistry;
}

type Planned<P> = { readonly plan: P | undefined; readonly problems: readonly Problem[] };

/**
 * Returns what to make of a private registry and of those who use it, unless there are problems. What is wrong with the
 * users is told in the same run as what is wrong with the registry.
 */
export function planAws(spec: EcrSpec, users: RegistryUsers, facts: AwsFacts): Planned<AwsPlan<EcrPlan>> {
    const onAws = listAwsUsers(users);
    const ecr = planEcr(spec, { stack: facts.stack, images: facts.images, access: onAws.access });
    const registry = {
        ...privatePlace(spec),
        name: spec.name ?? defaultRoleName(facts.stack),
        caches: spec.pullThroughCache.map(({ prefix }) => prefix),
        taggedPrefixes: listTaggedPrefixes(ecr.plan?.creationTemplates ?? []),
    };
    const planned = planUsers(spec, onAws, facts, registry);
    const { registryPolicy = "" } = ecr.plan ?? {};
    return join(ecr, planned, findLengthProblem(formatKey(["registry"]), registryPolicy, "of the registry"));
}

/**
 * Returns what to make of a public registry and of those who use it, as `planAws` does. Where a private registry is beside
 * it, grants that a public one cannot keep are for that one.
 */
export function planAwsPublic(spec: EcrPublicSpec, users: RegistryUsers, facts: AwsFacts): Planned<AwsPlan<EcrPublicPlan>> {
    const ecr = planEcrPublic(spec, { stack: facts.stack, images: facts.images });
    const registry = { ...publicPlace(spec), name: spec.name ?? defaultPublicRoleName(facts.stack), caches: [] };
    const onAws = listAwsUsers(users);
    const own = facts.beside === undefined ? onAws : keepUsers(onAws, { ...registry, repositories: listRepositories(spec, facts.images) });
    return join(ecr, planUsers(spec, own, facts, registry), findBesideProblems(spec, registry.name, facts.beside, facts.stack));
}

interface PlannedUsers extends Omit<AwsPlan, "registry"> {
    readonly problems: readonly Problem[];
}

function planUsers(
    spec: EcrSpec | EcrPublicSpec,
    { access, pipelines }: AwsUsers,
    facts: AwsFacts,
    known: Omit<AwsRegistry, "repositories">,
): PlannedUsers {
    const { tags, oidcProviders } = spec;
    const registry = { ...known, repositories: listRepositories(spec, facts.images), hasOthers: facts.hasOtherImages === true };
    const granted = planAwsGrants(access, registry);
    const piped = planPipelineRoles(pipelines, { ...registry, tags, oidcProviders, alsoAzure: facts.alsoAzure });
    return {
        grants: granted.grants, pipelines: piped.roles, oidcProviders: piped.oidcProviders,
        problems: [...granted.problems, ...piped.problems, ...findOwnRoles(access, piped.roles)],
    };
}

/** A pipeline's role is not there when grants are made, and has its own. */
function findOwnRoles(access: AwsUsers["access"], roles: readonly PipelineRolePlan[]): readonly Problem[] {
    return access.flatMap(({ at = 0, grantee }) => {
        const own = roles.find(({ name }) => "role" in grantee && grantee.role === name);
        return own === undefined ? [] : [{
            key: formatKey(["access", at, "role"]),
            required: `a role that is there before; what the pipeline ${own.pipeline} may is in its own key may`,
            now: quote(own.name),
        }];
    });
}

function join<R extends EcrPlan | EcrPublicPlan>(
    registry: Planned<R>,
    { problems: found, ...users }: PlannedUsers,
    others: readonly Problem[] = [],
): Planned<AwsPlan<R>> {
    const problems = [...registry.problems, ...found, ...others, ...findSameRoles(registry.plan, users.pipelines)];
    return { plan: registry.plan === undefined || problems.length > 0 ? undefined : { registry: registry.plan, ...users }, problems };
}

/** Each role that is made is somebody's own: two under one name would be one, with the rights of both. */
function findSameRoles(registry: EcrPlan | EcrPublicPlan | undefined, pipelines: readonly PipelineRolePlan[]): readonly Problem[] {
    const template = registry !== undefined && "templateRole" in registry ? registry.templateRole?.name : undefined;
    return pipelines.filter(({ name }) => name === template).map(({ pipeline, name }) => ({
        key: formatKey(["pipelines", pipeline]),
        required: `another name, as the role ${name} is the one that ECR makes repositories with`,
        now: JSON.stringify(pipeline),
    }));
}
