import assert from "node:assert/strict";
import { join } from "node:path";
import { PUBLIC_ECR_REGION } from "../model/ecr/ecr-host";
import { lint } from "./moto/lint";
import { findPython } from "./python/find-python";
import { GOVERNMENT, PARTLY_KNOWN, PRIVATE, PUBLIC } from "./moto/planned";
import { privateResources, publicResources, type Resource } from "./moto/template";
import { skip } from "./tools-at-hand";

const PRIVATE_RESOURCES = privateResources(PRIVATE);
const PUBLIC_RESOURCES = publicResources(PUBLIC);

const GOOD: readonly [title: string, region: string, resources: readonly Resource[], types: readonly string[]][] = [
    ["a private registry", PRIVATE.registry.region, PRIVATE_RESOURCES, [
        "ECR::PullThroughCacheRule", "ECR::PullTimeUpdateExclusion", "ECR::RegistryPolicy", "ECR::RegistryScanningConfiguration",
        "ECR::ReplicationConfiguration", "ECR::Repository", "ECR::RepositoryCreationTemplate", "IAM::OIDCProvider", "IAM::Role", "IAM::RolePolicy",
    ]],
    ["a registry with an archive", PARTLY_KNOWN.registry.region, privateResources(PARTLY_KNOWN), [
        "ECR::PullThroughCacheRule", "ECR::RegistryPolicy", "ECR::ReplicationConfiguration", "ECR::Repository", "ECR::RepositoryCreationTemplate", "IAM::Role",
    ]],
    ["a registry of another partition", GOVERNMENT.registry.region, privateResources(GOVERNMENT), ["ECR::Repository", "IAM::OIDCProvider", "IAM::Role", "IAM::RolePolicy"]],
    ["a public registry", PUBLIC_ECR_REGION, PUBLIC_RESOURCES, ["ECR::PublicRepository", "IAM::OIDCProvider", "IAM::Role", "IAM::RolePolicy"]],
];

/** A change to the text of a planned resource, and what is then said of it. */
const BAD: readonly [type: string, from: RegExp, to: string, said: RegExp][] = [
    ["ECR::Repository", /"RepositoryName":"[^"]*"/, '"RepositoryName":"Team/Web"', /^E3031 Properties\.RepositoryName: /],
    ["ECR::Repository", /"ImageTagMutability":"[^"]*"/, '"ImageTagMutability":"FIXED"', /^E3030 Properties\.ImageTagMutability: /],
    ["ECR::Repository", /"EncryptionType":"[^"]*"/, '"EncryptionType":"AES128"', /^E3030 Properties\.EncryptionConfiguration\.EncryptionType: /],
    ["ECR::Repository", /"ecr:BatchGetImage"/, '"ecr:BatchGetImages"', /^W3037 Properties\.RepositoryPolicyText\.Statement\.\d\.Action/],
    ["ECR::ReplicationConfiguration", /"RegistryId":"\d+"/, '"RegistryId":"12345"', /^E3031 .*RegistryId: /],
    ["ECR::ReplicationConfiguration", /"PREFIX_MATCH"/, '"WILDCARD"', /^E3030 .*FilterType: /],
    ["ECR::RegistryScanningConfiguration", /"WILDCARD"/, '"PREFIX_MATCH"', /^E3030 .*FilterType: /],
    ["ECR::RegistryScanningConfiguration", /"ScanType":"[^"]*"/, '"ScanType":"DEEP"', /^E3030 Properties\.ScanType: /],
    ["ECR::PullThroughCacheRule", /"EcrRepositoryPrefix":"[^"]*"/, '"EcrRepositoryPrefix":"x"', /^E3033 Properties\.EcrRepositoryPrefix: /],
    ["ECR::PullThroughCacheRule", /ecr-pullthroughcache\//, "other/", /^E3031 Properties\.CredentialArn: /],
    ["ECR::RepositoryCreationTemplate", /"PULL_THROUGH_CACHE"/, '"PULL"', /^E3030 Properties\.AppliedFor\.0: /],
    ["ECR::RepositoryCreationTemplate", /:role\/[^"]*/, ":user/somebody", /^E3031 Properties\.CustomRoleArn: /],
    ["ECR::PullTimeUpdateExclusion", /:role\/[^"]*/, ":root", /^E3031 Properties\.PrincipalArn: /],
    ["IAM::Role", /"StringEquals"/, '"StringEqual"', /^E3530 Properties\.AssumeRolePolicyDocument\.Statement\.0\.Condition/],
    ["IAM::RolePolicy", /"ecr:PutImage"/, '"ecr:PutImages"', /^W3037 Properties\.PolicyDocument\.Statement\.\d\.Action/],
    ["IAM::RolePolicy", /"Resource":"\*"/, '"Resource":"team-a/web"', /^E3510 Properties\.PolicyDocument\.Statement\.\d\.Resource: /],
    ["ECR::PublicRepository", /"RepositoryName":"[^"]*"/, '"RepositoryName":"Contoso/Tool"', /^E3031 Properties\.RepositoryName: /],
    ["ECR::PublicRepository", /# About/, "#".repeat(30_000), /^E3033 Properties\.RepositoryCatalogData\.AboutText: /],
    ["IAM::RolePolicy", /"ecr-public:PutImage"/, '"ecr-public:PutImages"', /^W3037 Properties\.PolicyDocument\.Statement\.\d\.Action/],
    ["IAM::RolePolicy", /"sts:GetServiceBearerToken"/, '"sts:GetBearerToken"', /^W3037 Properties\.PolicyDocument\.Statement\.\d\.Action/],
    ["IAM::RolePolicy", /:ecr:([a-z0-9-]*:\d+):repository\//g, ":sns:$1:", /^I3510 Properties\.PolicyDocument\.Statement\.\d\.Resource: /],
];

describe("AWS' schemas of its resources", function () {
    this.timeout(700_000);
    let python: string;

    before(async function () {
        const found = await findPython(join(__dirname, "moto", "requirements.txt"));
        python = "missing" in found ? skip(this, found.missing) : found.program;
    });

    for (const [title, region, resources, types] of GOOD) {
        it(`have nothing against ${title} as it is planned`, async () => {
            assert.deepEqual([...new Set(resources.map(({ Type }) => Type.replace(/^AWS::/, "")))].sort(), types);
            assert.deepEqual((await lint(python, region, resources)).flat(), []);
        });
    }

    it("have something against each change of it", async () => {
        const changed = BAD.map(([type, from, to]) => change(type, from, to));
        // All at once, as it takes seconds to start.
        const said = await lint(python, PUBLIC_ECR_REGION, changed);
        const unsaid = BAD.flatMap(([type, , to, want], index) => said[index]?.some((line) => want.test(line)) === true ? [] : [{ type, to, want, said: said[index] }]);
        assert.deepEqual(unsaid, []);
    });
});

function change(type: string, from: RegExp, to: string): Resource {
    const texts = [...PRIVATE_RESOURCES, ...PUBLIC_RESOURCES].filter(({ Type }) => Type === `AWS::${type}`).map((resource) => JSON.stringify(resource));
    const text = texts.find((one) => one.search(from) >= 0) ?? "";
    assert.notEqual(text, "", `${type} has no ${from}`);
    return JSON.parse(text.replace(from, to)) as Resource;
}
