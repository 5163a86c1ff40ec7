import assert from "node:assert/strict";
import type { AccessSpec } from "../model/access/access-spec";
import type { AwsGrantee } from "../model/access/grantee";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import { planEcr, type EcrFacts } from "../model/ecr/plan-ecr";
import { planTagMutability } from "../model/ecr/tag-mutability";
import { formatProblem } from "../model/problem";
import { isProtected } from "../model/protect";
import { ACCOUNT, ARNS, cache, ecrCache, image, OTHER, requireEcr, template, type Values } from "./model-ecr-spec";

/** All of another account may pull everything. */
const PULLERS: readonly AccessSpec<AwsGrantee>[] = [{ at: 0, may: ["pull"], grantee: { account: OTHER } }];

function plan(keys: Values, facts: Partial<EcrFacts> = {}) {
    return planEcr(requireEcr(keys), { stack: "prod", images: [], access: [], ...facts });
}

function requirePlan(keys: Values, facts: Partial<EcrFacts> = {}): EcrPlan {
    const planned = plan(keys, facts);
    assert.deepEqual(planned.problems.map(formatProblem), []);
    assert.ok(planned.plan !== undefined);
    return planned.plan;
}

const REPOSITORY = { tagMutability: "IMMUTABLE", exclusionFilters: [], scanOnPush: true, encryption: { type: "AES256" }, forceDelete: false, tags: {} };
const OF_REPOSITORY = `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository`;

describe("planEcr()", () => {
    it("plans a registry of nothing but an image", () => {
        assert.deepEqual(requirePlan({}, { stack: "contoso/images/prod", images: [image("team-a/web", "latest")] }), {
            name: "registries-prod", account: ACCOUNT, region: "eu-central-1", partition: "aws",
            host: `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`, protect: true, tags: {},
            repositories: [{
                ...REPOSITORY, name: "team-a/web", tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: ["1", "1.4", "latest"],
            }],
            replication: [], pullThroughCache: [], creationTemplates: [], accountSettings: [], pullTimeExclusions: [], notices: [],
        });
    });

    it("plans encryption in two layers", () => {
        const [web] = requirePlan({ region: "us-gov-west-1", encryption: { dualLayer: true }, repositories: { web: {} } }).repositories;
        assert.deepEqual(web?.encryption, { type: "KMS_DSSE" });
    });

    it("plans a registry of another partition", () => {
        const { host, partition } = requirePlan({ region: "cn-north-1" });
        assert.deepEqual({ host, partition }, { host: `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`, partition: "aws-cn" });
    });

    it("plans repositories of images and of the configuration, and what differs of any", () => {
        const { repositories } = requirePlan({
            tags: { team: "a", cost: "1" }, encryption: { key: ARNS.key }, lifecycle: [{ untagged: true, pushedDays: 14 }], forceDelete: true,
            repositories: {
                web: { tags: { cost: "2" }, encryption: {}, lifecycle: [], scanOnPush: false, forceDelete: false },
                cache: { immutableTags: false }, tool: null,
            },
        }, { images: [image("web")] });
        const lifecyclePolicy = JSON.stringify({ rules: [{
            rulePriority: 1, selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 }, action: { type: "expire" },
        }] });
        const all = { ...REPOSITORY, encryption: { type: "KMS", key: ARNS.key }, tags: { team: "a", cost: "1" }, forceDelete: true, lifecyclePolicy };
        assert.deepEqual(repositories, [
            { ...all, name: "cache", tagMutability: "MUTABLE" },
            { ...all, name: "tool" },
            {
                ...REPOSITORY, name: "web", tagMutability: "IMMUTABLE_WITH_EXCLUSION", exclusionFilters: ["1", "1.4"],
                scanOnPush: false, encryption: { type: "KMS" }, tags: { team: "a", cost: "2" },
            },
        ]);
    });

    it("plans settings of the whole account and region in the words of ECR", () => {
        const planned = requirePlan({
            scanning: { type: "enhanced", rules: [{ frequency: "continuous", repositories: ["prod*"] }, { frequency: "push", repositories: ["*"] }] },
            replication: [{ to: ["eu-west-1", { region: "us-east-1", account: OTHER }], prefixes: ["team-a/"] }],
            replicationFrom: [OTHER], pullTimeExclusions: [ARNS.role],
            pullThroughCache: [cache(), ecrCache({ upstreamPrefix: "team-a", upstream: `${OTHER}.dkr.ecr.us-east-1.amazonaws.com`, role: ARNS.role })],
            accountSettings: { blobMounting: true, registryPolicyScope: "V2" },
        });
        assert.deepEqual(planned.scanning, {
            type: "ENHANCED", rules: [{ frequency: "CONTINUOUS_SCAN", repositories: ["prod*"] }, { frequency: "SCAN_ON_PUSH", repositories: ["*"] }],
        });
        assert.deepEqual(planned.replication, [{ destinations: [{ region: "eu-west-1", account: ACCOUNT }, { region: "us-east-1", account: OTHER }], prefixes: ["team-a/"] }]);
        assert.deepEqual(planned.pullThroughCache, [
            { prefix: "hub", upstreamUrl: "registry-1.docker.io", credentialArn: ARNS.secret },
            { prefix: "shared", upstreamUrl: `${OTHER}.dkr.ecr.us-east-1.amazonaws.com`, upstreamPrefix: "team-a", roleArn: ARNS.role },
        ]);
        assert.deepEqual(planned.accountSettings, [{ name: "BLOB_MOUNTING", value: "ENABLED" }, { name: "REGISTRY_POLICY_SCOPE", value: "V2" }]);
        assert.deepEqual(planned.pullTimeExclusions, [ARNS.role]);
        assert.match(planned.registryPolicy ?? "", /ecr:ReplicateImage/);
    });
});

describe("planEcr() of creation templates", () => {
    const PLAIN = { tagMutability: "MUTABLE", exclusionFilters: [], encryption: { type: "AES256" }, resourceTags: {} };

    it("plans what they say, and no role where nothing needs one", () => {
        const { creationTemplates, templateRole } = requirePlan({ creationTemplates: [
            template({ prefix: "ROOT", appliesTo: ["replication", "push"], movableTags: ["latest"], description: "d", lifecycle: [{ untagged: true, keep: 9 }] }),
            template(),
        ] });
        const [root, hub] = creationTemplates;
        assert.match(root?.lifecyclePolicy ?? "", /"countNumber":9/);
        assert.deepEqual({ ...root, lifecyclePolicy: "" }, {
            prefix: "ROOT", description: "d", appliedFor: ["CREATE_ON_PUSH", "REPLICATION"], tagMutability: "IMMUTABLE_WITH_EXCLUSION",
            exclusionFilters: ["latest"], encryption: { type: "AES256" }, lifecyclePolicy: "", resourceTags: {},
        });
        assert.deepEqual(hub, { ...PLAIN, prefix: "hub", appliedFor: ["PULL_THROUGH_CACHE"] });
        assert.equal(templateRole, undefined);
    });

    it("plans one role for all that need one, which may no more than they need", () => {
        const { creationTemplates, templateRole } = requirePlan({ name: "contoso", tags: { team: "a" }, creationTemplates: [
            template({ encryption: { key: ARNS.key } }), template({ prefix: "ROOT", appliesTo: ["replication"], tags: { a: "b" } }),
            template({ prefix: "managed", encryption: {} }), template({ prefix: "own", encryption: {}, role: ARNS.role }), template({ prefix: "plain" }),
        ] });
        assert.deepEqual(creationTemplates.map(({ prefix, role }) => [prefix, role]),
            [["ROOT", "create"], ["hub", "create"], ["managed", "create"], ["own", ARNS.role], ["plain", undefined]]);
        assert.deepEqual({ name: templateRole?.name, tags: templateRole?.tags }, { name: "contoso-ecr-templates", tags: { team: "a" } });
        assert.deepEqual(JSON.parse(templateRole?.trust ?? "").Statement,
            [{ Sid: "AmazonEcr", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" }]);
        assert.deepEqual(JSON.parse(templateRole?.policy ?? "").Statement, [
            { Sid: "CreateRepositories", Effect: "Allow", Action: "ecr:CreateRepository", Resource: ["*", "hub/*", "managed/*"].map((name) => `${OF_REPOSITORY}/${name}`) },
            { Sid: "ReplicateImages", Effect: "Allow", Action: "ecr:ReplicateImage", Resource: `${OF_REPOSITORY}/*` },
            { Sid: "TagRepositories", Effect: "Allow", Action: "ecr:TagResource", Resource: `${OF_REPOSITORY}/*` },
            { Sid: "UseKeys", Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: ARNS.key },
        ]);
    });

    it("makes one for each cache from which somebody may pull who needs a policy there", () => {
        const caches = { pullThroughCache: [cache(), cache({ prefix: "ghcr", upstream: "ghcr.io" })] };
        assert.deepEqual(requirePlan(caches).creationTemplates, []);
        const { creationTemplates } = requirePlan({ ...caches, creationTemplates: [template({ description: "own" })] }, { access: PULLERS });
        const own = creationTemplates.map(({ repositoryPolicy, ...rest }) => ({ ...rest, mayPull: repositoryPolicy?.includes(OTHER) }));
        assert.deepEqual(own, [
            { ...PLAIN, prefix: "ghcr", appliedFor: ["PULL_THROUGH_CACHE"], mayPull: true },
            { ...PLAIN, prefix: "hub", description: "own", appliedFor: ["PULL_THROUGH_CACHE"], mayPull: true },
        ]);
    });

    it("gives a template that a cache needs the settings of the nearest one above", () => {
        const lifecycle = [{ untagged: true, keep: 9 }];
        const above = [template({ prefix: "ROOT", lifecycle }), template({ prefix: "team", description: "nearest" })];
        const keys = (prefix: string) => ({ pullThroughCache: [ecrCache({ prefix })], creationTemplates: above });
        const made = (prefix: string) => requirePlan(keys(prefix), { access: PULLERS }).creationTemplates.find((plan) => plan.prefix === prefix);
        assert.deepEqual([made("hub")?.lifecyclePolicy !== undefined, made("hub")?.appliedFor], [true, ["PULL_THROUGH_CACHE"]]);
        assert.deepEqual([made("team/hub")?.lifecyclePolicy, made("team/hub")?.description], [undefined, "nearest"]);
    });

    const bad: readonly (readonly [title: string, keys: Values, facts: Partial<EcrFacts>, want: RegExp])[] = [
        ["a template that keeps from pulling", { pullThroughCache: [cache()], creationTemplates: [template({ appliesTo: ["push"] })] }, { access: PULLERS },
            /creationTemplates\[0\]\.appliesTo: required is pull-through-cache among others.*now "push"$/],
        ["a role's name that IAM does not take", { creationTemplates: [template({ encryption: {} })] }, { stack: "s".repeat(50) },
            /registry\.name: required is .*1 to 48 .*now nothing, which makes "registries-s+-ecr-templates"$/],
        ["what rules refuse", { movableTags: ["*"] }, {}, /registry\.movableTags\[0\]: /],
    ];
    for (const [title, keys, facts, want] of bad) {
        it(`refuses ${title}`, () => {
            const planned = plan(keys, facts);
            assert.equal(planned.plan, undefined);
            assert.match(planned.problems.map(formatProblem).join("\n"), want);
        });
    }
});

describe("planEcr().notices", () => {
    const rows: readonly (readonly [title: string, keys: Values, facts: Partial<EcrFacts>, ...want: RegExp[]])[] = [
        ["nothing of an ordinary registry", { lifecycle: [{ tagPatterns: ["pr-*"], keep: 9 }] }, { images: [image("web")] }],
        ["what lifecycles do that one may not expect", {
            lifecycle: [{ untagged: true, pushedDays: 9 }], repositories: { web: { lifecycle: [{ tagPatterns: ["pr-*"], pushedDays: 9, archive: true }] } },
            creationTemplates: [template({ lifecycle: [{ any: true, keep: 9 }] })],
        }, { images: [image("web")] }, /eu-central-1: lifecycle\[0\]: /, /: repositories\.web: lifecycle\[0\]: .*404/, /: creationTemplates\[0\]: lifecycle\[0\]: /, /from now on$/],
        ["who owns what there is once", { replicationFrom: [OTHER], accountSettings: { blobMounting: true } }, {},
            new RegExp(`^registry ${ACCOUNT} in eu-central-1: the registry's policy and BLOB_MOUNTING hold for the whole account and region: `)],
        ["what scanning is not about", { scanning: { type: "basic", rules: [{ frequency: "push", repositories: ["prod*", "we"] }] }, repositories: { web: {}, tool: {}, "prod-x": {} } }, {},
            /: scanning holds for /, /not scanOnPush$/, /no rule of scanning is about tool$/],
        ["what replication leaves", { replication: [{ to: [{ region: "eu-west-1", account: OTHER }] }] }, {},
            /replication holds for/, /copies what is pushed from now on/, new RegExp(`account ${OTHER} has to name ${ACCOUNT} in the replicationFrom`)],
        ["what cannot be changed", { repositories: { web: { encryption: {} } } }, {}, /encryption is fixed/],
        ["what is deleted", { forceDelete: true, repositories: { web: {}, tool: {} } }, { stack: "dev" }, /to delete tool and web is to delete the images/],
        ["nothing of what the engine does not delete", { forceDelete: true, repositories: { web: {} } }, { stack: "prod" }],
        ["a cache of all names", { pullThroughCache: [cache({ prefix: "ROOT" })], repositories: { web: {} } }, {}, /prefix ROOT is of this stack's repositories too/],
        ["what is encrypted otherwise", { encryption: {}, creationTemplates: [template(), template({ prefix: "own", encryption: {} })] }, {},
            /from now on$/, /role registries-prod-ecr-templates/, /: the creation template for hub has no encryption with AWS KMS, unlike the registry$/],
        ["a cache that stands still", { pullThroughCache: [cache()], creationTemplates: [template({ immutableTags: true, tags: { a: "b" } })] }, {},
            /cache hub does not follow/, /from now on$/, /with the role registries-prod-ecr-templates/, /needs ecr:TagResource too$/],
    ];
    for (const [title, keys, facts, ...want] of rows) {
        it(`tell ${title}`, () => {
            const { notices } = requirePlan(keys, facts);
            assert.equal(notices.length, want.length, notices.join("\n"));
            want.forEach((pattern, index) => assert.match(notices[index] ?? "", pattern));
        });
    }
});

describe("planTagMutability()", () => {
    const rows: readonly (readonly [title: string, movable: readonly string[], floating: readonly (readonly string[])[], want: readonly string[]])[] = [
        ["tags of several images, once and sorted", [], [["1.4", "1"], ["latest", "1"]], ["1", "1.4", "latest"]],
        ["what is written first, as it is", ["z-*", "cache"], [["a"]], ["z-*", "cache", "a"]],
        ["no tag that a pattern covers", ["feature-*"], [["feature-x", "1"]], ["feature-*", "1"]],
        ["nothing where no tag moves", [], [[]], []],
    ];
    for (const [title, movableTags, floating, exclusionFilters] of rows) {
        it(`excludes ${title}`, () => {
            const planned = planTagMutability({ immutableTags: true, movableTags }, floating.map((floatingTags) => ({ floatingTags })));
            assert.deepEqual(planned, { tagMutability: exclusionFilters.length > 0 ? "IMMUTABLE_WITH_EXCLUSION" : "IMMUTABLE", exclusionFilters });
        });
    }

    it("goes on to the next version's tags", () => {
        const [before, after] = [["1.4", "1"], ["1.5", "1"]].map((floatingTags) =>
            planTagMutability({ immutableTags: true, movableTags: ["latest"] }, [{ floatingTags }]).exclusionFilters);
        assert.deepEqual([before, after], [["latest", "1", "1.4"], ["latest", "1", "1.5"]]);
    });
});

describe("isProtected()", () => {
    const rows: readonly (readonly [stack: string, want: boolean])[] = [
        ["prod", true], ["dev", false], ["contoso/images/dev-anna", false], ["device", true], ["test", false], ["local", false], ["dev/images/prod", true],
    ];
    for (const [stack, want] of rows) {
        it(`says ${want} of ${stack}, unless asked otherwise`, () => {
            assert.deepEqual([isProtected(undefined, stack), isProtected(true, stack), isProtected(false, stack)], [want, true, false]);
        });
    }
});
