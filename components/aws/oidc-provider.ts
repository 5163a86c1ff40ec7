import * as iam from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { OidcProviderPlan } from "../../model/ecr/pipelines/pipeline-plan";

/** Who says to an account what pipelines are, as a resource. */
export interface DeclaredOidcProvider {
    readonly plan: OidcProviderPlan;
    readonly provider: iam.OpenIdConnectProvider;
}

export interface OidcProviderArgs {
    readonly plans: readonly OidcProviderPlan[];

    /** Whether the engine refuses to delete them. */
    readonly protect: boolean;
}

/**
 * Declares who says to the account what pipelines are. An account has one of each URL, which other stacks trust in too: so
 * they are protected as repositories are. They are not kept when a stack goes, as it could not make them a second time.
 */
export function declareOidcProviders(name: string, { plans, protect }: OidcProviderArgs, parent: pulumi.Resource): readonly DeclaredOidcProvider[] {
    return plans.map((plan) => ({
        plan,
        provider: new iam.OpenIdConnectProvider(`${name}-oidc-${plan.name}`, {
            url: plan.url,
            clientIdLists: [...plan.audiences],
            tags: plan.tags,
        }, { parent, protect }),
    }));
}
