import type { Right } from "../access/right";

/** A pipeline that logs in to a cloud by what it is, without a key. */
export interface PipelineSpec {
    readonly may: readonly Right[];

    /** All repositories below a prefix, as `team-a/`, or one repository; @default - all */
    readonly repositories?: string;

    readonly github: readonly GithubSpec[];

    readonly azurePipelines: readonly AzurePipelinesSpec[];

    readonly gitlab: readonly GitlabSpec[];
}

/** Runs of GitHub Actions; of environment, branch, tag and pullRequest there is one. */
export interface GithubSpec {
    /** `owner/repository` */
    readonly repository: string;

    /** The owner's number, with `repositoryId`: of repositories whose subjects are immutable. */
    readonly ownerId?: number;

    readonly repositoryId?: number;

    readonly environment?: string;

    readonly branch?: string;

    readonly tag?: string;

    readonly pullRequest?: true;
}

/**
 * Runs of Azure Pipelines through a service connection: with the issuer of Entra ID by tenantId and
 * serviceConnectionId, with that of Azure DevOps by organization, project and serviceConnection.
 */
export interface AzurePipelinesSpec {
    readonly organizationId: string;

    readonly tenantId?: string;

    readonly serviceConnectionId?: string;

    readonly organization?: string;

    readonly project?: string;

    readonly serviceConnection?: string;
}

/** Jobs of GitLab; of branch and tag there is one. */
export interface GitlabSpec {
    /** @default - gitlab.com */
    readonly host?: string;

    /** `group/project`, with subgroups between. */
    readonly project: string;

    readonly branch?: string;

    readonly tag?: string;
}
