import { parse } from "uuid";
import type { AzurePipelinesSpec, GithubSpec, GitlabSpec } from "./pipeline-spec";

/** Who says that a pipeline is what it is, and what it says. */
export interface TokenOrigin {
    readonly issuer: string;
    readonly subject: string;
}

/** Who says what runs of GitHub Actions are; Source: https://docs.github.com/actions/reference/security/oidc#standard-audience-issuer-and-subject-claims */
export const GITHUB_ISSUER = "https://token.actions.githubusercontent.com";

/** Where GitLab is if nothing is said. */
export const GITLAB_HOST = "gitlab.com";

/**
 * Azure DevOps as an application of Entra ID.
 *
 * Source: https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/service-principal-managed-identity
 */
const DEVOPS_APPLICATION = "499b84ac-1321-427f-aa17-267ca6975798";

/**
 * Returns what GitHub says of runs of a workflow.
 *
 * @see https://docs.github.com/actions/reference/security/oidc#example-subject-claims
 */
export function githubOrigin({ repository, ownerId, repositoryId, ...run }: GithubSpec): TokenOrigin {
    const [owner = "", name = ""] = repository.split("/");
    const names = ownerId === undefined || repositoryId === undefined ? repository : `${owner}@${ownerId}/${name}@${repositoryId}`;
    return { issuer: GITHUB_ISSUER, subject: `repo:${names}:${githubRun(run)}` };
}

function githubRun({ environment, branch, tag }: Pick<GithubSpec, "environment" | "branch" | "tag">): string {
    if (environment !== undefined) {
        return `environment:${environment.replaceAll(":", "%3A")}`;
    }
    if (branch !== undefined) {
        return `ref:refs/heads/${branch}`;
    }
    return tag === undefined ? "pull_request" : `ref:refs/tags/${tag}`;
}

/**
 * Returns what is said of runs through a service connection: by Entra ID, or by Azure DevOps until that ends.
 *
 * @see https://learn.microsoft.com/azure/devops/pipelines/release/convert-service-connections
 */
export function azurePipelinesOrigin(spec: AzurePipelinesSpec): TokenOrigin {
    const { organizationId, tenantId, serviceConnectionId, organization, project, serviceConnection } = spec;
    return tenantId === undefined
        ? {
            issuer: `https://vstoken.dev.azure.com/${organizationId}`,
            subject: `sc://${organization}/${project}/${serviceConnection}`,
        }
        : {
            issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`,
            subject: `/eid1/c/pub/t/${encodeGuid(tenantId)}/a/${encodeGuid(DEVOPS_APPLICATION)}`
                + `/sc/${organizationId}/${serviceConnectionId}`,
        };
}

/**
 * Returns what GitLab says of a job.
 *
 * @see https://docs.gitlab.com/ci/cloud_services/azure/#create-azure-ad-federated-identity-credentials
 */
export function gitlabOrigin({ host = GITLAB_HOST, project, branch, tag }: GitlabSpec): TokenOrigin {
    const ref = branch === undefined ? `tag:ref:${tag}` : `branch:ref:${branch}`;
    return { issuer: `https://${host}`, subject: `project_path:${project}:ref_type:${ref}` };
}

/** Returns a GUID as Entra ID shortens it: its bytes as Windows keeps them, in base64 for URLs. */
function encodeGuid(guid: string): string {
    const bytes = [...parse(guid)];
    const part = (from: number, to: number) => bytes.slice(from, to).reverse();
    return Buffer.from([...part(0, 4), ...part(4, 6), ...part(6, 8), ...bytes.slice(8)]).toString("base64url");
}
