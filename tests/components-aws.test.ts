import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { declareAws, declareAwsPublic } from "../components/aws/aws";
import type { AwsPlan } from "../model/ecr/aws-plan";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import type { EcrPublicPlan } from "../model/ecr/public/ecr-public-plan";
import { ACCOUNT, ANSWERS, basic, CALLS, grants, HOST, oidcProviders, open, pipeline } from "./components-ecr-plans";
import { record, valueOf, type Recorded } from "./record";

const plan: AwsPlan<EcrPlan> = { registry: basic, grants, pipelines: [pipeline], oidcProviders };
const publicPlan: AwsPlan<EcrPublicPlan> = { registry: open, grants, pipelines: [pipeline], oidcProviders };

const kinds: [title: string, name: string, component: string, declare: () => ReturnType<typeof declareAws> | ReturnType<typeof declareAwsPublic>, resources: string[]][] = [
    ["declareAws()", "ecr", "EcrRegistry", () => declareAws(plan), [
        "aws:ecr/repository:Repository ecr-web",
        "aws:ecr/repositoryPolicy:RepositoryPolicy ecr-policy-web",
    ]],
    ["declareAwsPublic()", "ecr-public", "EcrPublicRegistry", () => declareAwsPublic(publicPlan), [
        "aws:ecrpublic/repository:Repository ecr-public-tools/cli",
        "aws:ecrpublic/repository:Repository ecr-public-web",
        "aws:ecrpublic/repositoryPolicy:RepositoryPolicy ecr-public-policy-web",
    ]],
];

for (const [title, name, component, declare, own] of kinds) {
    const recorded = async (preview = false): Promise<Map<string, Recorded>> => {
        const { resources } = await record(() => void declare().declareConsumers([]), ANSWERS, { calls: CALLS, preview });
        return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));
    };
    const registry = `registries:aws:${component} ${name}`;
    const role = `registries:aws:PipelineRole ${name}-deploy`;

    describe(title, () => {
        for (const preview of [false, true]) {
            it(`registers the registry, its grants and its pipelines, and what belongs to what ${preview ? "in a first preview" : "in an update"}`, async () => {
                const resources = await recorded(preview);
                assert.deepEqual([...resources].map(([key, { options }]) => `${key} < ${options.parent}`).sort(), [
                    ...own.map((key) => `${key} < ${registry}`),
                    `aws:iam/openIdConnectProvider:OpenIdConnectProvider ${name}-oidc-github < ${registry}`,
                    `aws:iam/openIdConnectProvider:OpenIdConnectProvider ${name}-oidc-gitlab < ${registry}`,
                    `aws:iam/role:Role ${name}-deploy < ${role}`,
                    `aws:iam/rolePolicy:RolePolicy ${name}-deploy-policy < ${role}`,
                    `aws:iam/rolePolicy:RolePolicy ${name}-registries-prod-ci-push < ${registry}`,
                    `${role} < ${registry}`,
                    `${registry} < `,
                ].sort());
            });
        }

        it("gives a pipeline a role that trusts as planned, and one policy", async () => {
            const resources = await recorded();
            assert.deepEqual(resources.get(`aws:iam/role:Role ${name}-deploy`)?.inputs, {
                name: "registries-prod-deploy", assumeRolePolicy: '{"title":"github may"}', tags: { team: "images" },
            });
            assert.deepEqual(resources.get(`aws:iam/rolePolicy:RolePolicy ${name}-deploy-policy`)?.inputs, {
                name: "registries-prod-deploy", role: "registries-prod-deploy", policy: '{"title":"push"}',
            });
        });

        it("makes a role after the provider that it trusts in, and no other", async () => {
            const { options } = (await recorded()).get(`aws:iam/role:Role ${name}-deploy`) ?? {};
            assert.deepEqual(options?.dependsOn, [`aws:iam/openIdConnectProvider:OpenIdConnectProvider ${name}-oidc-github`]);
        });

        it("protects providers as repositories are, as other stacks trust in them too", async () => {
            const provider = (await recorded()).get(`aws:iam/openIdConnectProvider:OpenIdConnectProvider ${name}-oidc-gitlab`);
            assert.deepEqual(provider?.inputs, { url: "https://gitlab.com", clientIdLists: ["https://gitlab.com"], tags: {} });
            assert.deepEqual([provider?.options.protect, provider?.options.retainOnDelete], [true, false]);
        });
    });
}

describe("declareAws()", () => {
    it("puts out what a pipeline and a reader need, none of it a secret", async () => {
        const { result } = await record(async () => valuesOf(declareAws(plan).declareConsumers([])), ANSWERS);
        assert.deepEqual(result, {
            repositories: { web: `${HOST}/web` },
            pipelines: { deploy: {
                roleArn: `arn:aws:iam::${ACCOUNT}:role/registries-prod-deploy`, account: ACCOUNT, region: "eu-central-1", host: HOST,
            } },
        });
    });
});

describe("declareAwsPublic()", () => {
    it("puts out the one region and host that public registries have", async () => {
        const { result } = await record(async () => valuesOf(declareAwsPublic(publicPlan).declareConsumers([])), ANSWERS);
        assert.deepEqual(result, {
            repositories: { "tools/cli": "public.ecr.aws/a1b2c3d4/tools/cli", "web": "public.ecr.aws/a1b2c3d4/web" },
            pipelines: { deploy: {
                roleArn: `arn:aws:iam::${ACCOUNT}:role/registries-prod-deploy`, account: ACCOUNT, region: "us-east-1", host: "public.ecr.aws",
            } },
        });
    });
});

describe("the SDK of AWS", () => {
    const loadedBy = (file: string) => {
        const script = `require("./${file}"); console.log(JSON.stringify(Object.keys(require.cache).filter((path) => /@pulumi.aws/.test(path)).map((path) => path.split("/aws/")[1])))`;
        const { stdout, stderr, status } = spawnSync(process.execPath, ["--import", "tsx", "-e", script], { cwd: join(__dirname, ".."), encoding: "utf8" });
        assert.equal(status, 0, stderr);
        return JSON.parse(stdout) as string[];
    };

    it("is loaded in no more parts than are needed", () => {
        const loaded = loadedBy("components/aws/aws");
        assert.ok(loaded.includes("ecr/index.js"), loaded.join());
        assert.deepEqual(loaded.filter((path) => !/^(types\/enums\/)?(ecr|ecrpublic|iam)\/|^(utilities|getCallerIdentity)\.js$|^package\.json$/.test(path)), []);
    });

    it("is not loaded by the program where it is not needed", () => assert.deepEqual(loadedBy("index"), []));
});

/** Returns outputs of a stack with the values that they come to. */
async function valuesOf(outputs: unknown): Promise<unknown> {
    if (typeof outputs !== "object" || outputs === null) {
        return outputs;
    }
    if ("isKnown" in outputs) {
        return valueOf(outputs as unknown as pulumi.Output<unknown>);
    }
    return Object.fromEntries(await Promise.all(Object.entries(outputs).map(async ([key, value]) => [key, await valuesOf(value)])));
}
