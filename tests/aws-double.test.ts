import assert from "node:assert/strict";
import { startAwsDouble, type AwsDouble } from "./aws/double";
import {
    expiring, lifecycle, oidc, pipelineRole, policyOf, PULL, PUSH, replication, repository, repositoryPolicy, role, roleArn, scanning, TOKEN, web,
} from "./aws/examples";
import { ACCOUNT, type DoubleOptions } from "./aws/options";
import { ProviderClient, type Write } from "./provider/client";
import { UNKNOWN, type Props } from "./provider/wire";

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

    const filters = (...all: string[]) => all.map((filter) => ({ filter, filterType: "WILDCARD" }));
    const ruled = (...rules: Props[]): Write => [TOKEN.lifecycle, lifecycle(...rules)];
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
            await client.createAll([...before, last]);
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
            await client.createAll(before);
            const count = double.cloud.entries.size;
            await assert.rejects(client.create(...last), pattern);
            assert.equal(double.cloud.entries.size, count, "nothing is left behind");
        });
    }

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
});
