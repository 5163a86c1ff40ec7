import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EcrPublicRegistry } from "../components/aws/ecr-public-registry";
import { formatRepositoryPolicy } from "../model/ecr/access/repository-policy";
import type { EcrPublicPlan } from "../model/ecr/public/ecr-public-plan";
import { ANSWERS, CALLS, grants, open, OTHER_ACCOUNT } from "./components-ecr-plans";
import { record, valueOf, type Answers, type Recorded } from "./record";

const COMPONENT = "registries:aws:EcrPublicRegistry ecr-public";
const POLICY = "aws:ecrpublic/repositoryPolicy:RepositoryPolicy ecr-public-policy-web";
const REPOSITORIES = ["tools/cli", "web"].map((name) => `aws:ecrpublic/repository:Repository ecr-public-${name}`);
const IDENTITY = "aws:iam/rolePolicy:RolePolicy ecr-public-registries-prod-ci-push";

async function recorded(plan: EcrPublicPlan, preview = false, answers: Answers = ANSWERS): Promise<Map<string, Recorded>> {
    const { resources } = await record(() => new EcrPublicRegistry("ecr-public", { plan }).grant(grants), answers, { calls: CALLS, preview });
    return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));
}

describe("EcrPublicRegistry", () => {
    for (const preview of [false, true]) {
        it(`registers exactly its repositories and what is granted ${preview ? "in a first preview" : "in an update"}`, async () => {
            const resources = await recorded(open, preview);
            assert.deepEqual([...resources.keys()].sort(), [...REPOSITORIES, POLICY, IDENTITY, COMPONENT].sort());
            assert.deepEqual([...resources.values()].flatMap(({ custom, options }) => (custom ? options.parent : [])), Array(4).fill(COMPONENT));
        });
    }

    const inputs: [name: string, want: object][] = [
        [REPOSITORIES[0] ?? "", {
            repositoryName: "tools/cli",
            region: "us-east-1",
            forceDestroy: false,
            tags: { team: "images" },
            catalogData: { description: "A tool", usageText: "docker run", architectures: ["x86-64"], operatingSystems: ["Linux"] },
        }],
        [REPOSITORIES[1] ?? "", { repositoryName: "web", region: "us-east-1", forceDestroy: true, tags: {} }],
        [POLICY, { repositoryName: "web", region: "us-east-1", policy: formatRepositoryPolicy(open, [{ may: ["push"], grantee: { account: OTHER_ACCOUNT } }]) }],
        [IDENTITY, { name: "registries-prod-ci-push", role: "ci", policy: '{"title":"ci pushes"}' }],
    ];
    for (const [name, want] of inputs) {
        it(`asks for ${name} as planned`, async () => {
            assert.deepEqual((await recorded(open)).get(name)?.inputs, want);
        });
    }

    for (const protect of [true, false]) {
        it(`takes its repositories, and nothing else, as ${protect ? "protected" : "free to go"}`, async () => {
            const resources = await recorded({ ...open, protect });
            assert.deepEqual([...resources].filter(([, { options }]) => options.protect).map(([name]) => name), protect ? REPOSITORIES : []);
        });
    }

    it("frees a repository's name before it is taken again, and gives the new one its policy", async () => {
        const resources = await recorded(open);
        assert.deepEqual(REPOSITORIES.map((name) => resources.get(name)?.options.deleteBeforeReplace), [true, true]);
        assert.deepEqual(resources.get(POLICY)?.options.dependsOn, [REPOSITORIES[1]]);
    });

    it("hands out URLs with the alias that AWS gave", async () => {
        const { result } = await record(async () => {
            const registry = new EcrPublicRegistry("ecr-public", { plan: open });
            const outputs = [registry.host, registry.repository("tools/cli").url, ...Object.values(registry.urls)];
            return [...await Promise.all(outputs.map(valueOf)), registry.repository("web").resources.length];
        }, ANSWERS);
        assert.deepEqual(result, ["public.ecr.aws", ...["tools/cli", "tools/cli", "web"].map((name) => `public.ecr.aws/a1b2c3d4/${name}`), 1]);
    });

    it("knows no repository but those of the plan", async () => {
        const missing = record(() => void new EcrPublicRegistry("ecr-public", { plan: open }).repository("cli"), ANSWERS);
        await assert.rejects(missing, /RangeError: Cannot push to "cli" as a public repository of this stack/);
    });

    it("logs in once, after its repositories and what is granted to roles", async () => {
        const { result } = await record(async () => {
            const registry = new EcrPublicRegistry("ecr-public", { plan: open });
            registry.grant(grants);
            const { credentials } = registry;
            return [credentials === registry.credentials, credentials.username, await pulumi.isSecret(credentials.password), await valueOf(credentials.password)];
        }, ANSWERS, { calls: CALLS });
        assert.deepEqual(result, [true, "AWS", true, "public-token"]);
    });

    it("says that a repository was made in another account, and each notice", async () => {
        const lines: string[] = [];
        const { error, log } = console;
        console.error = console.log = (line: string) => void lines.push(line);
        try {
            const answers: Answers = { ...ANSWERS, "aws:ecrpublic/repository:Repository": () => ({ registryId: OTHER_ACCOUNT }) };
            await recorded({ ...open, repositories: open.repositories.slice(1), notices: ["everybody may pull"] }, false, answers);
        } finally {
            Object.assign(console, { error, log });
        }
        assert.equal(lines[0], "info: [runtime] everybody may pull");
        assert.match(lines[1] ?? "", /^error: \[runtime\] Cannot use "web" as a repository of the account "111122223333"/);
        assert.equal(lines.length, 2);
    });
});
