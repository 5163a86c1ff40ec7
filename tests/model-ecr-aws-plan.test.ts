import assert from "node:assert/strict";
import { parseAccess } from "../model/access/access";
import { isAwsAccess } from "../model/access/access-spec";
import { planAws, planAwsPublic, type AwsFacts } from "../model/ecr/aws-plan";
import { planCachePolicy, planRegistryPolicy } from "../model/ecr/registry-policy";
import { parsePipelines } from "../model/pipelines/pipelines";
import { formatProblem } from "../model/problem";
import { planRegistries } from "../model/registry-plan";
import { ACCOUNT, cache, ecrCache, image, OTHER, requireEcr, requireEcrPublic, template, type Values } from "./model-ecr-spec";

const THIRD = "111122223333";
const ARN = `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository`;
const ORGANIZATION = "o-a1b2c3d4e5";
const FUNCTIONS = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:*`;
const FACTS: AwsFacts = { stack: "contoso/shop/prod", images: [image("web"), image("team-a/api")], alsoAzure: false };
const BRANCH = { github: { repository: "contoso/shop", branch: "main" } };

function users(access: readonly object[], pipelines: Values = {}) {
    const [parsed, piped] = [parseAccess(access), parsePipelines(pipelines)];
    assert.deepEqual([...parsed.problems, ...piped.problems].map(formatProblem), []);
    return { access: parsed.access, pipelines: piped.pipelines, containerGroups: {} };
}

const onAws = (access: readonly object[]) => users(access).access.filter(isAwsAccess);

interface Statement {
    readonly Sid: string;
    readonly Principal: unknown;
    readonly Action: unknown;
    readonly Resource?: unknown;
    readonly Condition?: unknown;
}

const statements = (policy: string | undefined) => (JSON.parse(policy ?? "null") as { readonly Statement: readonly Statement[] } | null)?.Statement;

const root = (account: string) => `arn:aws:iam::${account}:root`;

describe("planRegistryPolicy()", () => {
    const plan = (keys: Values, access: readonly object[] = []) => statements(planRegistryPolicy(requireEcr(keys), onAws(access)));
    const IMPORT = ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"];

    it("lets accounts replicate, each to where it may", () => {
        const found = plan({ replicationFrom: [
            { account: OTHER, prefixes: ["team-a/", "base"] }, { account: THIRD, prefixes: ["base", "team-a/"] }, { account: "999988887777" },
        ] });
        assert.deepEqual(found?.map(({ Sid, Principal, Resource }) => [Sid, Principal, Resource]), [
            [`Replicate${THIRD}`, { AWS: [root(THIRD), root(OTHER)] }, [`${ARN}/base*`, `${ARN}/team-a/*`]],
            ["Replicate999988887777", { AWS: root("999988887777") }, `${ARN}/*`],
        ]);
        assert.deepEqual(found?.[0]?.Action, ["ecr:CreateRepository", "ecr:ReplicateImage"]);
    });

    it("lets others make the caches fetch that they may pull from", () => {
        const found = plan({ pullThroughCache: [cache({ prefix: "docker-hub" }), ecrCache()] }, [
            { may: ["pull"], account: OTHER }, { may: ["push"], account: THIRD, repositories: "shared/" },
            { may: ["list", "delete"], account: "999988887777" }, { may: ["pull"], organization: ORGANIZATION, repositories: "docker-hub/" },
            { may: ["pull"], role: "ci" }, { may: ["pull"], lambda: FUNCTIONS },
        ]);
        assert.deepEqual(found, [
            { Sid: "Importdocker2Dhub", Effect: "Allow", Principal: { AWS: root(OTHER) }, Action: IMPORT, Resource: `${ARN}/docker-hub/*` },
            { Sid: "Importshared", Effect: "Allow", Principal: { AWS: [root(THIRD), root(OTHER)] }, Action: IMPORT, Resource: `${ARN}/shared/*` },
            {
                Sid: "OrganizationImportdocker2Dhub", Effect: "Allow", Principal: "*", Action: IMPORT, Resource: `${ARN}/docker-hub/*`,
                Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
            },
        ]);
    });

    const nothing: [title: string, keys: Values, access: readonly object[]][] = [
        ["nothing is asked for", {}, []],
        ["others pull from repositories alone", { pullThroughCache: [cache()] }, [{ may: ["pull"], account: OTHER, repositories: "web" }]],
        ["roles have policies of their own", { pullThroughCache: [cache()] }, [{ may: ["pull"], role: "ci" }]],
        ["a cache is for all names", { pullThroughCache: [cache({ prefix: "ROOT" })] }, [{ may: ["pull"], account: OTHER }]],
    ];
    for (const [title, keys, access] of nothing) {
        it(`says nothing where ${title}`, () => assert.equal(plan(keys, access), undefined));
    }
});

describe("planCachePolicy()", () => {
    const spec = requireEcr({ pullThroughCache: [cache(), ecrCache()] });
    const access = onAws([
        { may: ["push"], account: OTHER }, { may: ["pull"], lambda: FUNCTIONS, repositories: "hub/" },
        { may: ["pull"], account: THIRD, repositories: "hub/library/" }, { may: ["pull"], role: "ci" },
    ]);
    const good: [prefix: string, ...sids: string[]][] = [["hub", "LambdaPull", "Pull"], ["hub/library", "LambdaPull", "Pull"], ["shared", "Pull"]];
    for (const [prefix, ...sids] of good) {
        it(`says who may pull what ${prefix} has`, () => {
            const found = statements(planCachePolicy(spec, prefix, access));
            assert.deepEqual(found?.map(({ Sid }) => Sid), sids);
            assert.ok(found.every((statement) => !("Resource" in statement)));
            assert.deepEqual(found.at(-1)?.Principal, { AWS: root(OTHER) });
        });
    }

    it("says nothing where nobody may", () => {
        assert.equal(planCachePolicy(spec, "other", access), undefined);
        assert.equal(planCachePolicy(spec, "shared", onAws([{ may: ["pull"], role: "ci" }])), undefined);
    });
});

describe("planAws()", () => {
    const plan = (keys: Values, access: readonly object[], pipelines: Values = {}, facts: Partial<AwsFacts> = {}) =>
        planAws(requireEcr(keys), users(access, pipelines), { ...FACTS, ...facts });

    it("plans a registry with all who use it", () => {
        const oidcProviders = { github: "create" };
        const { plan: planned, problems } = plan({ oidcProviders, tags: { team: "a" }, repositories: { base: {} }, pullThroughCache: [cache()] }, [
            { may: ["pull"], role: "web" }, { may: ["pull"], account: OTHER, repositories: "web" },
        ], { deploy: BRANCH });
        assert.deepEqual(problems.map(formatProblem), []);
        assert.deepEqual(planned?.registry.repositories.map(({ name }) => name), ["base", "team-a/api", "web"]);
        assert.deepEqual(planned.grants.identities.map(({ name, role }) => [name, role]), [["registries-prod-web", "web"]]);
        assert.deepEqual(planned.grants.repositoryPolicies.map(({ repository }) => repository), ["web"]);
        assert.deepEqual(planned.pipelines.map(({ name, tags }) => [name, tags]), [["registries-prod-deploy", { team: "a" }]]);
        assert.deepEqual(planned.oidcProviders.map(({ name, tags }) => [name, tags]), [["github", { team: "a" }]]);
    });

    it("lets whoever pulls give the tags that a cache's template has", () => {
        const { plan: planned } = plan({ pullThroughCache: [cache()], creationTemplates: [template({ tags: { team: "a" } })] }, [{ may: ["pull"], role: "web" }]);
        assert.deepEqual(statements(planned?.grants.identities[0]?.policy)?.find(({ Sid }) => Sid === "Tag")?.Resource, `${ARN}/hub/*`);
    });

    it("leaves to Azure what is Azure's", () => {
        const principal = { may: ["pull"], principal: "11111111-2222-4333-8444-555555555555", type: "User" };
        const { plan: planned, problems } = plan({}, [principal], {}, { alsoAzure: true });
        assert.deepEqual([problems, planned?.grants], [[], { identities: [], repositoryPolicies: [] }]);
    });

    const accounts = Array.from({ length: 400 }, (_, index) => ({ account: String(100_000_000_000 + index) }));
    const bad: [title: string, keys: Values, access: readonly object[], pipelines: Values, ...want: RegExp[]][] = [
        ["mistakes in the registry and in who uses it", { replication: [{ to: [{ region: "eu-central-1" }] }] },
            [{ may: ["pull"], role: "ci", repositories: "x" }], { deploy: { ...BRANCH, repositories: "y" } },
            /^registries:registry\.replication/, /^registries:access\[0\]\.repositories.*"x"$/, /^registries:pipelines\.deploy\.repositories.*"y"$/],
        ["a grant to the role of a pipeline",
            {}, [{ may: ["pull"], role: "registries-prod-deploy" }], { deploy: BRANCH },
            /^registries:access\[0\]\.role: required is a role that is there before; what the pipeline deploy may .*now "registries-prod-deploy"$/],
        ["a pipeline's role under the name of another", { tags: { team: "a" }, creationTemplates: [template({ tags: { team: "a" } })], pullThroughCache: [cache()] },
            [], { "ecr-templates": BRANCH, deploy: BRANCH },
            /^registries:pipelines\.ecr-templates: required is another name, as the role registries-prod-ecr-templates is .*makes repositories with; it is now "ecr-templates"$/],
        ["a policy of the registry that is too long", { replicationFrom: accounts }, [], {}, /^registries:registry: .*policy of the registry.*10240/],
    ];
    for (const [title, keys, access, pipelines, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { plan: planned, problems } = plan(keys, access, pipelines);
            assert.equal(planned, undefined);
            const found = problems.map(formatProblem);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }

    it("does not look for repositories of images that have mistakes", () => {
        assert.deepEqual(plan({}, [{ may: ["pull"], role: "ci", repositories: "x" }], {}, { hasOtherImages: true }).problems, []);
    });
});

describe("planAwsPublic()", () => {
    const create = { oidcProviders: { github: "create", gitlab: "create" } };
    const beside = requireEcr({ oidcProviders: { github: "create" } });
    const plan = (access: readonly object[], facts: Partial<AwsFacts> = {}, keys: Values = {}, pipelines: Values = { deploy: BRANCH }) =>
        planAwsPublic(requireEcrPublic(keys), users(access, pipelines), { ...FACTS, ...facts });
    const forPrivate = [{ may: ["pull"], organization: ORGANIZATION }, { may: ["pull"], lambda: FUNCTIONS }, { may: ["pull"], role: "ci", repositories: "private" }];

    it("plans a registry with all who use it", () => {
        const { plan: planned, problems } = plan([{ may: ["push"], role: "ci" }, { may: ["push"], account: OTHER, repositories: "web" }]);
        assert.deepEqual(problems.map(formatProblem), []);
        assert.deepEqual(planned?.grants.identities.map(({ name }) => name), ["registries-prod-public-ci"]);
        assert.deepEqual(planned.grants.repositoryPolicies.map(({ repository }) => repository), ["web"]);
        assert.deepEqual(planned.pipelines.map(({ name }) => name), ["registries-prod-public-deploy"]);
        assert.match(planned.pipelines[0]?.policy ?? "", /"ecr-public:PutImage".*"sts:GetServiceBearerToken"|"sts:GetServiceBearerToken".*"ecr-public:PutImage"/);
    });

    it("leaves to a private registry beside it what is for that one", () => {
        const { plan: planned, problems } = plan(forPrivate, { beside }, {}, { deploy: BRANCH, other: { ...BRANCH, repositories: "private" } });
        assert.deepEqual([problems, planned?.grants], [[], { identities: [], repositoryPolicies: [] }]);
        assert.deepEqual(planned?.pipelines.map(({ pipeline }) => pipeline), ["deploy"]);
    });

    it("refuses to make a provider that the private registry makes", () => {
        const find = (facts: Partial<AwsFacts>) => plan([], facts, create).problems.map(formatProblem);
        assert.deepEqual(find({ beside }), [
            "registries:registry.oidcProviders.github: required is existing, as the private registry of the same account makes it; it is now create",
        ]);
        assert.deepEqual(find({}), []);
    });

    it("refuses to be beside a private registry of another account, or where there are no public ones", () => {
        const find = (keys: Values) => plan([], { beside: requireEcr(keys) }).problems.map(formatProblem);
        assert.deepEqual(find({ account: OTHER }), [
            `registries:registry.account: required is the account of the private registry beside it, as one login has one account; it is now "${ACCOUNT}"`,
        ]);
        assert.deepEqual(find({ name: "registries-prod-public" }), [
            'registries:registry.name: required is another than that of the private registry beside it, as roles would have one name; it is now "registries-prod-public"',
        ]);
        assert.deepEqual(find({ region: "cn-north-1" }), [
            "registries:registry.kind: required is no public registry beside a private one in cn-north-1, where there are none; it is now ecr-public",
        ]);
        assert.deepEqual(find({}), []);
    });

    it("refuses it where there is none", () => {
        const { plan: planned, problems } = plan(forPrivate);
        assert.equal(planned, undefined);
        assert.deepEqual(problems.map(({ key }) => key), ["registries:access[0].organization", "registries:access[1].lambda", "registries:access[2].repositories"]);
    });
});

describe("planRegistries()", () => {
    const repositories = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`team-a/service-${index}`, {}]));
    const both = [{ at: ["registry", 0], spec: requireEcr({ repositories }) }, { at: ["registry", 1], spec: requireEcrPublic({ repositories }) }];
    const find = (written: typeof both) =>
        planRegistries(written, users([{ may: ["push"], role: "ci" }]), { stack: "prod", images: [], hasOtherImages: false }).problems.map(formatProblem);

    it("adds up what a role gets of several registries", () => {
        both.forEach((alone) => assert.deepEqual(find([alone]), []));
        assert.match(find(both).join("\n"), /^registries:access: required is less for the policy of the role ci to say: it may have 10240 characters; it is now 1\d{4} characters$/);
    });
});
