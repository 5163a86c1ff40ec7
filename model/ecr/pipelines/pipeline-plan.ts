import type { RolePlan } from "../role-plan";

/** A role that a pipeline takes on by what it is, without a key. */
export interface PipelineRolePlan extends RolePlan {
    /** The pipeline's name in the configuration. */
    readonly pipeline: string;

    /** Hosts (with path) of the providers that its trust is in, such as `token.actions.githubusercontent.com`. */
    readonly issuers: readonly string[];
}

/** Who says to an account what pipelines are. */
export interface OidcProviderPlan {
    /** Names it among the resources: `github`, `gitlab`. */
    readonly name: string;

    /** With `https://`. */
    readonly url: string;

    readonly audiences: readonly string[];

    readonly tags: Readonly<Record<string, string>>;
}
