import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { EcrRegistry } from "../components/aws/ecr-registry";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import { ACCOUNT, ANSWERS, basic, CALLS, full, HOST, OTHER_ACCOUNT, SCANNER } from "./components-ecr-plans";
import { record, valueOf, type Answers, type Recorded } from "./record";

const COMPONENT = "registries:aws:EcrRegistry ecr";

const PARTS = [
    "ecr/accountSetting:AccountSetting ecr-setting-BASIC_SCAN_TYPE_VERSION",
    "ecr/accountSetting:AccountSetting ecr-setting-REGISTRY_POLICY_SCOPE",
    "ecr/lifecyclePolicy:LifecyclePolicy ecr-lifecycle-team-a/worker",
    "ecr/pullThroughCacheRule:PullThroughCacheRule ecr-cache-docker-hub",
    "ecr/pullThroughCacheRule:PullThroughCacheRule ecr-cache-shared",
    `ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion ecr-exclusion-${ACCOUNT}-role/security/scanner`,
    "ecr/registryPolicy:RegistryPolicy ecr-policy",
    "ecr/registryScanningConfiguration:RegistryScanningConfiguration ecr-scanning",
    "ecr/replicationConfiguration:ReplicationConfiguration ecr-replication",
    "ecr/repository:Repository ecr-team-a/worker",
    "ecr/repository:Repository ecr-web",
    "ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-ROOT",
    "ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-docker-hub",
    "iam/role:Role ecr-template-role",
    "iam/rolePolicy:RolePolicy ecr-template-role-policy",
];

const plans: [title: string, plan: EcrPlan, resources: string[]][] = [
    ["a registry of one repository", basic, ["ecr/repository:Repository ecr-web"]],
    ["a registry without any", { ...basic, repositories: [] }, []],
    ["a full registry", full, PARTS],
    ["a full registry whose parts come in another order", {
        ...full,
        repositories: [...full.repositories].reverse(),
        creationTemplates: [...full.creationTemplates].reverse(),
        pullThroughCache: [...full.pullThroughCache].reverse(),
        accountSettings: [...full.accountSettings].reverse(),
    }, PARTS],
];

async function recorded(plan: EcrPlan, preview = false, answers: Answers = ANSWERS): Promise<Map<string, Recorded>> {
    const { resources } = await record(() => {
        const registry = new EcrRegistry("ecr", { plan });
        registry.declarePolicies();
    }, answers, { calls: CALLS, preview });
    return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`.replace(/^aws:/, ""), resource]));
}

const inputsOf = async (name: string) => (await recorded(full)).get(name)?.inputs;

describe("EcrRegistry", () => {
    for (const [title, plan, want] of plans) {
        for (const preview of [false, true]) {
            it(`registers exactly the resources of ${title} ${preview ? "in a first preview" : "in an update"}`, async () => {
                const resources = await recorded(plan, preview);
                assert.deepEqual([...resources.keys()].sort(), [...want, COMPONENT].sort());
                const parents = [...resources.values()].filter(({ custom }) => custom).map(({ options }) => options.parent);
                assert.deepEqual(parents, want.map(() => COMPONENT));
            });
        }
    }

    it("says the region of each resource of ECR itself", async () => {
        for (const [name, { inputs }] of await recorded(full)) {
            assert.equal(inputs["region"], name.startsWith("ecr/") ? "eu-central-1" : undefined, name);
        }
    });

    const inputs: [name: string, want: object][] = [
        ["ecr/repository:Repository ecr-web", {
            name: "web",
            imageTagMutability: "IMMUTABLE",
            imageScanningConfiguration: { scanOnPush: true },
            encryptionConfigurations: [{ encryptionType: "AES256" }],
            forceDelete: false,
            tags: { team: "images" },
        }],
        ["ecr/repository:Repository ecr-team-a/worker", {
            name: "team-a/worker",
            imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters: [{ filter: "latest", filterType: "WILDCARD" }, { filter: "1.*", filterType: "WILDCARD" }],
            imageScanningConfiguration: { scanOnPush: false },
            encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: full.repositories[1]?.encryption.key }],
            forceDelete: true,
            tags: {},
        }],
        ["ecr/lifecyclePolicy:LifecyclePolicy ecr-lifecycle-team-a/worker", { repository: "team-a/worker", policy: '{"title":"lifecycle"}' }],
        ["ecr/registryScanningConfiguration:RegistryScanningConfiguration ecr-scanning", {
            scanType: "ENHANCED",
            rules: [{ scanFrequency: "CONTINUOUS_SCAN", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
        }],
        ["ecr/replicationConfiguration:ReplicationConfiguration ecr-replication", {
            replicationConfiguration: {
                rules: [
                    {
                        destinations: [{ region: "eu-west-1", registryId: ACCOUNT }, { region: "eu-west-1", registryId: OTHER_ACCOUNT }],
                        repositoryFilters: [{ filter: "team-a/", filterType: "PREFIX_MATCH" }],
                    },
                    { destinations: [{ region: "us-east-1", registryId: ACCOUNT }] },
                ],
            },
        }],
        ["ecr/registryPolicy:RegistryPolicy ecr-policy", { policy: '{"title":"registry"}' }],
        ["ecr/pullThroughCacheRule:PullThroughCacheRule ecr-cache-docker-hub", {
            ecrRepositoryPrefix: "docker-hub",
            upstreamRegistryUrl: "registry-1.docker.io",
            credentialArn: full.pullThroughCache[0]?.credentialArn,
        }],
        ["ecr/pullThroughCacheRule:PullThroughCacheRule ecr-cache-shared", {
            ecrRepositoryPrefix: "shared",
            upstreamRegistryUrl: `${OTHER_ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`,
            upstreamRepositoryPrefix: "base",
            customRoleArn: SCANNER,
        }],
        ["ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-docker-hub", {
            prefix: "docker-hub",
            description: "what is cached",
            appliedFors: ["PULL_THROUGH_CACHE"],
            imageTagMutability: "MUTABLE",
            encryptionConfigurations: [{ encryptionType: "KMS" }],
            lifecyclePolicy: '{"title":"cached"}',
            repositoryPolicy: '{"title":"readers"}',
            resourceTags: { team: "images" },
            customRoleArn: `arn:aws:iam::${ACCOUNT}:role/registries-prod-templates`,
        }],
        ["ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-ROOT", {
            prefix: "ROOT",
            appliedFors: ["CREATE_ON_PUSH", "REPLICATION"],
            imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
            imageTagMutabilityExclusionFilters: [{ filter: "latest", filterType: "WILDCARD" }],
            encryptionConfigurations: [{ encryptionType: "AES256" }],
        }],
        ["ecr/accountSetting:AccountSetting ecr-setting-REGISTRY_POLICY_SCOPE", { name: "REGISTRY_POLICY_SCOPE", value: "V2" }],
        [`ecr/pullTimeUpdateExclusion:PullTimeUpdateExclusion ecr-exclusion-${ACCOUNT}-role/security/scanner`, { principalArn: SCANNER }],
        ["iam/role:Role ecr-template-role", { name: "registries-prod-templates", assumeRolePolicy: '{"title":"ecr may"}', tags: { team: "images" } }],
        ["iam/rolePolicy:RolePolicy ecr-template-role-policy", {
            name: "registries-prod-templates", role: "registries-prod-templates", policy: '{"title":"make repositories"}',
        }],
    ];
    for (const [name, want] of inputs) {
        it(`asks for ${name} as planned`, async () => {
            const { region: _, ...now } = await inputsOf(name) ?? {};
            assert.deepEqual(now, want);
        });
    }

    it("hands out the host, and URLs that are known before anything is made", async () => {
        const { result } = await record(async () => {
            const registry = new EcrRegistry("ecr", { plan: full });
            const outputs = [registry.host, registry.repository("team-a/worker").url, ...Object.values(registry.urls)];
            return { known: await Promise.all(outputs.map(isKnown)), values: await Promise.all(outputs.map(valueOf)) };
        }, ANSWERS, { preview: true });
        assert.deepEqual(result.values, [HOST, `${HOST}/team-a/worker`, `${HOST}/web`, `${HOST}/team-a/worker`]);
        assert.deepEqual(result.known, result.values.map(() => true));
    });

    it("says what has to be there before a push: the repository, and what holds for pushes after it alone", async () => {
        const { result } = await record(async () => {
            const { resources } = new EcrRegistry("ecr", { plan: full }).repository("web");
            return Promise.all(resources.map(async ({ urn }) => (await valueOf(urn)).split("::").at(-1)));
        }, ANSWERS);
        assert.deepEqual([...result].sort(), PARTS.map((part) => part.split(" ")[1]).filter((name) => !/team-a\/worker$/.test(name ?? "")).sort());
    });

    it("knows no repository but those of the plan", async () => {
        await assert.rejects(
            record(() => void new EcrRegistry("ecr", { plan: basic }).repository("wbe"), ANSWERS),
            /RangeError: Cannot push to "wbe" as a repository of this stack/,
        );
    });

    it("says each notice once", async () => {
        assert.deepEqual(await said("log", { ...basic, notices: ["tags stay", "another"] }), ["info: [runtime] tags stay", "info: [runtime] another"]);
    });

    it("says that a repository was made in another account, which its state alone does not tell", async () => {
        const answers: Answers = { ...ANSWERS, "aws:ecr/repository:Repository": () => ({ registryId: OTHER_ACCOUNT }) };
        const [line, ...others] = await said("error", basic, answers);
        assert.match(String(line), /Cannot use "web" as a repository of the account "111122223333": the stack has made it in "444455556666"/);
        assert.deepEqual(others, []);
        assert.deepEqual(await said("error", basic), []);
    });

    it("fails on a resource that nobody expects", async () => {
        const { "aws:ecr/repository:Repository": _, ...answers } = ANSWERS;
        await assert.rejects(recorded(basic, false, answers), /nobody answers for aws:ecr\/repository:Repository/);
    });
});

/** Returns what an update writes to the console. */
async function said(stream: "log" | "error", plan: EcrPlan, answers: Answers = ANSWERS): Promise<string[]> {
    const lines: string[] = [];
    const { [stream]: before } = console;
    console[stream] = (line: string) => void lines.push(line);
    try {
        await recorded(plan, false, answers);
    } finally {
        console[stream] = before;
    }
    return lines;
}

function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
    return (output as unknown as { readonly isKnown: Promise<boolean> }).isKnown;
}
