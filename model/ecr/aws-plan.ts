import { isAwsAccess } from "../access/access-spec";
import { formatKey } from "../config-key";
import type { Problem } from "../problem";
import { problemIf, quote, registryProblem } from "../registry-problem";
import type { RegistryUsers } from "../registry-users";
import { planAwsGrants, type AwsRegistry } from "./access/grant";
import { findGrantProblems, findScopeProblems } from "./access/grant-problem";
import type { AwsGrantsPlan, OidcProviderPlan, PipelineRolePlan } from "./access/grant-plan";
import { findLengthProblem } from "./access/policy-length";
import type { EcrPlan } from "./ecr-plan";
import type { EcrSpec } from "./ecr-spec";
import { partitionOf } from "./partition";
import { planPipelineRoles } from "./pipelines/pipeline-role";
import { planEcr } from "./plan-ecr";
import { PUBLIC_ECR_REGION, type EcrPublicPlan } from "./public/ecr-public-plan";
import type { EcrPublicSpec } from "./public/ecr-public-spec";
import { planEcrPublic } from "./public/plan-ecr-public";
import type { PushedImage } from "./pushed-image";
import { listRepositories } from "./repository-settings";
import { defaultRoleName } from "./values/role-name";

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
    readonly beside?: Pick<EcrSpec, "account" | "region" | "oidcProviders">;
}

type Planned<P> = { readonly plan: P | undefined; readonly problems: readonly Problem[] };

/**
 * Returns what to make of a private registry and of those who use it, unless there are problems. What is wrong with the
 * users is told in the same run as what is wrong with the registry.
 */
export function planAws(spec: EcrSpec, users: RegistryUsers, facts: AwsFacts): Planned<AwsPlan<EcrPlan>> {
    const access = users.access.filter(isAwsAccess);
    const ecr = planEcr(spec, { stack: facts.stack, images: facts.images, access });
    const caches = spec.pullThroughCache.map(({ prefix }) => prefix);
    const { account, region } = spec;
    const place = { account, region, partition: partitionOf(region), creationTemplates: ecr.plan?.creationTemplates ?? [] };
    const planned = planUsers(spec, { ...users, access }, facts, { ...place, name: spec.name ?? defaultRoleName(facts.stack), caches });
    const { registryPolicy = "" } = ecr.plan ?? {};
    return join(ecr, planned, findLengthProblem(formatKey(["registry"]), registryPolicy, "of the registry"));
}

/**
 * Returns what to make of a public registry and of those who use it, as `planAws` does. Where a private registry is beside
 * it, grants that a public one cannot keep are for that one.
 */
export function planAwsPublic(spec: EcrPublicSpec, users: RegistryUsers, facts: AwsFacts): Planned<AwsPlan<EcrPublicPlan>> {
    const ecr = planEcrPublic(spec, { stack: facts.stack, images: facts.images });
    const { account, name = `${defaultRoleName(facts.stack)}-public` } = spec;
    const registry = { account, partition: partitionOf(PUBLIC_ECR_REGION), name, caches: [] };
    const names = { ...registry, repositories: listRepositories(spec, facts.images) };
    const access = users.access.filter(isAwsAccess);
    const own = facts.beside === undefined ? { access, pipelines: users.pipelines } : {
        access: access.filter((grant) => findGrantProblems(grant, names).length === 0),
        pipelines: Object.fromEntries(Object.entries(users.pipelines).filter(([name, { may, repositories }]) =>
            findScopeProblems([], { may, grantee: { role: name }, ...(repositories === undefined ? {} : { repositories }) }, names).length === 0)),
    };
    return join(ecr, planUsers(spec, own, facts, registry), findBesideProblems(spec, facts.beside));
}

/**
 * Returns why a public registry cannot be beside a private one: the credentials of one run are of one account, and of an
 * account there is one provider for each URL, which only one registry can make.
 */
function findBesideProblems({ account, oidcProviders }: EcrPublicSpec, beside: AwsFacts["beside"]): readonly Problem[] {
    if (beside === undefined) {
        return [];
    }
    const twice = (["github", "gitlab"] as const).filter((name) => oidcProviders[name] === "create" && beside.oidcProviders[name] === "create");
    return [
        ...problemIf(account !== beside.account, ["account"], "the account of the private registry beside it, as one login has one account", quote(account)),
        ...problemIf(partitionOf(beside.region) !== partitionOf(PUBLIC_ECR_REGION), ["kind"], `no public registry beside a private one in ${beside.region}, where there are none`, "ecr-public"),
        ...twice.map((name) =>
            registryProblem(["oidcProviders", name], "existing, as the private registry of the same account makes it", "create")),
    ];
}

interface PlannedUsers extends Omit<AwsPlan, "registry"> {
    readonly problems: readonly Problem[];
}

function planUsers(
    spec: EcrSpec | EcrPublicSpec,
    { access, pipelines }: { readonly access: Parameters<typeof planAwsGrants>[0] } & Pick<RegistryUsers, "pipelines">,
    facts: AwsFacts,
    known: Omit<AwsRegistry, "repositories">,
): PlannedUsers {
    const { tags, oidcProviders } = spec;
    const registry = { ...known, repositories: listRepositories(spec, facts.images), hasOthers: facts.hasOtherImages === true };
    const granted = planAwsGrants(access, registry);
    const piped = planPipelineRoles(pipelines, { ...registry, tags, oidcProviders, alsoAzure: facts.alsoAzure });
    return {
        grants: granted.grants, pipelines: piped.roles, oidcProviders: piped.oidcProviders,
        problems: [...granted.problems, ...piped.problems],
    };
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
