import * as v from "valibot";
import { closedMap, listOf, needed, optional, text, wholeNumber } from "../config-field";
import { isHost } from "../image-ref";
import { objectId, REPOSITORIES_SCHEMA, RIGHTS_SCHEMA } from "../access/access-schema";

/**
 * Owner and repository. No `@` is in either, so it can stand before numbers in a subject.
 *
 * Source: https://docs.github.com/actions/reference/security/oidc#immutable-subject-claims
 */
const GITHUB_REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}\/[A-Za-z0-9._-]{1,100}$/;

/** Source: https://docs.gitlab.com/user/reserved_names/#rules-for-usernames-project-and-group-names-and-slugs */
const GITLAB_PROJECT = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?(?:\/[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?)+$/;

/** Source: https://git-scm.com/docs/git-check-ref-format, with no full reference such as refs/heads/main */
const REF = /^(?!refs\/|\/|-|@$)(?!.*(?:\/\.|\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\s\p{Cc}~^:?*[\\]+(?<![/.])$/u;

/** Source: https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions */
const DEVOPS_ORGANIZATION = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,48}[A-Za-z0-9])?$/;

/** What a subject has between its slashes, and no wildcard: Azure compares subjects letter by letter. */
const NAME = /^(?!\s)[^/*?\p{Cc}]{1,255}(?<!\s)$/u;

/** Like a name, but of GitHub's environments; these may have a slash. */
const ENVIRONMENT = /^(?!\s)[^*?\p{Cc}]{1,255}(?<!\s)$/u;

const ref = (takes: string) => text(`${takes}, without refs/ and without wildcards`, (name) => REF.test(name));
const name = (takes: string) => text(`${takes}, without wildcards`, (written) => NAME.test(written));

/** A map, or a list of such maps; a list either way. */
function oneOrMore<S extends v.GenericSchema>(takes: string, item: S) {
    const list = listOf(takes, item);
    return v.pipe(
        v.lazy((written): v.GenericSchema<unknown, v.InferOutput<S> | v.InferOutput<S>[]> =>
            (Array.isArray(written) ? list : item)),
        v.transform((found): readonly v.InferOutput<S>[] => (Array.isArray(found) ? found : [found])),
        v.title(takes),
    );
}

/** The keys of what runs on GitHub Actions. */
export const GITHUB_KEYS = {
    repository: needed("The repository whose workflows may log in.", text(
        "owner/repository as GitHub writes it, without wildcards",
        (written) => GITHUB_REPOSITORY.test(written),
    )),
    ownerId: optional(
        "The owner's number, with repositoryId: for repositories made, renamed or moved after July 15, 2026, "
            + "and for those with immutable subjects.",
        wholeNumber("a number as gh api repos/OWNER/NAME --jq .owner.id shows it", 1, Number.MAX_SAFE_INTEGER),
        "subjects without numbers",
    ),
    repositoryId: optional(
        "The repository's number, with ownerId.",
        wholeNumber("a number as gh api repos/OWNER/NAME --jq .id shows it", 1, Number.MAX_SAFE_INTEGER),
        "subjects without numbers",
    ),
    environment: optional(
        "Jobs of this environment, and none without. The safest, as an environment can ask for a review.",
        text("an environment's name, without wildcards", (written) => ENVIRONMENT.test(written)),
        "one of branch, tag, pullRequest",
    ),
    branch: optional("Jobs of this branch, without an environment.", ref("a branch, such as main"), "one of the others"),
    tag: optional("Jobs of this tag, without an environment.", ref("a tag, such as v1.4.2"), "one of the others"),
    pullRequest: optional(
        "Jobs of pull requests, without an environment.",
        v.pipe(v.literal(true, "true, or no such key"), v.title("true, or no such key")),
        "one of the others",
    ),
};

/** The keys of what runs on Azure Pipelines. */
export const AZURE_PIPELINES_KEYS = {
    organizationId: needed("The organization's GUID in Azure DevOps.", objectId("a GUID")),
    tenantId: optional(
        "The tenant of the service connection, with serviceConnectionId.",
        objectId("a GUID"),
        "the issuer of Azure DevOps",
    ),
    serviceConnectionId: optional(
        "The service connection's GUID (its resourceId), with tenantId.",
        objectId("a GUID"),
        "the issuer of Azure DevOps",
    ),
    organization: optional(
        "The organization's name: with project and serviceConnection, for service connections with the issuer of "
            + "Azure DevOps, which ends on July 1, 2027.",
        text("an organization's name in Azure DevOps", (written) => DEVOPS_ORGANIZATION.test(written)),
        "the issuer of Entra ID",
    ),
    project: optional("The project's name, with organization.", name("a project's name"), "the issuer of Entra ID"),
    serviceConnection: optional(
        "The service connection's name, with organization.",
        name("a service connection's name"),
        "the issuer of Entra ID",
    ),
};

/** The keys of what runs on GitLab. */
export const GITLAB_KEYS = {
    project: needed("The project whose jobs may log in.", text(
        "group/project as GitLab writes it, without wildcards",
        (written) => GITLAB_PROJECT.test(written),
    )),
    branch: optional("Jobs of this branch.", ref("a branch, such as main"), "tag"),
    tag: optional("Jobs of this tag.", ref("a tag, such as v1.4.2"), "branch"),
    host: optional("Where GitLab runs; the cloud must be able to reach it.", text("a host, such as gitlab.com", isHost), "gitlab.com"),
};

/** The keys of one pipeline. */
export const PIPELINE_KEYS = {
    github: optional(
        "Workflows that may log in.",
        oneOrMore("a map with repository, or a list of such maps", closedMap("a map with at least repository", GITHUB_KEYS)),
        "none",
    ),
    azurePipelines: optional(
        "Service connections that may log in to Azure.",
        oneOrMore(
            "a map with organizationId, or a list of such maps",
            closedMap("a map with at least organizationId", AZURE_PIPELINES_KEYS),
        ),
        "none",
    ),
    gitlab: optional(
        "Projects whose jobs may log in.",
        oneOrMore("a map with project, or a list of such maps", closedMap("a map with at least project", GITLAB_KEYS)),
        "none",
    ),
    may: optional("What it may do.", RIGHTS_SCHEMA, "[push], and so pull"),
    repositories: optional("The repositories that it holds for; on Azure only in ABAC mode.", REPOSITORIES_SCHEMA, "all"),
};

/** One pipeline, but for what its keys say to each other. */
export const PIPELINE_SCHEMA = closedMap("a map with one of github, azurePipelines, gitlab", PIPELINE_KEYS);
