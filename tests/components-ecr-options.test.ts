import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { EcrRegistry } from "../components/aws/ecr-registry";
import { requireLogin } from "../components/credentials";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import { ACCOUNT, ANSWERS, basic, CALLS, full, grants, OTHER_ACCOUNT } from "./components-ecr-plans";
import { record, valueOf, type Answers, type Recorded } from "./record";

const POLICY = "ecr/repositoryPolicy:RepositoryPolicy";
const ROLE_POLICY = "iam/rolePolicy:RolePolicy";
const TEMPLATE_ROLE = ["iam/role:Role ecr-template-role", `${ROLE_POLICY} ecr-template-role-policy`];

/** Returns what a program registered, by `type name` without the provider's prefix. */
async function recorded(plan: EcrPlan, { preview = false, more = (_: EcrRegistry): void => undefined } = {}): Promise<Map<string, Recorded>> {
    const { resources } = await record(() => {
        const registry = new EcrRegistry("ecr", { plan });
        more(registry);
        registry.declarePolicies();
    }, ANSWERS, { calls: CALLS, preview });
    return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`.replace(/^aws:/, ""), resource]));
}

describe("EcrRegistry treats", () => {
    for (const protect of [true, false]) {
        it(`repositories, and nothing else, as ${protect ? "protected" : "free to go"}`, async () => {
            const resources = await recorded({ ...full, protect });
            const guarded = [...resources].filter(([, { options }]) => options.protect).map(([name]) => name);
            assert.deepEqual(guarded, protect ? ["ecr/repository:Repository ecr-team-a/worker", "ecr/repository:Repository ecr-web"] : []);
        });
    }

    for (const preview of [false, true]) {
        const settings = ["BASIC_SCAN_TYPE_VERSION", "REGISTRY_POLICY_SCOPE"].map((name) => `ecr/accountSetting:AccountSetting ecr-setting-${name}`);
        const order: [later: string, earlier: string[]][] = [
            ["ecr/registryPolicy:RegistryPolicy ecr-policy", settings],
            ["ecr/registryScanningConfiguration:RegistryScanningConfiguration ecr-scanning", settings],
            ["ecr/replicationConfiguration:ReplicationConfiguration ecr-replication", ["ecr/registryPolicy:RegistryPolicy ecr-policy"]],
            ["ecr/lifecyclePolicy:LifecyclePolicy ecr-lifecycle-team-a/worker", ["ecr/repository:Repository ecr-team-a/worker"]],
            ["ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-docker-hub", TEMPLATE_ROLE],
            ["ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-ROOT", []],
            ["ecr/pullThroughCacheRule:PullThroughCacheRule ecr-cache-shared", [
                ...["ROOT", "docker-hub"].map((prefix) => `ecr/repositoryCreationTemplate:RepositoryCreationTemplate ecr-template-${prefix}`),
                ...TEMPLATE_ROLE,
            ]],
            [`${ROLE_POLICY} ecr-template-role-policy`, ["iam/role:Role ecr-template-role"]],
            [`${POLICY} ecr-policy-web`, ["ecr/repository:Repository ecr-web"]],
            ["ecr/repository:Repository ecr-web", []],
        ];
        it(`each part as later than what it needs, and than nothing else, ${preview ? "in a first preview" : "in an update"}`, async () => {
            const resources = await recorded(full, { preview, more: (registry) => registry.grant(grants) });
            for (const [later, earlier] of order) {
                assert.deepEqual(resources.get(later)?.options.dependsOn, earlier.map((name) => `aws:${name}`).sort(), later);
            }
        });
    }

    it("what has a name of its own, or is the only one of its kind, as to be deleted before it is made again", async () => {
        const resources = await recorded(full, { more: (registry) => registry.grant(grants) });
        const others = [...resources].filter(([, { options, custom }]) => custom && !options.deleteBeforeReplace).map(([name]) => name);
        assert.deepEqual(others, [...TEMPLATE_ROLE, `${ROLE_POLICY} ecr-registries-prod-ci-push`].sort());
    });

    it("nothing as secret", async () => {
        assert.deepEqual([...await recorded(full)].flatMap(([, { options }]) => [...options.secrets, ...options.additionalSecretOutputs]), []);
    });
});

describe("EcrRegistry grants", () => {
    const root = `arn:aws:iam::${OTHER_ACCOUNT}:root`;
    const outsider = `arn:aws:iam::${OTHER_ACCOUNT}:role/runner`;

    it("what is planned: to a role of the account by a policy of its own, to others by the repository's", async () => {
        const resources = await recorded(full, { more: (registry) => registry.grant(grants) });
        assert.deepEqual(resources.get(`${ROLE_POLICY} ecr-registries-prod-ci-push`)?.inputs, {
            name: "registries-prod-ci-push", role: "ci", policy: '{"title":"ci pushes"}',
        });
        const { policy, ...inputs } = resources.get(`${POLICY} ecr-policy-web`)?.inputs ?? {};
        assert.deepEqual(inputs, { repository: "web", region: "eu-central-1" });
        assert.deepEqual(statementsIn(policy), [["Push", { AWS: root }]]);
        assert.deepEqual(policiesOf(resources), ["ecr-policy-web"]);
    });

    it("to a role of the account: its login, and just what is asked for", async () => {
        const resources = await recorded(full, { more: (registry) => registry.grantPush("ci", { role: pulumi.output("ci") }, ["team-a/"]) });
        const granted = resources.get(`${ROLE_POLICY} ecr-registries-prod-ci-push`);
        assert.deepEqual([granted?.inputs["name"], granted?.inputs["role"], granted?.options.parent], ["registries-prod-ci-push", "ci", "registries:aws:EcrRegistry ecr"]);
        const { Statement } = JSON.parse(String(granted?.inputs["policy"])) as { Statement: { Resource: string; Action: unknown }[] };
        assert.deepEqual(Statement.map(({ Resource }) => Resource), ["*", `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/team-a/worker`]);
        assert.equal(Statement[0]?.Action, "ecr:GetAuthorizationToken");
        assert.match(JSON.stringify(Statement[1]?.Action), /ecr:PutImage/);
        assert.deepEqual(policiesOf(resources), []);
    });

    it("to a role of the account on all: what caches fill too", async () => {
        const resources = await recorded(full, { more: (registry) => registry.grantPull("reader", { role: "reader" }) });
        const policy = String(resources.get(`${ROLE_POLICY} ecr-registries-prod-reader-pull`)?.inputs["policy"]);
        for (const name of ["web", "team-a/worker", "docker-hub/*", "shared/*"]) {
            assert.ok(policy.includes(`"arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/${name}"`), policy);
        }
    });

    it("to several on one repository in one policy, together with what was planned", async () => {
        const resources = await recorded(full, { more: (registry) => {
            registry.grant(grants);
            registry.grantPull("runner", { roleArn: pulumi.output(outsider) }, ["web"]);
            registry.grantDelete("sweeper", { account: OTHER_ACCOUNT }, ["web"]);
            registry.grantPull("everybody", { organization: "o-a1b2c3d4e5" });
            registry.grantPull("functions", { lambda: `arn:aws:lambda:eu-central-1:${OTHER_ACCOUNT}:function:*` }, ["web"]);
        } });
        assert.deepEqual(policiesOf(resources), ["ecr-policy-team-a/worker", "ecr-policy-web"]);
        assert.deepEqual(statementsIn(resources.get(`${POLICY} ecr-policy-team-a/worker`)?.inputs["policy"]), [["OrganizationPull", "*"]]);
        assert.deepEqual(statementsIn(resources.get(`${POLICY} ecr-policy-web`)?.inputs["policy"]), [
            ["LambdaPull", { Service: "lambda.amazonaws.com" }],
            ["OrganizationPull", "*"],
            ["Pull", { AWS: outsider }],
            ["PushDelete", { AWS: root }],
        ]);
    });

    it("to somebody who is not known in a first preview, without losing sight of the policy", async () => {
        const resources = await recorded(full, {
            preview: true,
            more: (registry) => registry.grantPull("runner", { roleArn: pulumi.output({ arn: pulumi.unknown }).apply(({ arn }) => String(arn)) }, ["web"]),
        });
        assert.deepEqual(policiesOf(resources), ["ecr-policy-web"]);
    });

    const bad: [title: string, plan: EcrPlan, grant: (registry: EcrRegistry) => void, want: RegExp][] = [
        ["on a repository that the stack has not", full, (registry) => registry.grantPull("ci", { role: "ci" }, ["web", "wbe"]), /Cannot grant anything on "wbe": this stack has web, team-a\/worker/],
        ["below a prefix where there is none", full, (registry) => registry.grantPull("ci", { account: OTHER_ACCOUNT }, ["team-b/"]), /Cannot grant anything on "team-b\/"/],
        ["where there are no repositories", { ...basic, repositories: [] }, (registry) => registry.grantPull("ci", { role: "ci" }), /this stack has none/],
        ["in a policy that is declared", full, (registry) => {
            registry.declarePolicies();
            registry.grantPull("late", { account: OTHER_ACCOUNT });
        }, /Cannot grant anything more on a repository: its policy is declared/],
    ];
    for (const [title, plan, grant, want] of bad) {
        it(`nothing ${title}`, async () => {
            await assert.rejects(recorded(plan, { more: grant }), want);
        });
    }
});

describe("EcrRegistry logs in", () => {
    const GET_TOKEN = "aws:ecr/getAuthorizationToken:getAuthorizationToken";

    it("once, to the account and region of its host, after all that it consists of and has granted", async () => {
        const order: unknown[] = [];
        const answers: Answers = Object.fromEntries(Object.entries(ANSWERS).map(([type, answer]) => [type, (inputs) => {
            order.push(type);
            return answer(inputs);
        }]));
        const calls: Answers = { [GET_TOKEN]: (inputs) => {
            order.push(inputs);
            return { password: "ecr-token" };
        } };
        const { result } = await record(async () => {
            const registry = new EcrRegistry("ecr", { plan: full });
            registry.grant(grants);
            const { credentials } = registry;
            const { username, password } = credentials;
            await requireLogin(credentials);
            return [credentials === registry.credentials, username, await pulumi.isSecret(password), await valueOf(password)];
        }, answers, { calls });
        assert.deepEqual(result, [true, "AWS", true, "ecr-token"]);
        assert.deepEqual(order.filter((one) => typeof one === "object"), [{ registryId: ACCOUNT, region: "eu-central-1" }]);
        assert.deepEqual(order.at(-1), { registryId: ACCOUNT, region: "eu-central-1" });
        assert.equal(order.length, 17);
    });

    it("not at all where nothing is pushed", async () => {
        const { resources } = await record(() => void new EcrRegistry("ecr", { plan: basic }), ANSWERS);
        assert.equal(resources.length, 2);
    });
});

function policiesOf(resources: ReadonlyMap<string, Recorded>): string[] {
    return [...resources.values()].filter(({ type }) => type.endsWith(":RepositoryPolicy")).map(({ name }) => name);
}

/** Returns each statement's name and whom it is for. */
function statementsIn(policy: unknown): [string, unknown][] {
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Sid: string; Principal: unknown }[] };
    return Statement.map(({ Sid, Principal }) => [Sid, Principal]);
}
