import assert from "node:assert/strict";
import { planPipelineRoles, type PipelineRegistry } from "../model/ecr/pipelines/pipeline-role";
import { formatTrust } from "../model/ecr/pipelines/trust";
import { parsePipelines } from "../model/pipelines/pipelines";
import { formatProblem } from "../model/problem";

const ACCOUNT = "012345678901";
const ARN = `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository`;
const GITHUB = "token.actions.githubusercontent.com";

const repository = "contoso/shop";
const branch = { repository, branch: "main" };
const connection = {
    organizationId: "8b119ea1-2e2a-4839-8db7-8c9e8d50f6fa",
    tenantId: "66946bae-c7f1-4099-b768-6ec1ac684280",
    serviceConnectionId: "b840b286-3e83-43e4-8e02-b8e8c0db0545",
};

const REGISTRY: PipelineRegistry = {
    name: "registries-prod", account: ACCOUNT, partition: "aws", region: "eu-central-1",
    repositories: ["team-a/web", "tool"], caches: ["docker-hub"],
    tags: { team: "a" }, oidcProviders: { github: "existing", gitlab: "existing" }, alsoAzure: false,
};

interface Statement {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal: Readonly<Record<string, string>>;
    readonly Action: string | readonly string[];
    readonly Resource: string | readonly string[];
    readonly Condition: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const statements = (policy = "{}") => (JSON.parse(policy) as { readonly Statement: readonly Statement[] }).Statement;

function plan(written: Readonly<Record<string, unknown>>, registry: Partial<PipelineRegistry> = {}) {
    const { pipelines, problems } = parsePipelines(written);
    assert.deepEqual(problems.map(formatProblem), []);
    return planPipelineRoles(pipelines, { ...REGISTRY, ...registry });
}

function planOne(written: object, registry: Partial<PipelineRegistry> = {}) {
    const { roles: [role, ...others], problems } = plan({ deploy: written }, registry);
    assert.deepEqual([problems.map(formatProblem), others], [[], []]);
    assert.ok(role !== undefined);
    return role;
}

/** Holds for all trust: who is named by an issuer, an audience and whole subjects, and by no pattern. */
function assertPinned(trust: string): void {
    const found = statements(trust);
    assert.ok(found.length > 0);
    for (const { Effect, Principal, Action, Condition, ...rest } of found) {
        const issuer = String(Principal["Federated"]).split(":oidc-provider/")[1] ?? "";
        assert.deepEqual(Object.keys(rest), ["Sid"]);
        assert.deepEqual([Effect, Action, Object.keys(Principal)], ["Allow", "sts:AssumeRoleWithWebIdentity", ["Federated"]]);
        assert.deepEqual(Object.keys(Condition), ["StringEquals"]);
        assert.deepEqual(Object.keys(Condition["StringEquals"] ?? {}).sort(), [`${issuer}:aud`, `${issuer}:sub`]);
        const subjects = [Condition["StringEquals"]?.[`${issuer}:sub`] ?? []].flat();
        assert.ok(subjects.length > 0);
        subjects.forEach((subject) => assert.match(subject, /^(repo:[^:*?]+\/[^:*?]+:(environment:|ref:refs\/|pull_request$)|project_path:[^:*?]+:ref_type:)[^*?]*$/));
    }
}

describe("planPipelineRoles()", () => {
    const good: [title: string, written: object, issuer: string, audience: string, subject: string | readonly string[]][] = [
        ["an environment of GitHub", { github: { repository, environment: "production" } }, GITHUB, "sts.amazonaws.com", "repo:contoso/shop:environment:production"],
        ["a branch of GitHub", { github: branch }, GITHUB, "sts.amazonaws.com", "repo:contoso/shop:ref:refs/heads/main"],
        ["pull requests of GitHub", { github: { repository, pullRequest: true } }, GITHUB, "sts.amazonaws.com", "repo:contoso/shop:pull_request"],
        ["a repository with immutable subjects", { github: { ...branch, ownerId: 12, repositoryId: 34 } }, GITHUB, "sts.amazonaws.com",
            "repo:contoso@12/shop@34:ref:refs/heads/main"],
        ["several places of GitHub", { github: [{ repository, tag: "v1" }, branch] }, GITHUB, "sts.amazonaws.com",
            ["repo:contoso/shop:ref:refs/heads/main", "repo:contoso/shop:ref:refs/tags/v1"]],
        ["a branch of GitLab", { gitlab: { project: "group/sub/project", branch: "main" } }, "gitlab.com", "https://gitlab.com",
            "project_path:group/sub/project:ref_type:branch:ref:main"],
        ["a GitLab of one's own", { gitlab: { project: "a/b", tag: "v1", host: "GitLab.contoso.com" } }, "gitlab.contoso.com", "https://gitlab.contoso.com",
            "project_path:a/b:ref_type:tag:ref:v1"],
    ];
    for (const [title, written, issuer, audience, subject] of good) {
        it(`trusts ${title}, letter by letter`, () => {
            const { trust, issuers } = planOne(written);
            assertPinned(trust);
            const [{ Principal, Condition } = assert.fail(), ...others] = statements(trust);
            assert.deepEqual([others, issuers], [[], [issuer]]);
            assert.deepEqual(Principal, { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}` });
            assert.deepEqual(Condition, { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } });
        });
    }

    it("trusts each issuer for its own subjects", () => {
        const written = { github: branch, gitlab: [{ project: "a/b", branch: "main" }, { project: "a/b", branch: "main", host: "gitlab.contoso.com" }] };
        const { trust, issuers } = planOne(written);
        assertPinned(trust);
        assert.deepEqual(issuers, ["gitlab.com", "gitlab.contoso.com", GITHUB]);
        assert.equal(new Set(statements(trust).map(({ Sid }) => Sid)).size, 3);
        assert.equal(planOne({ ...written, gitlab: [...written.gitlab].reverse() }).trust, trust);
    });

    it("lets a pipeline log in, push, and pull through caches, where nothing is said", () => {
        const { name, policy, tags } = planOne({ github: branch });
        assert.deepEqual([name, tags], ["registries-prod-deploy", { team: "a" }]);
        assert.deepEqual(statements(policy).map(({ Sid, Resource }) => [Sid, Resource]), [
            ["Import", `${ARN}/docker-hub/*`],
            ["Login", "*"],
            ["Pull", `${ARN}/docker-hub/*`],
            ["Push", [`${ARN}/team-a/web`, `${ARN}/tool`]],
        ]);
    });

    it("lets it do what is said, where it is said", () => {
        const { policy } = planOne({ github: branch, may: ["pull"], repositories: "team-a/" });
        assert.deepEqual(statements(policy).map(({ Sid, Resource }) => [Sid, Resource]), [["Login", "*"], ["Pull", `${ARN}/team-a/web`]]);
    });

    it("sorts by name, and leaves pipelines of Azure to Azure", () => {
        const { roles, problems } = plan({ b: { github: branch }, a: { github: branch, azurePipelines: connection }, c: { azurePipelines: connection } }, { alsoAzure: true });
        assert.deepEqual([roles.map(({ pipeline }) => pipeline), problems], [["a", "b"], []]);
    });

    it("makes providers where this stack is to", () => {
        const providers = (written: Readonly<Record<string, object>>, create: Partial<PipelineRegistry["oidcProviders"]>) =>
            plan(written, { oidcProviders: { ...REGISTRY.oidcProviders, ...create } }).oidcProviders.map(({ name, url, audiences }) => [name, url, ...audiences]);
        const own = { gitlab: [{ project: "a/b", branch: "main", host: "gitlab.contoso.com" }, { project: "a/b", branch: "main" }] };
        assert.deepEqual(providers({ own }, {}), []);
        assert.deepEqual(providers({ own }, { github: "create" }), [["github", `https://${GITHUB}`, "sts.amazonaws.com"]]);
        assert.deepEqual(providers({}, { gitlab: "create" }), [["gitlab", "https://gitlab.com", "https://gitlab.com"]]);
        assert.deepEqual(providers({ own }, { gitlab: "create" }), [
            ["gitlab", "https://gitlab.com", "https://gitlab.com"],
            ["gitlab-gitlab-contoso-com", "https://gitlab.contoso.com", "https://gitlab.contoso.com"],
        ]);
    });

    it("names things as their partition does", () => {
        const [statement] = statements(planOne({ github: branch }, { partition: "aws-us-gov", region: "us-gov-west-1" }).trust);
        assert.match(statement?.Principal["Federated"] ?? "", /^arn:aws-us-gov:iam::/);
    });

    const branches = (count: number) => Array.from({ length: count }, (_, index) => ({ repository, branch: `b${index}` }));
    const bad: [title: string, written: object, registry: Partial<PipelineRegistry>, ...want: RegExp[]][] = [
        ["service connections alone", { azurePipelines: connection }, {}, /deploy\.azurePipelines: .*Azure alone.*github or gitlab; it is now 1 service connection$/],
        ["service connections beside GitHub", { github: branch, azurePipelines: [connection] }, {}, /deploy\.azurePipelines: required is nothing/],
        ["a name that is too long", { github: branch }, { name: "r".repeat(60) }, /pipelines\.deploy: required is a shorter name, .*"r+-deploy", may have 64 characters; it is now 67 characters$/],
        ["the same place twice", { github: [branch, branch] }, {}, /deploy: .*once; it is now "repo:contoso\/shop:ref:refs\/heads\/main" more than once$/],
        ["more places than a trust takes", { github: branches(60) }, {}, /trust may have 2048 characters; another pipeline may have the rest; it is now \d{4} characters$/],
        ["signs that IAM does not take", { github: { repository, environment: "生产" } }, {}, /Latin-1.*environment:生产"$/],
        ["the start of a variable", { github: { repository, environment: "${user}" } }, {}, /no \$\{; it is now "repo:.*\$\{user\}"$/],
        ["a port", { gitlab: { project: "a/b", branch: "main", host: "gitlab.contoso.com:8443" } }, {}, /deploy\.gitlab: .*without a port.*:8443"$/],
        ["no repository", { github: branch, repositories: "team-b/" }, {}, /^registries:pipelines\.deploy\.repositories: .*team-a\/web.*"team-b\/"$/],
        ["a push to a cache", { github: branch, repositories: "docker-hub/" }, {}, /^registries:pipelines\.deploy\.may: .*nobody pushes/],
        ["more repositories than a policy takes", { github: branch }, { repositories: Array.from({ length: 200 }, (_, index) => `team-a/app-${index}`) },
            /^registries:pipelines\.deploy: .*10240/],
    ];
    for (const [title, written, registry, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { roles, problems } = plan({ deploy: written }, registry);
            assert.deepEqual(roles, []);
            const found = problems.map(formatProblem);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }
});

describe("formatTrust()", () => {
    it("refuses to trust everybody of an issuer", () => {
        assert.throws(() => formatTrust({ account: ACCOUNT, partition: "aws" }, []), /^RangeError: Cannot write a policy without a statement/);
    });
});
