import assert from "node:assert/strict";
import { declareAws, declareAwsPublic } from "../components/aws/aws";
import { requireAccount } from "../components/aws/caller";
import { requireLogin } from "../components/credentials";
import { formatIdentityPolicy } from "../model/ecr/access/identity-policy";
import type { AwsPlan } from "../model/ecr/aws-plan";
import type { EcrPlan } from "../model/ecr/ecr-plan";
import { AwsError } from "./aws/aws-error";
import { startAwsDouble, type AwsDouble } from "./aws/double";
import { ACCOUNT, basic, grants, HOST, oidcProviders, open, OTHER_ACCOUNT, pipeline } from "./components-ecr-plans";
import { DoubledStack, type Ran } from "./provider/doubled-stack";

const GITHUB = "token.actions.githubusercontent.com";

const TRUST = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${GITHUB}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com", [`${GITHUB}:sub`]: "repo:contoso/shop:environment:production" } },
    }],
});

const LIFECYCLE = JSON.stringify({
    rules: [{ rulePriority: 1, selection: { tagStatus: "untagged", countType: "imageCountMoreThan", countNumber: 3 }, action: { type: "expire" } }],
});

/** With documents that AWS takes. */
function planOf(changes: Partial<EcrPlan>, { encryption }: Pick<EcrPlan["repositories"][number], "encryption"> = { encryption: { type: "AES256" } }): AwsPlan<EcrPlan> {
    const registry = { ...basic, ...changes, repositories: basic.repositories.map((one) => ({ ...one, lifecyclePolicy: LIFECYCLE, encryption })) };
    const policy = formatIdentityPolicy(registry, [{ may: ["push"], repositories: ["web"], caches: [] }]);
    return {
        registry,
        grants: { ...grants, identities: grants.identities.map((identity) => ({ ...identity, policy })) },
        pipelines: [{ ...pipeline, trust: TRUST, policy }],
        oidcProviders: oidcProviders.slice(0, 1),
    };
}

const allowing = (account: string) => `config:\n  aws:allowedAccountIds: ["${account}"]\n`;

describe("registries on AWS under the real engine", function () {
    this.timeout(180_000);

    let double: AwsDouble;
    let stack: DoubledStack;
    let plan: AwsPlan<EcrPlan>;

    const program = async () => {
        await requireAccount(plan.registry.account);
        const ecr = declareAws(plan);
        const everybody = declareAwsPublic({ registry: open, grants: { identities: [], repositoryPolicies: [] }, pipelines: [], oidcProviders: [] });
        await Promise.all([ecr, everybody].map(({ registry }) => requireLogin(registry.credentials)));
        const { credentials } = ecr.registry;
        return { ...ecr.declareConsumers([]), user: credentials.username, token: Object.values(credentials)[1], public: everybody.declareConsumers([]) };
    };

    async function start(context: Mocha.Context, first: AwsPlan<EcrPlan>): Promise<void> {
        plan = first;
        double = await startAwsDouble({ account: ACCOUNT, roles: ["ci"] });
        stack = await DoubledStack.create(context, { double, program, stackFile: allowing(plan.registry.account) });
    }

    const changed = ({ steps }: Ran) => steps
        .filter(({ type, op }) => type.startsWith("aws:") && op !== "same").map(({ op, name }) => `${op} ${name}`).sort();

    const count = (token: string) => double.cloud.ofType(token).length;

    afterEach(async () => {
        stack?.remove();
        await double?.stop();
    });

    it("come with a first preview of everything, and are there for good, with no token in what is kept", async function () {
        await start(this, planOf({ protect: false }));
        const preview = await stack.preview();
        const { repositories, pipelines } = preview.outputs as { repositories: object; pipelines: Record<string, Record<string, string>> };
        assert.deepEqual(repositories, { web: `${HOST}/web` });
        assert.deepEqual([pipelines["deploy"]?.["account"], pipelines["deploy"]?.["host"]], [ACCOUNT, HOST]);

        const up = await stack.up();
        assert.deepEqual([preview.errors, up.errors], [[], []]);
        assert.deepEqual(changed(preview), changed(up));
        assert.deepEqual(changed(up), [
            "ecr-deploy", "ecr-deploy-policy", "ecr-lifecycle-web", "ecr-oidc-github", "ecr-policy-web", "ecr-public-tools/cli", "ecr-public-web",
            "ecr-registries-prod-ci-push", "ecr-web",
        ].map((name) => `create ${name}`));
        assert.equal(up.outputs["user"], "AWS");
        assert.match(stack.state(), /"token":\{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext"/);
        assert.deepEqual(changed(await stack.up()), []);
        assert.deepEqual(double.cloud.overwritten, []);
    });

    it("get their policies again when a repository is replaced, which protection refuses", async function () {
        await start(this, planOf({ protect: true }));
        assert.deepEqual((await stack.up()).errors, []);
        plan = planOf({ protect: true }, { encryption: { type: "KMS" } });
        assert.match((await stack.up()).errors.join("\n"), /protect/);
        assert.equal(count("aws:ecr/lifecyclePolicy:LifecyclePolicy"), 1);

        plan = planOf({ protect: false });
        assert.deepEqual((await stack.up()).errors, []);
        plan = planOf({ protect: false }, { encryption: { type: "KMS" } });
        const replaced = await stack.up();
        assert.deepEqual(replaced.errors, []);
        assert.deepEqual(changed(replaced).filter((step) => step.startsWith("create-replacement")), [
            "create-replacement ecr-lifecycle-web", "create-replacement ecr-policy-web", "create-replacement ecr-web",
        ]);
        assert.deepEqual(["lifecyclePolicy:LifecyclePolicy", "repositoryPolicy:RepositoryPolicy"].map((type) => count(`aws:ecr/${type}`)), [1, 1]);
        assert.deepEqual(changed(await stack.up()), []);
    });

    it("say once why nobody is let in, and go on when that is mended", async function () {
        await start(this, planOf({ protect: false }));
        const error = new AwsError("AccessDeniedException", "User: alice is not authorized to perform: ecr:GetAuthorizationToken on resource: *");
        double.faults = [{ operation: "invoke", token: /^aws:ecr\/getAuthorizationToken/, error }];
        const { errors } = await stack.up();
        assert.equal(errors.join("\n").split("AccessDeniedException").length, 2, errors.join("\n"));
        assert.match(errors.join("\n"), /^Cannot log in to "\d+\.dkr\S+" with the AWS credentials of whoever deploys: AccessDeniedException: User: alice .*; let an identity policy of theirs allow ecr:GetAuthorizationToken/);
        assert.match(errors.join("\n"), /Cannot push any image: there is no login/);
        assert.deepEqual(changed(await stack.up()), ["create ecr-policy-web"]);
    });

    it("say nothing of a login where a repository cannot be made", async function () {
        await start(this, planOf({ protect: false }));
        double.faults = [{ operation: "create", token: /^aws:ecr\/repository:/, error: new AwsError("LimitExceededException", "too many") }];
        const { errors } = await stack.up();
        assert.match(errors.join("\n"), /LimitExceededException/);
        assert.doesNotMatch(errors.join("\n"), /Unhandled|log in|login/);
        assert.deepEqual((await stack.up()).errors, []);
    });

    it("are not begun with credentials of another account", async function () {
        await start(this, planOf({ account: OTHER_ACCOUNT }));
        for (const ran of [await stack.preview(), await stack.up()]) {
            assert.match(ran.errors.join("\n"), /Cannot deploy to the account "444455556666" as "whoever deploys": it is of the account "111122223333"/);
            assert.deepEqual(changed(ran), []);
        }
    });

    it("are neither destroyed nor refreshed with credentials of another account", async function () {
        await start(this, planOf({ protect: false }));
        assert.deepEqual((await stack.up()).errors, []);
        const elsewhere = await startAwsDouble({ account: OTHER_ACCOUNT, roles: ["ci"] });
        try {
            Object.assign(stack.stack.workspace.envVars, elsewhere.environment);
            for (const run of [() => stack.refresh(), () => stack.destroy()]) {
                assert.match((await run()).errors.join("\n"), /AWS account ID not allowed: 444455556666/);
                assert.ok(stack.state().includes("aws:ecr/repository:Repository"));
            }
        } finally {
            await elsewhere.stop();
        }
    });

    it("are not taken for those of another account, when stack and credentials change to it", async function () {
        await start(this, planOf({ protect: false }));
        assert.deepEqual((await stack.up()).errors, []);
        plan = planOf({ protect: false, account: OTHER_ACCOUNT });
        stack.configure(allowing(OTHER_ACCOUNT));
        const elsewhere = await startAwsDouble({ account: OTHER_ACCOUNT, roles: ["ci"] });
        try {
            Object.assign(stack.stack.workspace.envVars, elsewhere.environment);
            const { errors } = await stack.preview();
            assert.match(errors.join("\n"), /Cannot use "web" as a repository of the account "444455556666": the stack has made it in "111122223333"/);
        } finally {
            await elsewhere.stop();
        }
    });
});
