import assert from "node:assert/strict";
import { accessDenied, THROTTLED } from "./aws/aws-error";
import { startAwsDouble, type AwsDouble } from "./aws/double";
import {
    oidc, policyOf, PULL, PUSH, repository, repositoryPolicy, role, roleArn, scanning, TOKEN, web,
} from "./aws/examples";
import { ACCOUNT, type DoubleOptions } from "./aws/options";
import { ProviderClient } from "./provider/client";
import { UNKNOWN, type Props } from "./provider/wire";

const HOST = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;

describe("the double of pulumi-aws, asked for all sorts", () => {
    let double: AwsDouble;
    let client: ProviderClient;

    const start = async (options: DoubleOptions = {}) => {
        double = await startAwsDouble(options);
        client = new ProviderClient(double.port);
    };

    afterEach(async () => {
        client.close();
        await double.stop();
    });


    it("answers with what AWS adds", async () => {
        await start();
        const { id, outputs } = await client.create(...repository({ region: "eu-west-1", tags: { team: "a" } }));
        assert.equal(id, "web");
        assert.deepEqual([outputs["arn"], outputs["registryId"], outputs["repositoryUrl"], outputs["tagsAll"], outputs["imageTagMutability"]],
            [`arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/web`, ACCOUNT, `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web`, { team: "a" }, "MUTABLE"]);
        const open = await client.create(TOKEN.publicRepository, { repositoryName: "web", region: "us-east-1" });
        assert.equal(open.outputs["repositoryUri"], "public.ecr.aws/a1b2c3d4/web");
        await client.createAll([role]);
        assert.equal((await client.create(TOKEN.rolePolicy, { name: "push", role: "pusher", policy: PUSH })).id, "pusher:push");
        const provider = await client.create(...oidc);
        assert.deepEqual([provider.id, provider.outputs["url"]], [`arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`, "token.actions.githubusercontent.com"]);
    });

    describe("in a preview", () => {
        it("knows what the inputs say and what the provider fills in, and not what AWS decides", async () => {
            await start();
            const { id, outputs } = await client.create(...repository({ tags: { team: "a" } }), { preview: true });
            assert.deepEqual([id, outputs], ["", {
                name: "web", region: "eu-central-1", imageTagMutability: "MUTABLE", tags: { team: "a" }, tagsAll: { team: "a" }, arn: UNKNOWN, registryId: UNKNOWN, repositoryUrl: UNKNOWN,
            }]);
            assert.equal(double.cloud.entries.size, 0);
        });

        it("takes unknown inputs, and refuses nothing that only AWS knows", async () => {
            await start();
            const { outputs } = await client.create(TOKEN.policy, { repository: UNKNOWN, policy: UNKNOWN }, { preview: true });
            assert.deepEqual([outputs["repository"], outputs["policy"]], [UNKNOWN, UNKNOWN]);
        });

        it("keeps what AWS decided of what is updated", async () => {
            await start();
            const { outputs: olds } = await client.create(...web);
            const outputs = await client.update(TOKEN.repository, "web", { name: "web", imageTagMutability: "IMMUTABLE" }, { preview: true, olds });
            assert.deepEqual([outputs["repositoryUrl"], outputs["imageTagMutability"]], [`${HOST}/web`, "IMMUTABLE"]);
            assert.equal(double.repositories[0]?.props["imageTagMutability"], undefined);
        });
    });

    it("reads what was changed in the console, and what is gone", async () => {
        await start();
        const inputs = { name: "web", imageTagMutability: "IMMUTABLE" };
        const { outputs } = await client.create(TOKEN.repository, inputs);
        assert.deepEqual((await client.read(TOKEN.repository, "web", inputs, outputs)).inputs, inputs);
        double.add(TOKEN.repository, { name: "web", imageTagMutability: "MUTABLE" });
        assert.deepEqual((await client.read(TOKEN.repository, "web", inputs, outputs)).inputs, { name: "web", imageTagMutability: "MUTABLE" });
        double.cloud.remove(TOKEN.repository, "web", "eu-central-1");
        assert.equal((await client.read(TOKEN.repository, "web", inputs, outputs)).id, "");
    });

    it("reads what is to be imported, from the region that the id names", async () => {
        await start();
        double.add(TOKEN.repository, { name: "web", region: "eu-west-1" });
        const { inputs } = await client.read(TOKEN.repository, "web@eu-west-1");
        assert.deepEqual([inputs["name"], inputs["region"]], ["web", "eu-west-1"]);
        assert.equal((await client.read(TOKEN.repository, "web")).id, "");
    });

    it("keeps a repository that has images, unless it is told to delete them", async () => {
        await start();
        await client.createAll([web, [TOKEN.policy, repositoryPolicy()]]);
        double.cloud.images.put(`${HOST}/web`, "1.0", "sha256:1");
        await assert.rejects(client.delete(TOKEN.repository, "web"), /ECR Repository \(web\) not empty, consider using force_delete: operation error ECR: DeleteRepository, .*RepositoryNotEmptyException: The repository with name 'web' in registry with id '123456789012' cannot be deleted because it still contains images/);
        await client.delete(TOKEN.repository, "web", { forceDelete: true });
        assert.deepEqual([double.cloud.entries.size, double.cloud.images.isEmpty(`${HOST}/web`)], [0, true]);
        await client.delete(TOKEN.repository, "web");
    });

    it("keeps a role that has policies", async () => {
        await start();
        await client.createAll([role, [TOKEN.rolePolicy, { name: "push", role: "pusher", policy: PUSH }]]);
        await assert.rejects(client.delete(TOKEN.role, "pusher"), /StatusCode: 409, .*DeleteConflict: Cannot delete entity, must delete policies first\./);
        await client.delete(TOKEN.rolePolicy, "pusher:push");
        await client.delete(TOKEN.role, "pusher");
    });

    it("overwrites what there is one of, and tells nobody but the test", async () => {
        await start();
        await client.createAll([[TOKEN.scanning, scanning("BASIC", "SCAN_ON_PUSH")], [TOKEN.scanning, scanning("ENHANCED", "CONTINUOUS_SCAN")]]);
        assert.deepEqual(double.cloud.overwritten.map(({ token, id, before, after }) => [token, id, before["scanType"], after["scanType"]]), [[TOKEN.scanning, ACCOUNT, "BASIC", "ENHANCED"]]);
        await client.delete(TOKEN.scanning, ACCOUNT);
        assert.equal((await client.read(TOKEN.scanning, ACCOUNT, { scanType: "ENHANCED" }, { scanType: "ENHANCED" })).inputs["scanType"], "BASIC");
    });

    it("forgets a setting, and leaves it as it is", async () => {
        await start();
        await client.createAll([[TOKEN.setting, { name: "REGISTRY_POLICY_SCOPE", value: "V2" }]]);
        await client.delete(TOKEN.setting, "REGISTRY_POLICY_SCOPE");
        await client.create(TOKEN.registryPolicy, { policy: policyOf({ ...PULL, Resource: "*" }) });
    });

    it("waits for a new role, as the provider does", async () => {
        await start({ principalTries: 3 });
        await client.createAll([web, role, [TOKEN.policy, repositoryPolicy({ ...PULL, Principal: { AWS: roleArn } })]]);
        assert.equal(double.calls.at(-1)?.errors.length, 3);
    });

    describe("with faults", () => {
        it("asks again when it is throttled, as the provider does", async () => {
            await start();
            double.faults = [{ operation: "create", id: /^web$/, times: 24, error: THROTTLED }];
            await client.createAll([web]);
            assert.deepEqual([double.calls.at(-1)?.errors.length, double.calls.at(-1)?.failed], [24, false]);
        });

        it("gives up after 25", async () => {
            await start();
            double.faults = [{ operation: "create", token: /Repository$/, times: 25, error: THROTTLED }];
            await assert.rejects(client.create(...web), /exceeded maximum number of attempts, 25, https response error StatusCode: 400, RequestID: [\w-]+, api error ThrottlingException: Rate exceeded/);
            assert.deepEqual([double.cloud.entries.size, double.faults.length], [0, 0]);
        });

        it("does not ask again after what will not pass", async () => {
            await start();
            double.faults = [{ operation: "create", error: accessDenied("arn:aws:sts::123456789012:assumed-role/deployer/session", "ecr:CreateRepository", "*") }];
            await assert.rejects(client.create(...web), /api error AccessDeniedException: User: .* is not authorized to perform: ecr:CreateRepository/);
            await client.create(...web);
        });

        it("finds what its lost answer was about", async () => {
            await start();
            double.faults = [{ operation: "create", unanswered: true }];
            await assert.rejects(client.create(...web), /RepositoryAlreadyExistsException/);
            assert.equal(double.repositories.length, 1);
        });

        it("says that the credentials have ended, before and while it works", async () => {
            await start();
            await client.configure({});
            double.cloud.expired = true;
            await assert.rejects(client.create(...web), /api error ExpiredTokenException: The security token included in the request is expired/);
            await assert.rejects(client.configure({}), /retrieving caller identity from STS: operation error STS: GetCallerIdentity, https response error StatusCode: 403, .* api error ExpiredToken:/);
        });
    });

    describe("as functions", () => {
        const call = (name: string, args: Props = {}) => client.invoke(`aws:${name}:${name.split("/")[1] ?? ""}`, args);

        it("says whose credentials they are", async () => {
            await start({ account: "210987654321" });
            assert.equal((await call("index/getCallerIdentity"))["accountId"], "210987654321");
            assert.equal((await call("index/getPartition"))["partition"], "aws");
        });

        it("gives a token for the region that is asked for, and for a while", async () => {
            await start();
            await client.configure({ "aws:config:region": "eu-west-1" });
            const given = await call("ecr/getAuthorizationToken", { registryId: "210987654321" });
            assert.deepEqual([given["userName"], given["region"], given["proxyEndpoint"]], ["AWS", "eu-west-1", "https://210987654321.dkr.ecr.eu-west-1.amazonaws.com"]);
            assert.equal(Buffer.from(String(given["authorizationToken"]), "base64").toString(), `AWS:${String(given["password"])}`);
            const hours = (Date.parse(String(given["expiresAt"])) - Date.now()) / 3_600_000;
            assert.ok(hours > 11.9 && hours <= 12, String(hours));
            assert.equal((await call("ecrpublic/getAuthorizationToken", { region: "us-east-1" }))["userName"], "AWS");
        });

        it("finds an OIDC provider by its URL", async () => {
            await start();
            await assert.rejects(call("iam/getOpenIdConnectProvider", { url: oidc[1]["url"] }), /NoSuchEntity/);
            await client.createAll([oidc]);
            assert.deepEqual((await call("iam/getOpenIdConnectProvider", { url: oidc[1]["url"] }))["clientIdLists"], ["sts.amazonaws.com"]);
        });

        it("refuses what it does not know, and public tokens elsewhere", async () => {
            await start();
            await assert.rejects(call("s3/getBucket"), /does not know aws:s3\/getBucket:getBucket/);
            await assert.rejects(call("ecrpublic/getAuthorizationToken"), /no such host/);
        });
    });
});
