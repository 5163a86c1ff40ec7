import assert from "node:assert/strict";
import { nounOf } from "../policies/acr";
import { isAboutOthers, isNarrowed } from "../policies/aws-condition";
import { namesRelease } from "../policies/base-tag";
import { ECR_TYPES, isEcr, type EcrNoun } from "../policies/ecr";
import { facts } from "../policies/facts";
import { namesRegistryPassword, takesIdentities } from "../policies/registry-password";
import { roleOf } from "../policies/role-assignment";
import type { Props } from "../policies/rule";
import { isHarmless, isSecretArgument } from "../policies/secret-argument";
import { namesSecret } from "../policies/secret-name";
import { inExemptStack, inJudgedStack } from "../policies/stacks";
import { formatMovingTags } from "../policies/tagged";

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

describe("words for bases that move", () => {
    const moving = words(`
        latest stable oldstable lts current mainline edge nightly main master trunk dev devel develop development snapshot rolling testing unstable sid
        rawhide canary next preview beta alpha rc release prod production staging test base default alpine slim minimal micro full fat nonroot debug root
        static musl glibc gnu jre jdk sdk runtime cli fpm apache perl otel unprivileged management community ce ee linux windows nanoserver
        windowsservercore debian ubuntu openjdk temurin amd64 x64 x86 i386 arm64 arm64v8 arm32 arm32v7 armhf s390x ppc64le riscv64`);

    it("tell of no release, alone and together", () => {
        assert.deepEqual(moving.filter(namesRelease), []);
        assert.equal(namesRelease(moving.join("-")), false);
        assert.equal(namesRelease("--slim__"), false);
    });

    it("tell of one as parts of other words", () => {
        assert.deepEqual(moving.filter((word) => !namesRelease(`x${word}`) || !namesRelease(`${word}y`)), []);
    });
});

describe("words for what is secret", () => {
    const certain = words("PRIVATE_TOKEN PASSWORD_TOKEN PASSWORDS_TOKEN PASSWD_TOKEN PASSPHRASE_TOKEN SECRET_TOKEN SECRETS_TOKEN");
    const edges = words("APIKEY AUTH CREDENTIAL CREDENTIALS CREDS KEY KEYS PASSWORD PWORD PASSWD PW SECRET SECRETS TOKEN");
    const open = words(`
        PUBLIC PUB PUBLISHABLE FINGERPRINT FILE PATH DIR VERSION NAME URL URI HOST ID IDS TYPE FORMAT SIZE LENGTH COUNT LIMIT MAX MIN TTL EXPIRY MODE
        POLICY SCOPE ISSUER AUDIENCE REALM ENDPOINT PROVIDER SERVICE STORE MANAGER REGION HEADER PREFIX ALGORITHM CACHE GPG PGP APT RPM PARTITION SORT
        PRIMARY FOREIGN SITE ENABLE ENABLED DISABLE DISABLED USE WITH SKIP NO`);
    const shipped = words("NEXT_PUBLIC NUXT_PUBLIC EXPO_PUBLIC REACT_APP VUE_APP GATSBY VITE PUBLIC");

    it("are the last of a name of an argument", () => {
        assert.deepEqual(edges.filter((word) => !isSecretArgument(word) || !isSecretArgument(`SHOP_${word}`)), []);
        assert.deepEqual(edges.filter((word) => isSecretArgument(`${word}XYZ`) || isSecretArgument(`shop_x${word.toLowerCase()}yz`)), []);
    });

    it("give way to words for what is open, before and behind", () => {
        assert.deepEqual(open.filter((word) => isSecretArgument(`SHOP_${word}_AUTH`) || isSecretArgument(`${word}_KEY`)), []);
        assert.deepEqual(open.filter((word) => !isSecretArgument(`X${word}_AUTH`) || !isSecretArgument(`${word}X_AUTH`)), []);
    });

    it("give way to what tools ship, at the start alone", () => {
        assert.deepEqual(shipped.filter((word) => isSecretArgument(`${word}_AUTH_TOKEN`)), []);
        assert.deepEqual(shipped.filter((word) => !/PUBLIC/.test(word) && !isSecretArgument(`MY_${word}_AUTH_TOKEN`)), []);
    });

    it("leave no doubt beside words for what is open", () => {
        assert.deepEqual(certain.filter((word) => !isSecretArgument(`PUBLIC_${word}`)), []);
        assert.deepEqual(["CERTAINPRIVATE_TOKEN", "PRIVATEX_TOKEN"].filter((word) => isSecretArgument(`PUBLIC_${word}`)), []);
        assert.equal(isSecretArgument("PRIVATE_CACHE_DIR"), false);
    });

    it("are found in any name", () => {
        const inside = words(`
            PASSWORD PASSWORDS PASSWD PWD PASSPHRASE SECRET SECRETS TOKEN TOKENS CREDENTIAL CREDENTIALS PAT SAS API_KEY API_KEYS APIKEY ACCESS_KEY
            ACCOUNT_KEY PRIVATE_KEY SIGNING_KEY SSH_KEY ENCRYPTION_KEY CONNECTION_STRING CONNECTION_STRINGS CONNECTIONSTRING`);
        assert.deepEqual(inside.filter((word) => !namesSecret(`SHOP_${word}_MAIN`) || !namesSecret(word)), []);
        assert.deepEqual(inside.filter((word) => namesSecret(`SHOP_${word}X`) || namesSecret(`X${word}Y_MAIN`)), []);
        assert.deepEqual(words("xpassword xpasswd xsecret xtoken xapikey").filter((word) => !namesSecret(word) || namesSecret(`${word}y`)), []);
        const told = words("NAME NAMES FILE FILES PATH PATHS URL URLS URI URIS ID IDS LENGTH LENGTHS TTL EXPIRY MODE TYPE POLICY ENDPOINT");
        assert.deepEqual(told.filter((word) => namesSecret(`NPM_TOKEN_${word}`) || !namesSecret(`NPM_TOKEN_${word}_X`)), []);
        assert.deepEqual(["keyAPIKey", "aPassword", "token-a", "A1Secret"].filter((name) => !namesSecret(name)), []);
    });

    it("do not matter with a value that is a switch, or a number of up to six digits", () => {
        assert.deepEqual(words("true false yes no on off none null 1 123456").filter((value) => !isHarmless(value) || !isHarmless(` ${value.toUpperCase()} `)), []);
        assert.deepEqual(words("xtrue truex 12x x12 1234567 nope").filter(isHarmless), []);
    });
});

describe("variables with passwords of registries", () => {
    const kinds = words("registry docker dockerhub acr ecr ghcr quay cr");

    it("may have words before and in the middle, and end in a kind of secret", () => {
        const before = words("azure aws ci private container image my my_private").map((word) => `${word}_docker_password`);
        const between = words("hub registry server login access user login_server").map((word) => `docker_${word}_password`);
        const after = words("password passwd pwd pass token pat").map((word) => `docker_${word}`);
        const whole = words("ecs_engine_auth_data docker_auth_config docker_auth docker_config_json dockerconfigjson");
        const all = [...kinds.map((kind) => `${kind}_token`), ...before, ...between, ...after, ...whole];
        assert.deepEqual(all.filter((name) => !namesRegistryPassword(name) || !namesRegistryPassword(name.toUpperCase())), []);
        assert.deepEqual(all.filter((name) => namesRegistryPassword(`x${name}`) || namesRegistryPassword(`${name}x`)), []);
    });

    it("are known with hyphens and capitals as well", () => {
        assert.deepEqual(["docker-server-password", "acr2Token", "myDockerPassword"].map(namesRegistryPassword), [true, false, true]);
    });

    it("are of no use for hosts that take identities, by all of their names", () => {
        const ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
        const good = ["a.azurecr.io", "a-b.westeurope.data.azurecr.io", ecr, ecr.replace(".ecr.", "-ecr-fips.")];
        assert.deepEqual(good.filter((host) => !takesIdentities(host) || takesIdentities(`x/${host}`) || takesIdentities(`${host}/x`)), []);
        assert.deepEqual([`1${ecr}`, ecr.slice(1), "a.westeurope.azurecr.io", ".azurecr.io", "a.azurecr.", "a..data.azurecr.io"].filter(takesIdentities), []);
    });
});

describe("words in names of stacks", () => {
    const urn = (stack: string) => facts("type", {}, { stack });

    it("are those for development", () => {
        const names = words("dev develop development test testing local sandbox playground scratch demo poc pr review ci");
        assert.deepEqual(names.filter((name) => !inExemptStack(urn(`shop-${name}-1`), {}) || !inExemptStack(urn(name), {})), []);
        assert.deepEqual(names.filter((name) => inExemptStack(urn(`x${name}x`), {}) || inJudgedStack(urn(name), {})), []);
    });

    it("are those for production", () => {
        const names = words("prod prd production live");
        assert.deepEqual(names.filter((name) => !inJudgedStack(urn(`shop-${name}-1`), {}) || !inJudgedStack(urn(name), {})), []);
        assert.deepEqual(names.filter((name) => inJudgedStack(urn(`x${name}x`), {}) || inExemptStack(urn(name), {})), []);
    });
});

describe("tags that a message may quote", () => {
    const format = (tag: string) => formatMovingTags([{ path: "tags[0]", repository: "web", tag, pinned: false }]);

    it("are those that people use", () => {
        const known = words("latest stable main master dev develop edge nightly test staging prod production");
        assert.deepEqual(known.filter((tag) => format(tag) !== `tags[0] (${tag})` || format(tag.toUpperCase()) !== `tags[0] (${tag})`), []);
        assert.deepEqual(["", "hunter2", "latest-hunter2"].map(format), ["tags[0]", "tags[0]", "tags[0]"]);
    });
});

describe("conditions by their keys and operators", () => {
    const narrows = (Condition: Props) => isNarrowed({ path: "", elements: { Condition } });
    const excludes = (Condition: Props) => isAboutOthers({ path: "", elements: { Condition } });
    const fixed = words(`
        aws:PrincipalOrgID aws:PrincipalAccount aws:PrincipalServiceName aws:SourceOrgID aws:SourceAccount aws:SourceVpc aws:SourceVpce aws:VpceAccount
        aws:VpceOrgID`);
    const paths = words("aws:PrincipalOrgPaths aws:SourceOrgPaths aws:VpceOrgPaths");
    const arns = words("aws:PrincipalArn aws:SourceArn");

    it("narrow by what is fixed", () => {
        assert.deepEqual(fixed.filter((key) => !narrows({ StringLike: { [key]: "o-a1" } })), []);
        assert.deepEqual(fixed.filter((key) => narrows({ StringLike: { [key]: "o-*" } }) || narrows({ StringLike: { [key]: "o-?" } })), []);
        assert.equal(narrows({ StringLike: { "aws:PrincipalTag/team": "web" } }), false);
    });

    it("narrow by an organisation's path and by an ARN's account", () => {
        assert.deepEqual(paths.filter((key) => !narrows({ StringLike: { [key]: "o-a1/*" } })), []);
        assert.deepEqual(paths.filter((key) => ["*/o-a1/", "o-?1/", "o-a1", "/o-a1/"].some((value) => narrows({ StringLike: { [key]: value } }))), []);
        assert.deepEqual(arns.filter((key) => !narrows({ ArnLike: { [key]: "arn:aws:*:*:123456789012:*" } })), []);
        const open = ["arn:aws:iam::*:role/ci", "arn:aws:s3:::123456789012:web", "arn:aws:iam::?:role/ci", "arn:aws:iam::123456789012"];
        assert.deepEqual(arns.filter((key) => open.some((value) => narrows({ ArnLike: { [key]: value } }))), []);
    });

    it("narrow by sessions and addresses that are not anybody's", () => {
        const session = (value: string) => narrows({ StringLike: { "aws:userid": value } });
        assert.deepEqual(["AROAEXAMPLE:*", "AIDAEXAMPLE", "*:ci", "AROA*:ci", "AROA?", ":ci"].map(session), [true, true, false, false, false, false]);
        const address = (value: string) => narrows({ IpAddress: { "aws:SourceIp": value } });
        assert.deepEqual(["10.0.0.0/8", "10.0.0.0/7", "203.0.113.7", "2001:db8::/32", "2001:db8::/31", "2001:db8::1", "0.0.0.0/0", "::/0"].map(address), [true, false, true, true, false, true, false, false]);
    });

    it("do not narrow by what is true of everybody", () => {
        assert.deepEqual(["${aws:PrincipalOrgID}", "${AWS:userid}", "x${aws:principalaccount}"].filter((value) => narrows({ StringEquals: { "aws:PrincipalOrgID": value } })), []);
        assert.equal(narrows({ StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } }), true);
    });

    it("demand, exclude, or do neither", () => {
        const values = { "aws:PrincipalOrgID": "o-a1" };
        const demanding = words("StringEquals StringEqualsIgnoreCase StringLike ArnEquals ArnLike IpAddress").flatMap((name) => [name, `ForAnyValue:${name}`]);
        const excluding = words("StringNotEquals StringNotEqualsIgnoreCase StringNotLike ArnNotEquals ArnNotLike NotIpAddress").flatMap((name) => [name, `${name}IfExists`]);
        assert.deepEqual(demanding.filter((name) => !narrows({ [name]: values }) || excludes({ [name]: values })), []);
        assert.deepEqual(demanding.filter((name) => narrows({ [`${name}IfExists`]: values }) || narrows({ [`x${name}`]: values })), []);
        assert.deepEqual(excluding.filter((name) => !excludes({ [name]: values }) || narrows({ [name]: values })), []);
        assert.deepEqual(excluding.filter((name) => excludes({ [`${name}x`]: values }) || excludes({ [`x${name}`]: values })), []);
        assert.equal(excludes({ StringNotEquals: { "aws:PrincipalOrgID": "o-*" } }), false);
    });
});

describe("types of what belongs to registries", () => {
    it("of Azure are told in every family", () => {
        const typed = words("Registry Replication CacheRule CredentialSet Token ScopeMap Webhook Task AgentPool ConnectedRegistry ExportPipeline ImportPipeline");
        const nouns = words("registries replications cacherules credentialsets tokens scopemaps webhooks tasks agentpools connectedregistries exportpipelines importpipelines");
        assert.deepEqual(typed.map((type) => nounOf(facts(`azure-native:containerregistry:${type}`))), nouns);
        assert.deepEqual(typed.map((type) => nounOf(facts(`azure-native_containerregistry_v20230101:containerregistry/v20230101:${type}`))), nouns);
        const classic = {
            Registry: "registries",
            RegistryCacheRule: "cacherules",
            RegistryCredentialSet: "credentialsets",
            RegistryToken: "tokens",
            TokenPassword: "tokenpasswords",
            RegistryScopeMap: "scopemaps",
            RegistryWebhook: "webhooks",
            RegistryWebook: "webhooks",
            RegistryTask: "tasks",
            RegistryAgentPool: "agentpools",
            ConnectedRegistry: "connectedregistries",
        };
        assert.deepEqual(Object.keys(classic).map((type) => nounOf(facts(`azure:containerservice/file:${type}`))), Object.values(classic));
        const free = (props: Props) => nounOf(facts("azure-native:resources:Resource", props));
        assert.equal(free({ resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType: "registries/Tasks" }), "tasks");
        assert.equal(free({ type: "Microsoft.ContainerRegistry/registries/webhooks" }), "webhooks");
        assert.deepEqual([free({ type: "Microsoft.Storage/registries" }), free({}), nounOf(facts("other"))], [undefined, undefined, undefined]);
    });

    it("of AWS are told in both", () => {
        const nouns: Readonly<Record<string, EcrNoun>> = {
            "aws:ecr/repository:Repository": "repository",
            "aws:ecr/repositoryPolicy:RepositoryPolicy": "repository policy",
            "aws:ecr/registryPolicy:RegistryPolicy": "registry policy",
            "aws:ecr/lifecyclePolicy:LifecyclePolicy": "lifecycle policy",
            "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": "scanning configuration",
            "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": "creation template",
            "aws:ecrpublic/repository:Repository": "public repository",
            "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": "repository policy",
            "aws-native:ecr:Repository": "repository",
            "aws-native:ecr:PublicRepository": "public repository",
            "aws-native:ecr:RegistryPolicy": "registry policy",
            "aws-native:ecr:RegistryScanningConfiguration": "scanning configuration",
            "aws-native:ecr:RepositoryCreationTemplate": "creation template",
        };
        for (const [type, noun] of Object.entries(nouns)) {
            assert.equal(ECR_TYPES.test(type), true, type);
            assert.deepEqual([...new Set(Object.values(nouns))].filter((other) => isEcr(facts(type), other)), [noun], type);
            assert.deepEqual([`x${type}`, `${type}x`, type.replace("ecr", "ecs")].filter((other) => ECR_TYPES.test(other)), [], type);
        }
    });
});

describe("roles on registries", () => {
    it("are told by their ids and by their names, in any case", () => {
        const roles = {
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
            "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
            "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
            "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
            "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
            "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
            "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
            "b93aa761-3e63-49ed-ac28-beffa264f7ac": "Container Registry Repository Reader",
            "2a1e307c-b015-4ebd-883e-5b7698a07328": "Container Registry Repository Writer",
            "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "Container Registry Repository Contributor",
            "bfdb9389-c9a5-478a-bb2f-ba9ca092c3c7": "Container Registry Repository Catalog Lister",
        };
        for (const [guid, role] of Object.entries(roles)) {
            const told = (props: Props) => roleOf(facts("type", props));
            assert.equal(told({ roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${guid.toUpperCase()}` }), role);
            assert.equal(told({ roleDefinitionName: role.toUpperCase() }), role);
            assert.equal(told({ roleDefinitionId: `${guid}-x` }), undefined);
            assert.equal(told({ roleDefinitionName: `${role} of Contoso` }), undefined);
        }
    });
});
