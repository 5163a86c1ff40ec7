import * as pulumi from "@pulumi/pulumi";
import type { PipelineRolePlan } from "../../model/ecr/pipelines/pipeline-plan";
import { declareRole } from "./iam-role";
import type { DeclaredOidcProvider } from "./oidc-provider";

/** A registry on AWS, as far as a pipeline needs to know it. */
export interface EcrSite {
    readonly account: string;

    readonly region: string;

    readonly host: pulumi.Input<string>;
}

export interface PipelineRoleArgs {
    /** Whom to trust, and with what. */
    readonly plan: PipelineRolePlan;

    /** The registry that it pushes to. */
    readonly registry: EcrSite;

    /** Those of the stack; the role comes after the ones that it trusts in. @default - none */
    readonly providers?: readonly DeclaredOidcProvider[];
}

/** A role that pipelines take on with nothing but what they are: no key is made, so none can leak. */
export class PipelineRole extends pulumi.ComponentResource {
    /** The pipeline's name in the configuration. */
    readonly name: string;

    /** What a pipeline takes on: `role-to-assume`. */
    readonly roleArn: pulumi.Output<string>;

    readonly account: pulumi.Output<string>;

    /** The region that it asks for a login to the registry: AWS_REGION. */
    readonly region: pulumi.Output<string>;

    /** The host that it pushes to. */
    readonly host: pulumi.Output<string>;

    constructor(name: string, args: PipelineRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("registries:aws:PipelineRole", name, {}, opts);
        const { plan, registry, providers = [] } = args;
        const trusted = providers.filter((declared) => plan.issuers.some((issuer) => declared.plan.url === `https://${issuer}`));
        const { role } = declareRole(name, plan, this, trusted.map(({ provider }) => provider));

        this.name = plan.pipeline;
        this.roleArn = role.arn;
        this.account = pulumi.output(registry.account);
        this.region = pulumi.output(registry.region);
        this.host = pulumi.output(registry.host);
        this.registerOutputs({ roleArn: this.roleArn, account: this.account, region: this.region, host: this.host });
    }
}
