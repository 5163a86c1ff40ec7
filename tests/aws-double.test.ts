import assert from "node:assert/strict";
import { accessDenied, THROTTLED } from "./aws/aws-error";
import { startAwsDouble, type AwsDouble } from "./aws/double";
import { expiring, lifecycle, PINNED, pipelineRole, policyOf, PULL, PUSH, replication, repositoryPolicy, scanning, TOKEN } from "./aws/examples";
import { ACCOUNT, type DoubleOptions } from "./aws/options";
import { ProviderClient } from "./provider/client";
import { UNKNOWN, type Props } from "./provider/wire";

type Write = readonly [token: string, inputs: Props];

const HOST = `${ACCOUNT}.dkr.ecr.eu-central-1.amazonaws.com`;

describe("the double of pulumi-aws", () => {
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

    const makeAll = async (writes: readonly Write[]) => {
        for (const [token, inputs] of writes) {
            await client.create(token, inputs);
        }
    };

    const web: Write = [TOKEN.repository, { name: "web" }];
    const repository = (more: Props): Write => [TOKEN.repository, { name: "web", ...more }];
    const filters = (...all: string[]) => all.map((filter) => ({ filter, filterType: "WILDCARD" }));
    const role: Write = [TOKEN.role, pipelineRole(PINNED)];
    const ruled = (...rules: Props[]): Write => [TOKEN.lifecycle, lifecycle(...rules)];
    const roleArn = `arn:aws:iam::${ACCOUNT}:role/pusher`;
    const oidc: Write = [TOKEN.oidcProvider, { url: "https://token.actions.githubusercontent.com", clientIdLists: ["sts.amazonaws.com"] }];
    const cache = (more: Props): Write => [TOKEN.cache, { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io", ...more }];
    const secret = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ecr-pullthroughcache/hub-AbCdEf";
    const template = (more: Props): Write => [TOKEN.template, { prefix: "team", appliedFors: ["CREATE_ON_PUSH"], ...more }];
    const key = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

    const good: [title: string, before: Write[], last: Write][] = [
        ["a repository that asks for nothing", [], web],
        ["a repository without a name", [], [TOKEN.repository, {}]],
        ["a repository of all sorts", [], repository({
            region: "eu-west-1", imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: filters("latest", "cache-*"), forceDelete: true,
            encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key.replace("eu-central", "eu-west") }], imageScanningConfiguration: { scanOnPush: true }, tags: { team: "a" },
        })],
        ["the same name in another region", [web], repository({ region: "eu-west-1" })],
        ["lifecycle rules", [web], ruled(
            expiring({ tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days" }),
            expiring({ tagStatus: "tagged", tagPatternList: ["*-*-*-*"] }, { rulePriority: 2 }),
            expiring({ tagStatus: "any", countType: "sinceImagePulled", countUnit: "days" }, { rulePriority: 9, action: { type: "transition", targetStorageClass: "archive" } }),
        )],
        ["an account that may pull", [web], [TOKEN.policy, repositoryPolicy()]],
        ["a lifecycle as an object", [web], [TOKEN.lifecycle, { repository: "web", policy: { rules: [expiring({ tagStatus: "any" })] } }]],
        ["an organisation that may pull", [web], [TOKEN.policy, repositoryPolicy({ ...PULL, Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } })]],
        ["a role that may pull", [web, role], [TOKEN.policy, repositoryPolicy({ ...PULL, Principal: { AWS: [roleArn] } })]],
        ["a registry's policy", [], [TOKEN.registryPolicy, { policy: policyOf({
            Principal: { AWS: "arn:aws:iam::210987654321:root" }, Action: ["ecr:ReplicateImage", "ecr:CreateRepository"], Resource: [`arn:aws:ecr:eu-central-1:${ACCOUNT}:repository/*`],
        }) }]],
        ["scanning", [], [TOKEN.scanning, scanning("ENHANCED", "CONTINUOUS_SCAN")]],
        ["replication", [], [TOKEN.replication, replication("eu-west-1")]],
        ["a cache without credentials", [], cache({})],
        ["a cache with credentials", [], cache({ upstreamRegistryUrl: "registry-1.docker.io", credentialArn: secret })],
        ["a template with its role", [], template({ customRoleArn: roleArn, resourceTags: { team: "a" }, imageTagMutability: "IMMUTABLE" })],
        ["a setting", [], [TOKEN.setting, { name: "BLOB_MOUNTING", value: "ENABLED" }]],
        ["an exclusion", [], [TOKEN.exclusion, { principalArn: roleArn }]],
        ["a public repository", [], [TOKEN.publicRepository, { repositoryName: "web", region: "us-east-1", catalogData: { aboutText: "all" } }]],
        ["a role of a pipeline", [oidc], role],
        ["what a role may do", [role], [TOKEN.rolePolicy, { name: "push", role: "pusher", policy: PUSH }]],
    ];
    for (const [title, before, last] of good) {
        it(`takes ${title}`, async () => {
            await start();
            await makeAll([...before, last]);
            assert.equal(double.cloud.entries.size, before.length + 1);
            assert.deepEqual(double.cloud.overwritten, []);
        });
    }

    const lifecycleFault = (text: string) => new RegExp(`InvalidParameterException: Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: .*${text}`);
    const invalidPolicy = /SetRepositoryPolicy.*InvalidParameterException: Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Invalid repository policy provided'/;
    const tagged = { tagStatus: "tagged", tagPrefixList: ["v"] };
    const bad: [title: string, before: Write[], last: Write, pattern: RegExp, options?: DoubleOptions][] = [
        ["a token that it does not know", [], ["aws:s3/bucket:Bucket", {}], /does not know aws:s3\/bucket:Bucket/],
        ["an input that the SDK does not have", [], repository({ colour: "red" }), /unknown property 'colour'/],
        ["a nested one", [], repository({ imageScanningConfiguration: { scanOnPush: true, colour: 1 } }), /unknown property 'imageScanningConfiguration\.colour'/],
        ["an input of another type", [], repository({ forceDelete: "yes" }), /'forceDelete' should not be a string/],
        ["a missing input", [], [TOKEN.lifecycle, { repository: "web" }], /missing required property 'policy'/],
        ["a mutability", [], repository({ imageTagMutability: "FIRM" }), /expected imageTagMutability to be one of/],
        ["filters without their mutability", [], repository({ imageTagMutability: "IMMUTABLE", imageTagMutabilityExclusionFilters: filters("latest") }), /can only be used with imageTagMutability IMMUTABLE_WITH_EXCLUSION/],
        ["a mutability without its filters", [], repository({ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION" }), /InvalidParameterException.*1 to 5 filters/],
        ["six filters", [], repository({ imageTagMutability: "IMMUTABLE_WITH_EXCLUSION", imageTagMutabilityExclusionFilters: filters(..."abcdef") }), /to have 0 to 5 items/],
        ["a repository that exists", [web], web, /^Error: 2 UNKNOWN: 1 error occurred:\n\t\* creating ECR Repository \(web\): operation error ECR: CreateRepository, https response error StatusCode: 400, RequestID: [\w-]+, RepositoryAlreadyExistsException: The repository with name 'web' already exists in the registry with id '123456789012'/],
        ["a repository's name", [], [TOKEN.repository, { name: "Web" }], /InvalidParameterException: Invalid parameter at 'repositoryName'/],
        ["one repository too many", [web], [TOKEN.repository, { name: "api" }], /LimitExceededException/, { repositories: 1 }],
        ["a tag of AWS", [], repository({ tags: { "aws:team": "a" } }), /InvalidTagParameterException/],
        ["a key of another region", [], repository({ region: "eu-west-1", encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: key }] }), /KmsException/],
        ["a key without KMS", [], repository({ encryptionConfigurations: [{ kmsKey: key }] }), /kmsKey goes with/],
        ["a lifecycle that is no JSON", [web], [TOKEN.lifecycle, { repository: "web", policy: "{" }], /expected policy to be JSON/],
        ["a lifecycle of no repository", [], ruled(expiring({ tagStatus: "any" })), /PutLifecyclePolicy.*RepositoryNotFoundException: The repository with name 'web' does not exist in the registry with id '123456789012'/],
        ["a lifecycle without rules", [web], ruled(), lifecycleFault("instance failed to match")],
        ["a null in a lifecycle", [web], ruled(expiring({ tagStatus: "any", countUnit: null })), lifecycleFault("instance failed to match")],
        ["a word that lifecycles do not have", [web], ruled(expiring({ tagStatus: "any" }, { colour: 1 })), lifecycleFault("instance failed to match")],
        ["days for a count", [web], ruled(expiring({ tagStatus: "any", countUnit: "days" })), lifecycleFault("instance failed to match")],
        ["the same priority twice", [web], ruled(expiring(tagged), expiring({ tagStatus: "untagged" })), lifecycleFault("priorities must be unique")],
        ["any before others", [web], ruled(expiring({ tagStatus: "any" }), expiring(tagged, { rulePriority: 2 })), lifecycleFault("must have the highest priority")],
        ["tagged without tags", [web], ruled(expiring({ tagStatus: "tagged" })), lifecycleFault("is required for tagStatus=tagged")],
        ["patterns and prefixes", [web], ruled(expiring({ ...tagged, tagPatternList: ["v*"] })), lifecycleFault("not both")],
        ["five wildcards", [web], ruled(expiring({ tagStatus: "tagged", tagPatternList: ["*1*2*3*4*"] })), lifecycleFault("four wildcards")],
        ["the same prefix twice", [web], ruled(expiring(tagged), expiring(tagged, { rulePriority: 2 })), lifecycleFault("prefixes must be unique")],
        ["expiry of what is not pulled", [web], ruled(expiring({ tagStatus: "any", countType: "sinceImagePulled", countUnit: "days" })), lifecycleFault("only transitions")],
        ["a resource in a repository's policy", [web], [TOKEN.policy, repositoryPolicy({ ...PULL, Resource: "*" })], invalidPolicy],
        ["a repository's policy without principals", [web], [TOKEN.policy, repositoryPolicy({ Action: "ecr:BatchGetImage" })], invalidPolicy],
        ["actions of another service", [web], [TOKEN.policy, repositoryPolicy({ ...PULL, Action: "s3:GetObject" })], invalidPolicy],
        ["a role that is not there", [web], [TOKEN.policy, repositoryPolicy({ ...PULL, Principal: { AWS: roleArn } })], /'Principal not found'/],
        ["an account that is not there", [web], [TOKEN.policy, repositoryPolicy()], /'Principal not found'/, { noPrincipals: ["arn:aws:iam::210987654321:root"] }],
        ["pushes in a registry's policy", [], [TOKEN.registryPolicy, { policy: policyOf({ ...PULL, Resource: "*" }) }], /'Invalid registry policy provided'/],
        ["a registry's policy about nothing", [], [TOKEN.registryPolicy, { policy: policyOf({ ...PULL, Action: "ecr:ReplicateImage" }) }], /'Invalid registry policy provided'/],
        ["a scan frequency that does not go with the type", [], [TOKEN.scanning, scanning("BASIC", "CONTINUOUS_SCAN")], /PutRegistryScanningConfiguration.*InvalidParameterException/],
        ["replication to itself", [], [TOKEN.replication, replication("eu-west-1", "eu-central-1")], /the destination is the registry itself/],
        ["a region that is none", [], [TOKEN.replication, replication("Frankfurt")], /to be a region/],
        ["a cache of a prefix that has one", [cache({})], cache({}), /PullThroughCacheRuleAlreadyExistsException/],
        ["a cache of no registry", [], cache({ upstreamRegistryUrl: "example.com" }), /UnsupportedUpstreamRegistryException/],
        ["a cache that wants credentials", [], cache({ upstreamRegistryUrl: "ghcr.io" }), /wants credentials/],
        ["a secret of another name", [], cache({ credentialArn: secret.replace("ecr-", "my-") }), /Invalid parameter at 'credentialArn'/],
        ["a secret that is not there", [], cache({ credentialArn: secret }), /SecretNotFoundException/, { noSecrets: [secret] }],
        ["a prefix of one letter", [], cache({ ecrRepositoryPrefix: "q" }), /2 to 30 characters/],
        ["a template's tags without a role", [], template({ resourceTags: { team: "a" } }), /want a custom role/],
        ["a template of a prefix that has one", [template({})], template({}), /TemplateAlreadyExistsException/],
        ["a template for nothing", [], template({ appliedFors: ["PUSH"] }), /expected appliedFors\.\* to be one of/],
        ["a value of another setting", [], [TOKEN.setting, { name: "BLOB_MOUNTING", value: "V2" }], /PutAccountSetting.*does not take V2/],
        ["a public repository in another region", [], [TOKEN.publicRepository, { repositoryName: "web" }], /lookup api\.ecr-public\.eu-central-1\.amazonaws\.com: no such host/],
        ["a role that exists", [role], role, /StatusCode: 409, .*EntityAlreadyExists: Role with name pusher already exists\./],
        ["a role that every pipeline may take on", [], [TOKEN.role, pipelineRole({ StringLike: { "token.actions.githubusercontent.com:sub": "*" } })], /MalformedPolicyDocument/],
        ["a policy of no role", [], [TOKEN.rolePolicy, { role: "pusher", policy: PUSH }], /StatusCode: 404, .*NoSuchEntity: The role with name pusher cannot be found\./],
        ["a principal in a role's policy", [role], [TOKEN.rolePolicy, { role: "pusher", policy: policyOf({ ...PULL, Resource: "*" }) }], /Policy document should not specify a principal\./],
        ["a role's policy about nothing", [role], [TOKEN.rolePolicy, { role: "pusher", policy: policyOf({ Action: "ecr:PutImage" }) }], /Policy statement must contain resources\./],
        ["an OIDC provider that exists", [oidc], oidc, /EntityAlreadyExists: Provider with url https:\/\/token\.actions\.githubusercontent\.com already exists\./],
    ];
    for (const [title, before, last, pattern, options] of bad) {
        it(`refuses ${title}`, async () => {
            await start(options);
            await makeAll(before);
            const count = double.cloud.entries.size;
            await assert.rejects(client.create(...last), pattern);
            assert.equal(double.cloud.entries.size, count, "nothing is left behind");
        });
    }

    it("answers with what AWS adds", async () => {
        await start();
        const { id, outputs } = await client.create(...repository({ region: "eu-west-1", tags: { team: "a" } }));
        assert.equal(id, "web");
        assert.deepEqual([outputs["arn"], outputs["registryId"], outputs["repositoryUrl"], outputs["tagsAll"], outputs["imageTagMutability"]],
            [`arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/web`, ACCOUNT, `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/web`, { team: "a" }, "MUTABLE"]);
        const open = await client.create(TOKEN.publicRepository, { repositoryName: "web", region: "us-east-1" });
        assert.equal(open.outputs["repositoryUri"], "public.ecr.aws/a1b2c3d4/web");
        await makeAll([role]);
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

    const scanned = { imageScanningConfiguration: { scanOnPush: true } };
    const diffs: [title: string, token: string, olds: Props, news: Props, want: { changes: string[]; replaces: string[] }][] = [
        ["nothing", TOKEN.repository, { name: "web" }, { name: "web" }, { changes: [], replaces: [] }],
        ["a default that is said", TOKEN.repository, { name: "web" }, { name: "web", imageTagMutability: "MUTABLE", forceDelete: false, encryptionConfigurations: [{ encryptionType: "AES256" }], region: "eu-central-1" }, { changes: [], replaces: [] }],
        ["a block that is left out", TOKEN.repository, { name: "web", ...scanned }, { name: "web" }, { changes: [], replaces: [] }],
        ["a mutability, in place", TOKEN.repository, { name: "web" }, { name: "web", imageTagMutability: "IMMUTABLE" }, { changes: ["imageTagMutability"], replaces: [] }],
        ["a name, by replacing", TOKEN.repository, { name: "web" }, { name: "api" }, { changes: ["name"], replaces: ["name"] }],
        ["a region, by replacing", TOKEN.repository, { name: "web" }, { name: "web", region: "eu-west-1" }, { changes: ["region"], replaces: ["region"] }],
        ["an encryption, by replacing", TOKEN.repository, { name: "web" }, { name: "web", encryptionConfigurations: [{ encryptionType: "KMS" }] }, { changes: ["encryptionConfigurations"], replaces: ["encryptionConfigurations"] }],
        ["a lifecycle, by replacing", TOKEN.lifecycle, lifecycle(expiring(tagged)), lifecycle(expiring({ tagStatus: "any" })), { changes: ["policy"], replaces: ["policy"] }],
        ["a policy in other words", TOKEN.policy, repositoryPolicy(), { repository: "web", policy: ` ${String(repositoryPolicy()["policy"])}` }, { changes: [], replaces: [] }],
        ["an unknown policy", TOKEN.policy, repositoryPolicy(), { repository: "web", policy: UNKNOWN }, { changes: ["policy"], replaces: [] }],
        ["a set in another order", TOKEN.template, { prefix: "a", appliedFors: ["REPLICATION", "CREATE_ON_PUSH"] }, { prefix: "a", appliedFors: ["CREATE_ON_PUSH", "REPLICATION"] }, { changes: [], replaces: [] }],
        ["a URL as IAM keeps it", TOKEN.oidcProvider, { url: "a.example", clientIdLists: ["x"] }, { url: "https://a.example", clientIdLists: ["x"] }, { changes: [], replaces: [] }],
    ];
    for (const [title, token, olds, news, want] of diffs) {
        it(`sees that ${title} differs`, async () => {
            await start();
            assert.deepEqual(await client.diff(token, olds, news), want);
        });
    }

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
        await makeAll([web, [TOKEN.policy, repositoryPolicy()]]);
        double.cloud.images.put(`${HOST}/web`, "1.0", "sha256:1");
        await assert.rejects(client.delete(TOKEN.repository, "web"), /ECR Repository \(web\) not empty, consider using force_delete: operation error ECR: DeleteRepository, .*RepositoryNotEmptyException: The repository with name 'web' in registry with id '123456789012' cannot be deleted because it still contains images/);
        await client.delete(TOKEN.repository, "web", { forceDelete: true });
        assert.deepEqual([double.cloud.entries.size, double.cloud.images.isEmpty(`${HOST}/web`)], [0, true]);
        await client.delete(TOKEN.repository, "web");
    });

    it("keeps a role that has policies", async () => {
        await start();
        await makeAll([role, [TOKEN.rolePolicy, { name: "push", role: "pusher", policy: PUSH }]]);
        await assert.rejects(client.delete(TOKEN.role, "pusher"), /StatusCode: 409, .*DeleteConflict: Cannot delete entity, must delete policies first\./);
        await client.delete(TOKEN.rolePolicy, "pusher:push");
        await client.delete(TOKEN.role, "pusher");
    });

    it("overwrites what there is one of, and tells nobody but the test", async () => {
        await start();
        await makeAll([[TOKEN.scanning, scanning("BASIC", "SCAN_ON_PUSH")], [TOKEN.scanning, scanning("ENHANCED", "CONTINUOUS_SCAN")]]);
        assert.deepEqual(double.cloud.overwritten.map(({ token, id, before, after }) => [token, id, before["scanType"], after["scanType"]]), [[TOKEN.scanning, ACCOUNT, "BASIC", "ENHANCED"]]);
        await client.delete(TOKEN.scanning, ACCOUNT);
        assert.equal((await client.read(TOKEN.scanning, ACCOUNT, { scanType: "ENHANCED" }, { scanType: "ENHANCED" })).inputs["scanType"], "BASIC");
    });

    it("forgets a setting, and leaves it as it is", async () => {
        await start();
        await makeAll([[TOKEN.setting, { name: "REGISTRY_POLICY_SCOPE", value: "V2" }]]);
        await client.delete(TOKEN.setting, "REGISTRY_POLICY_SCOPE");
        await client.create(TOKEN.registryPolicy, { policy: policyOf({ ...PULL, Resource: "*" }) });
    });

    it("waits for a new role, as the provider does", async () => {
        await start({ principalTries: 3 });
        await makeAll([web, role, [TOKEN.policy, repositoryPolicy({ ...PULL, Principal: { AWS: roleArn } })]]);
        assert.equal(double.calls.at(-1)?.errors.length, 3);
    });

    describe("with faults", () => {
        it("asks again when it is throttled, as the provider does", async () => {
            await start();
            double.faults = [{ operation: "create", id: /^web$/, times: 24, error: THROTTLED }];
            await makeAll([web]);
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
            await makeAll([oidc]);
            assert.deepEqual((await call("iam/getOpenIdConnectProvider", { url: oidc[1]["url"] }))["clientIdLists"], ["sts.amazonaws.com"]);
        });

        it("refuses what it does not know, and public tokens elsewhere", async () => {
            await start();
            await assert.rejects(call("s3/getBucket"), /does not know aws:s3\/getBucket:getBucket/);
            await assert.rejects(call("ecrpublic/getAuthorizationToken"), /no such host/);
        });
    });
});
