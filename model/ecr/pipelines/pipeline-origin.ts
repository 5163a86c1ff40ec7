import type { PipelineSpec } from "../../pipelines/pipeline-spec";
import { githubOrigin, gitlabOrigin, GITHUB_ISSUER, GITLAB_HOST } from "../../pipelines/pipeline-subject";
import type { EcrSpec } from "../ecr-spec";
import type { OidcProviderPlan } from "./pipeline-plan";
import { issuerName, type AwsOrigin } from "./trust";

/**
 * The audience that the action of AWS asks GitHub for.
 *
 * Source: https://github.com/aws-actions/configure-aws-credentials#oidc
 */
const GITHUB_AUDIENCE = "sts.amazonaws.com";

/** Returns whom the role of a pipeline trusts. Service connections of Azure log in to Azure alone. */
export function listAwsOrigins({ github, gitlab }: Pick<PipelineSpec, "github" | "gitlab">): readonly AwsOrigin[] {
    return [
        ...github.map((spec) => ({ ...githubOrigin(spec), audience: GITHUB_AUDIENCE })),
        ...gitlab.map((spec) => gitlabOrigin(spec)).map((origin) => ({ ...origin, audience: gitlabAudience(origin.issuer) })),
    ];
}

/** The address of GitLab, which jobs ask for in `id_tokens`; Source: https://docs.gitlab.com/ci/cloud_services/aws/ */
function gitlabAudience(issuer: string): string {
    return `https://${issuerName({ issuer })}`;
}

/** Returns the providers that a stack makes: of GitLab one for each host that pipelines are at. */
export function planOidcProviders(
    pipelines: readonly Pick<PipelineSpec, "gitlab">[],
    { oidcProviders: { github, gitlab }, tags }: Pick<EcrSpec, "oidcProviders" | "tags">,
): readonly OidcProviderPlan[] {
    const hosts = pipelines.flatMap((pipeline) => pipeline.gitlab.map((spec) => issuerName(gitlabOrigin(spec))));
    const issuers = [...new Set(hosts.length === 0 ? [GITLAB_HOST] : hosts)].sort().map((host) => `https://${host}`);
    return [
        ...(github === "create" ? [{ name: "github", url: GITHUB_ISSUER, audiences: [GITHUB_AUDIENCE], tags }] : []),
        ...(gitlab === "create" ? issuers.map((url) => ({ name: gitlabName(url), url, audiences: [gitlabAudience(url)], tags })) : []),
    ];
}

function gitlabName(url: string): string {
    const host = issuerName({ issuer: url });
    return host === GITLAB_HOST ? "gitlab" : `gitlab-${host.replaceAll(".", "-")}`;
}
