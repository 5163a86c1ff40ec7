import assert from "node:assert/strict";
import type { PipelineSpec } from "../model/pipelines/pipeline-spec";
import { planPipelineRoles } from "../model/ecr/pipelines/pipeline-role";
import { allowedActions, push } from "./moto/actions";
import { keysOf, startMoto, type Keys, type Moto } from "./moto/moto";

const PLACE = { account: "111122223333", partition: "aws", region: "eu-central-1" };
const WEB = "team-a/web";

const SPECS: Readonly<Record<string, PipelineSpec>> = {
    release: {
        may: ["push"],
        repositories: WEB,
        github: [{ repository: "contoso/web", branch: "main" }, { repository: "contoso/web", environment: "prod" }],
        azurePipelines: [],
        gitlab: [{ project: "contoso/shop/web", branch: "main" }],
    },
    review: { may: ["pull"], github: [{ repository: "contoso/web", pullRequest: true }], azurePipelines: [], gitlab: [] },
};

const { roles, oidcProviders, problems } = planPipelineRoles(SPECS, {
    ...PLACE,
    name: "registries-test",
    repositories: [WEB],
    caches: [],
    tags: {},
    oidcProviders: { github: "create", gitlab: "create" },
    alsoAzure: false,
});

const GITHUB = { iss: "https://token.actions.githubusercontent.com", aud: "sts.amazonaws.com" };
const GITLAB = { iss: "https://gitlab.com", aud: "https://gitlab.com" };
const MAIN = { ...GITHUB, sub: "repo:contoso/web:ref:refs/heads/main" };

type Claims = Readonly<Record<"iss" | "aud" | "sub", string>>;

const GOOD: readonly [title: string, pipeline: string, claims: Claims][] = [
    ["a run for the branch", "release", MAIN],
    ["a run in the environment", "release", { ...GITHUB, sub: "repo:contoso/web:environment:prod" }],
    ["a job of GitLab for the branch", "release", { ...GITLAB, sub: "project_path:contoso/shop/web:ref_type:branch:ref:main" }],
    ["a run for a pull request", "review", { ...GITHUB, sub: "repo:contoso/web:pull_request" }],
];

const REFUSED = /^AccessDenied(Exception)?: Not authorized to perform sts:AssumeRoleWithWebIdentity/;
const UNKNOWN = /^AccessDenied(Exception)?: no provider for tokens of /;

const BAD: readonly [title: string, pipeline: string, claims: Claims, error: RegExp][] = [
    ["a run for another branch", "release", { ...GITHUB, sub: "repo:contoso/web:ref:refs/heads/main2" }, REFUSED],
    ["a run for a tag of the branch's name", "release", { ...GITHUB, sub: "repo:contoso/web:ref:refs/tags/main" }, REFUSED],
    ["a run of a repository whose name starts the same", "release", { ...GITHUB, sub: "repo:contoso/web2:ref:refs/heads/main" }, REFUSED],
    ["a run of another owner", "release", { ...GITHUB, sub: "repo:mallory/web:ref:refs/heads/main" }, REFUSED],
    ["a run for a pull request, where releases are made", "release", { ...GITHUB, sub: "repo:contoso/web:pull_request" }, REFUSED],
    ["a release, where pull requests are looked at", "review", MAIN, REFUSED],
    ["GitHub that says what GitLab would", "release", { ...GITHUB, sub: "project_path:contoso/shop/web:ref_type:branch:ref:main" }, REFUSED],
    ["a token for somebody else", "release", { ...MAIN, aud: "https://github.com/contoso" }, UNKNOWN],
    ["a token of somebody else", "release", { ...MAIN, iss: "https://token.example.com" }, UNKNOWN],
];

describe("pipelines as moto's STS and IAM judge them", () => {
    let moto: Moto;

    before(async function () {
        moto = await startMoto(this, PLACE.account);
        const { ecr, iam } = moto.clients(PLACE.region);
        await ecr.createRepository({ repositoryName: WEB, imageTagMutability: "IMMUTABLE" });
        for (const { url, audiences } of oidcProviders) {
            await iam.createOpenIDConnectProvider({ Url: url, ClientIDList: [...audiences] });
        }
        for (const { name: RoleName, trust, policy } of roles) {
            await iam.createRole({ RoleName, AssumeRolePolicyDocument: trust });
            await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trust });
            await iam.putRolePolicy({ RoleName, PolicyName: "registry", PolicyDocument: policy });
        }
    });

    after(() => moto?.stop());

    afterEach(() => moto.enforce(false));

    it("have their roles planned without a problem", () => {
        assert.deepEqual([problems, roles.map(({ pipeline }) => pipeline)], [[], ["release", "review"]]);
    });

    for (const [title, pipeline, claims] of GOOD) {
        it(`lets ${title} have the role ${pipeline}`, async () => {
            const clients = moto.clients(PLACE.region, await take(pipeline, claims));
            const { Arn } = await clients.sts.getCallerIdentity({});
            assert.match(Arn ?? "", new RegExp(`:assumed-role/registries-test-${pipeline}/`));
        });
    }

    for (const [title, pipeline, claims, error] of BAD) {
        it(`refuses the role ${pipeline} to ${title}`, () => assert.rejects(take(pipeline, claims), error));
    }

    it("lets a release push what a review can only pull, without a key", async () => {
        const release = moto.clients(PLACE.region, await take("release", MAIN));
        const review = moto.clients(PLACE.region, await take("review", { ...GITHUB, sub: "repo:contoso/web:pull_request" }));
        await moto.enforce(true);
        const imageDigest = await push(release, WEB, "1.4.2");
        const { images } = await review.ecr.batchGetImage({ repositoryName: WEB, imageIds: [{ imageDigest }] });
        assert.equal(images?.length, 1);
        await assert.rejects(push(review, WEB, "1.4.3"), /^AccessDenied/);
        assert.deepEqual((await allowedActions(release, WEB)).filter((name) => /Delete|Policy|Mutability|Create/.test(name)), []);
    });

    async function take(pipeline: string, claims: Claims): Promise<Keys> {
        const { sts } = moto.clients(PLACE.region);
        const { Credentials } = await sts.assumeRoleWithWebIdentity({
            RoleArn: `arn:aws:iam::${PLACE.account}:role/registries-test-${pipeline}`,
            RoleSessionName: "test",
            WebIdentityToken: tokenOf(claims),
        });
        return keysOf(Credentials);
    }
});

/** Returns a token that says so; moto does not look at its signature. */
function tokenOf(claims: Claims): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.none`;
}
