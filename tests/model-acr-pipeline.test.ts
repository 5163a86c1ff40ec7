import assert from "node:assert/strict";
import type { AcrPermissions } from "../model/acr/acr-spec";
import { planPipelines } from "../model/acr/pipelines/pipeline";
import { parsePipelines } from "../model/pipelines/pipelines";
import { formatProblem } from "../model/problem";

const ORGANIZATION = "8b119ea1-2e2a-4839-8db7-8c9e8d50f6fa";
const TENANT = "66946bae-c7f1-4099-b768-6ec1ac684280";
const CONNECTION = "b840b286-3e83-43e4-8e02-b8e8c0db0545";
const GITHUB = "https://token.actions.githubusercontent.com";

const repository = "contoso/shop";
const branch = { repository, branch: "main" };
const devops = { organizationId: ORGANIZATION, organization: "contoso", project: "Web Shop", serviceConnection: "acr" };
const entra = { organizationId: ORGANIZATION, tenantId: TENANT, serviceConnectionId: CONNECTION };

function plan(written: Readonly<Record<string, unknown>>, permissions: AcrPermissions = "legacy") {
    const { pipelines, problems } = parsePipelines(written);
    assert.deepEqual(problems.map(formatProblem), []);
    return planPipelines(pipelines, { registry: "contoso", permissions });
}

function planOne(written: object, permissions?: AcrPermissions) {
    const { pipelines, problems } = plan({ deploy: written }, permissions);
    assert.deepEqual(problems.map(formatProblem), []);
    assert.equal(pipelines.length, 1);
    return pipelines[0];
}

describe("planPipelines()", () => {
    const good: [title: string, written: object, issuer: string, subject: string][] = [
        ["an environment of GitHub", { github: { repository, environment: "production" } }, GITHUB, "repo:contoso/shop:environment:production"],
        ["an environment with a colon", { github: { repository, environment: "Production:V1" } }, GITHUB, "repo:contoso/shop:environment:Production%3AV1"],
        ["an environment with a space and a slash", { github: { repository, environment: "eu/the shop" } }, GITHUB, "repo:contoso/shop:environment:eu/the shop"],
        ["a branch of GitHub", { github: { repository, branch: "release/1.4" } }, GITHUB, "repo:contoso/shop:ref:refs/heads/release/1.4"],
        ["a tag of GitHub", { github: { repository, tag: "v1.4.2" } }, GITHUB, "repo:contoso/shop:ref:refs/tags/v1.4.2"],
        ["pull requests of GitHub", { github: { repository, pullRequest: true } }, GITHUB, "repo:contoso/shop:pull_request"],
        ["the case of names", { github: { repository: "Contoso/Shop.Web_1", branch: "Main" } }, GITHUB, "repo:Contoso/Shop.Web_1:ref:refs/heads/Main"],
        ["a repository with immutable subjects", { github: { repository, ownerId: 123456, repositoryId: 456789, branch: "main" } }, GITHUB,
            "repo:contoso@123456/shop@456789:ref:refs/heads/main"],
        ["a service connection by Entra ID", { azurePipelines: entra }, `https://login.microsoftonline.com/${TENANT}/v2.0`,
            `/eid1/c/pub/t/rmuUZvHHmUC3aG7BrGhCgA/a/rISbSSETf0KqFyZ8ppdXmA/sc/${ORGANIZATION}/${CONNECTION}`],
        ["a service connection by Azure DevOps", { azurePipelines: devops }, `https://vstoken.dev.azure.com/${ORGANIZATION}`, "sc://contoso/Web Shop/acr"],
        ["a branch of GitLab", { gitlab: { project: "group/sub/project", branch: "main" } }, "https://gitlab.com",
            "project_path:group/sub/project:ref_type:branch:ref:main"],
        ["a tag of a GitLab of one's own", { gitlab: { project: "group/project", tag: "v1", host: "gitlab.contoso.com" } }, "https://gitlab.contoso.com",
            "project_path:group/project:ref_type:tag:ref:v1"],
    ];
    for (const [title, written, issuer, subject] of good) {
        it(`trusts ${title}`, () => {
            const [credential, ...others] = planOne(written)?.credentials ?? [];
            assert.deepEqual(others, []);
            const { name = "", ...rest } = credential ?? {};
            assert.deepEqual(rest, { issuer, subject, audiences: ["api://AzureADTokenExchange"] });
            // Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations#errors
            assert.match(name, /^[a-z0-9][a-z0-9-]{2,119}$/);
        });
    }

    it("grants push where nothing is said", () => {
        const pipeline = planOne({ github: branch });
        assert.deepEqual(pipeline?.roles.map(({ role }) => role), ["8311e382-0749-4cb8-b61a-304f252e45ec"]);
        assert.equal(pipeline?.identity, "contoso-deploy");
        assert.match(pipeline?.roles[0]?.name ?? "", /^push-[0-9a-f]{8}$/);
    });

    it("grants what is said, where it is said", () => {
        const [role, ...others] = planOne({ github: branch, may: ["pull", "push"], repositories: "team-a/" }, "abac")?.roles ?? [];
        assert.deepEqual([role?.role, others], ["2a1e307c-b015-4ebd-883e-5b7698a07328", []]);
        assert.match(role?.condition ?? "", /StringStartsWithIgnoreCase 'team-a\/'\)\)$/);
    });

    it("trusts several places, each under a name that does not depend on the others", () => {
        const one = { github: [branch, { repository, tag: "v1" }], gitlab: { project: "a/b", branch: "main" } };
        const other = { github: [{ repository, tag: "v1" }], gitlab: [{ project: "a/b", branch: "main" }] };
        const names = (written: object) => planOne(written)?.credentials.map(({ name }) => name) ?? [];
        assert.equal(new Set(names(one)).size, 3);
        assert.deepEqual(names(one).slice(1), names(other));
    });

    it("sorts by name, and keeps pipelines apart", () => {
        const { pipelines } = plan({ b: { github: branch }, a: { github: branch } });
        assert.deepEqual(pipelines.map(({ name }) => name), ["a", "b"]);
        assert.notEqual(pipelines[0]?.roles[0]?.assignment, pipelines[1]?.roles[0]?.assignment);
    });

    const branches = (count: number) => Array.from({ length: count }, (_, index) => ({ repository, branch: `b${index}` }));

    it("takes twenty places", () => assert.equal(planOne({ github: branches(20) })?.credentials.length, 20));

    const bad: [title: string, written: object, ...want: RegExp[]][] = [
        ["repositories in legacy mode", { github: branch, repositories: "team-a/" }, /^registries:pipelines\.deploy\.repositories: .*abac.*"team-a\/"$/],
        ["the same place twice", { github: [branch, branch] }, /^registries:pipelines\.deploy: .*once; it is now "repo:contoso\/shop:ref:refs\/heads\/main" more than once$/],
        ["more places than an identity takes", { github: branches(21) }, /at most 20 places.*now 21 of them$/],
        ["a subject that is too long", { github: { repository, branch: "b".repeat(600) } }, /at most 600 characters; it is now a subject of \d+ characters$/],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { pipelines, problems } = plan({ deploy: written });
            assert.deepEqual(pipelines, []);
            const found = problems.map(formatProblem);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }
});

describe("parsePipelines()", () => {
    const bad: [title: string, written: unknown, ...want: RegExp[]][] = [
        ["a text", "github", /^registries:pipelines\.deploy: /],
        ["nobody", {}, /^registries:pipelines\.deploy: required is at least one of github, azurePipelines, gitlab; it is now none of them$/],
        ["an unknown key", { github: branch, gitHub: 1 }, /deploy\.gitHub: .*did you mean "github"/],
        ["an unknown intent", { github: branch, may: ["own"] }, /deploy\.may\[0\]: /],
        ["a text as GitHub", { github: "contoso/shop" }, /deploy\.github: .*at least repository.*"contoso\/shop"$/],
        ["GitHub without a repository", { github: { branch: "main" } }, /deploy\.github\.repository: .*nothing$/],
        ["every run of a repository", { github: { repository } }, /deploy\.github\.environment: .*or instead one of branch, tag, pullRequest; it is now nothing$/],
        ["a branch and an environment", { github: { ...branch, environment: "production" } }, /deploy\.github\.branch: required is nothing beside environment/],
        ["a mistake in a list", { github: [branch, { repository }] }, /deploy\.github\[1\]\.environment: /],
        ["any repository", { github: { repository: "contoso/*", branch: "main" } }, /github\.repository: .*without wildcards.*"contoso\/\*"$/],
        ["a repository without an owner", { github: { repository: "shop", branch: "main" } }, /github\.repository: /],
        ["numbers in a repository's name", { github: { repository: "contoso@1/shop@2", branch: "main" } }, /github\.repository: /],
        ["any environment", { github: { repository, environment: "*" } }, /github\.environment: .*without wildcards/],
        ["any branch", { github: { repository, branch: "release/*" } }, /github\.branch: .*"release\/\*"$/],
        ["a full reference", { github: { repository, branch: "refs/heads/main" } }, /github\.branch: .*without refs\//],
        ["a branch that git refuses", { github: { repository, branch: "a..b" } }, /github\.branch: /],
        ["any tag", { github: { repository, tag: "v?" } }, /github\.tag: /],
        ["a pull request that is none", { github: { repository, pullRequest: false } }, /github\.pullRequest: required is true, or no such key/],
        ["one number of two", { github: { ...branch, ownerId: 1 } }, /github\.repositoryId: required is a number, as ownerId is given; it is now nothing$/],
        ["the other number of two", { github: { ...branch, repositoryId: 1 } }, /github\.ownerId: required is a number, as repositoryId is given/],
        ["a number that is none", { github: { ...branch, ownerId: 0, repositoryId: 1 } }, /github\.ownerId: .*\.owner\.id/],
        ["a service connection without anything", { azurePipelines: {} },
            /azurePipelines\.organizationId: .*nothing$/, /azurePipelines\.tenantId: .*nothing$/, /azurePipelines\.serviceConnectionId: .*nothing$/],
        ["a service connection without a tenant", { azurePipelines: { organizationId: ORGANIZATION, serviceConnectionId: CONNECTION } },
            /azurePipelines\.tenantId: .*with tenantId and serviceConnectionId; it is now nothing$/],
        ["a service connection without a project", { azurePipelines: { organizationId: ORGANIZATION, organization: "contoso", serviceConnection: "acr" } },
            /azurePipelines\.project: .*nothing$/],
        ["both issuers", { azurePipelines: { ...entra, project: "shop" } }, /azurePipelines\.project: required is nothing beside tenantId and serviceConnectionId.*"shop"$/],
        ["an organization's name as its id", { azurePipelines: { ...devops, organizationId: "contoso" } }, /azurePipelines\.organizationId: .*a GUID.*"contoso"$/],
        ["any service connection", { azurePipelines: { ...devops, serviceConnection: "*" } }, /azurePipelines\.serviceConnection: .*without wildcards/],
        ["a service connection in another project", { azurePipelines: { ...devops, project: "shop/acr" } }, /azurePipelines\.project: /],
        ["every job of a project", { gitlab: { project: "a/b" } }, /gitlab\.branch: required is a branch, or instead a tag; it is now nothing$/],
        ["a branch and a tag", { gitlab: { project: "a/b", branch: "main", tag: "v1" } }, /gitlab\.tag: required is nothing beside branch/],
        ["any project", { gitlab: { project: "a/*", branch: "main" } }, /gitlab\.project: .*without wildcards/],
        ["a project without a group", { gitlab: { project: "a", branch: "main" } }, /gitlab\.project: /],
        ["a project with the end of a subject", { gitlab: { project: "a/b:ref_type:branch:ref:main", branch: "main" } }, /gitlab\.project: /],
        ["a URL as a host", { gitlab: { project: "a/b", branch: "main", host: "https://gitlab.com" } }, /gitlab\.host: /],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { pipelines, problems } = parsePipelines({ deploy: written });
            assert.deepEqual(pipelines, {});
            const found = problems.map(formatProblem);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }

    for (const name of ["Deploy", "a--b", "-a", "a_b", "", "a".repeat(51)]) {
        it(`refuses the name ${JSON.stringify(name.slice(0, 10))}`, () => {
            assert.match(parsePipelines({ [name]: { github: branch } }).problems.map(formatProblem).join(), /a name of lower-case letters/);
        });
    }

    it("refuses a list, and keeps the pipelines without a mistake", () => {
        assert.match(parsePipelines([]).problems.map(formatProblem).join(), /^registries:pipelines: .*an empty list$/);
        assert.deepEqual(Object.keys(parsePipelines({ a: { github: branch }, b: {} }).pipelines), ["a"]);
    });
});
