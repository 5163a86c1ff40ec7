import type { AwsGrantsPlan, OidcProviderPlan, PipelineRolePlan } from "./access/grant-plan";
import type { EcrPlan } from "./ecr-plan";
import type { EcrPublicPlan } from "./public/ecr-public-plan";

/** A private or public registry on AWS with all who use it. */
export interface AwsPlan<R extends EcrPlan | EcrPublicPlan = EcrPlan | EcrPublicPlan> {
    readonly registry: R;

    readonly grants: AwsGrantsPlan;

    readonly pipelines: readonly PipelineRolePlan[];

    /** Those that this stack makes: of an account there is one for each URL. */
    readonly oidcProviders: readonly OidcProviderPlan[];
}
