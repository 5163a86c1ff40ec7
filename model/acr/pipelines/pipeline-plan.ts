import type { RolePlan } from "../access/grant-plan";

/** An identity that pipelines take on, as it is to be made. */
export interface PipelinePlan {
    /** The pipeline's name in the configuration. */
    readonly name: string;

    /** The name of its user-assigned identity. */
    readonly identity: string;

    /** Whom the identity trusts; made one after another. */
    readonly credentials: readonly FederatedCredentialPlan[];

    /** What it may do on the registry. */
    readonly roles: readonly RolePlan[];
}

/** Whom an identity trusts: tokens with just this issuer, subject and audience. */
export interface FederatedCredentialPlan {
    readonly name: string;
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly [string];
}
