import type * as pulumi from "@pulumi/pulumi";
import type { AwsPlan } from "../../model/ecr/aws-plan";
import { PUBLIC_ECR_HOST, PUBLIC_ECR_REGION } from "../../model/ecr/ecr-host";
import type { EcrPlan } from "../../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../../model/ecr/public/ecr-public-plan";
import type { ImageBuild } from "../image-build";
import { EcrPublicRegistry } from "./ecr-public-registry";
import { EcrRegistry } from "./ecr-registry";
import { declareOidcProviders } from "./oidc-provider";
import { PipelineRole, type EcrSite } from "./pipeline-role";

/** A registry on AWS whose users are declared, but for what their policies come to. */
export interface DeclaredAws<R extends EcrRegistry | EcrPublicRegistry> {
    readonly registry: R;

    /** Declares what comes last, and returns what a stack puts out of all users. */
    readonly declareConsumers: (builds: readonly ImageBuild[]) => Record<string, pulumi.Input<unknown>>;
}

/** Without region: in another one, the repositories are to be replaced, which their protection refuses, not to be second ones. */
const NAME = "ecr";

/** See `NAME`. */
const PUBLIC_NAME = "ecr-public";

/** Declares a private registry on AWS, the grants of access to it, and the roles of the pipelines that push to it. */
export function declareAws(plan: AwsPlan<EcrPlan>): DeclaredAws<EcrRegistry> {
    const { account, region, host } = plan.registry;
    const registry = new EcrRegistry(NAME, { plan: plan.registry });
    registry.grant(plan.grants);
    const pipelines = declarePipelines(NAME, plan, { account, region, host }, registry);

    const declareConsumers = () => {
        registry.declarePolicies();
        return { repositories: registry.urls, pipelines };
    };
    return { registry, declareConsumers };
}

/** Declares a public registry on AWS, the grants of access to it, and the roles of the pipelines that push to it. */
export function declareAwsPublic(plan: AwsPlan<EcrPublicPlan>): DeclaredAws<EcrPublicRegistry> {
    const { account } = plan.registry;
    const registry = new EcrPublicRegistry(PUBLIC_NAME, { plan: plan.registry });
    registry.grant(plan.grants);
    const pipelines = declarePipelines(PUBLIC_NAME, plan, { account, region: PUBLIC_ECR_REGION, host: PUBLIC_ECR_HOST }, registry);
    return { registry, declareConsumers: () => ({ repositories: registry.urls, pipelines }) };
}

/** Returns what each pipeline needs to know, by its name. */
function declarePipelines(
    name: string,
    { registry: { protect }, oidcProviders, pipelines }: AwsPlan,
    registry: EcrSite,
    parent: pulumi.Resource,
): Record<string, Record<string, pulumi.Output<string>>> {
    const providers = declareOidcProviders(name, { plans: oidcProviders, protect }, parent);
    const roles = pipelines.map((plan) => new PipelineRole(`${name}-${plan.pipeline}`, { plan, registry, providers }, { parent }));
    return Object.fromEntries(roles.map(({ name: pipeline, roleArn, account, region, host }) => [pipeline, { roleArn, account, region, host }]));
}
