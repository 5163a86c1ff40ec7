import assert from "node:assert/strict";
import { coversBuilds } from "../policies/ecr-movable-tag";
import { allow, FOREIGN_ROOT, nativeRepository, policyDocument, REGISTRY_POLICY, repository, repositoryPolicy, template } from "../policies/ecr-examples";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { UNKNOWN } from "./analyzed";
import { testCases, type Case } from "./rule-cases";

const ORGANIZATION = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
const OPEN = "policy.Statement[0] allows everybody.";
const WIDE = "policy.Statement[0] lets a whole account or organisation change images.";
const PUSH = { Action: "ecr:PutImage" };
const DENY = { Effect: "Deny", Principal: "*", Action: "ecr:*", Condition: { StringNotEquals: ORGANIZATION } };
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

const document = (...statements: readonly Props[]): [Facts] => [facts(REGISTRY_POLICY, { policy: policyDocument(...statements) })];
const encrypted = (encryptionType: string): [Facts] => [repository({ encryptionConfigurations: [{ encryptionType, kmsKey: KEY }] })];

testCases("ecr-customer-key", [
    ["a template without a key", [template()], ["encryptionConfigurations[0].encryptionType is not KMS."]],
    ["what only ends like KMS", encrypted("NOKMS"), ["encryptionConfigurations[0].encryptionType is not KMS."]],
    ["what is no repository", [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }))], []],
]);

testCases("ecr-immutable-tags", [
    ["a template of Cloud Control for caches alone", [facts("aws-native:ecr:RepositoryCreationTemplate", { prefix: "hub", appliedFor: ["PULL_THROUGH_CACHE"] })], []],
    [
        "a template of Cloud Control for more",
        [facts("aws-native:ecr:RepositoryCreationTemplate", { prefix: "ROOT", appliedFor: ["PULL_THROUGH_CACHE", "REPLICATION"] })],
        ["imageTagMutability lets tags move."],
    ],
]);

testCases("ecr-name-valid", [
    ["a template whose prefix is not known to it", [template({ prefix: undefined })], []],
    ["a template below two names", [template({ prefix: "team/a/" })], []],
    ["a public repository, whose names are a matter of another service", [facts("aws-native:ecr:PublicRepository", { repositoryName: "W" })], []],
]);

testCases("ecr-no-public-access", [
    ["everybody, where others are denied all in one of two ways", document(allow("*"), { ...DENY, Action: ["ecr:Batch*", "ecr:Get*"] }), []],
    ["everybody, where others are denied all for all resources", document(allow("*"), { ...DENY, Resource: "*" }), []],
    ["everybody, where others are denied one of two actions", document(allow("*"), { ...DENY, Action: "ecr:Batch*" }), [OPEN]],
    ["everybody, where one repository is denied to others", document(allow("*"), { ...DENY, Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/web" }), [OPEN]],
    ["everybody, where others are allowed all", document(allow("*"), { ...DENY, Effect: "Allow" }), [OPEN, "policy.Statement[1] allows everybody."]],
    ["everybody, where one account of others is denied all", document(allow("*"), { ...DENY, Principal: { AWS: FOREIGN_ROOT } }), [OPEN]],
    ["everybody, where all others but one account are denied all", document(allow("*"), { ...DENY, Principal: undefined, NotPrincipal: { AWS: FOREIGN_ROOT } }), [OPEN]],
    ["all but some actions for everybody, where others are denied some", document({ Effect: "Allow", Principal: "*", NotAction: "ecr:PutImage" }, DENY), [OPEN]],
]);

const namedBy = (Condition: Props): [Facts] => [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }, { ...PUSH, Condition }))];

testCases("ecr-policy-principals-bounded", [
    ...["PutImage", "BatchDeleteImage", "DeleteRepository", "SetRepositoryPolicy", "PutImageTagMutability", "PutLifecyclePolicy"].map(
        (action): Case => [action, [repositoryPolicy(allow({ AWS: FOREIGN_ROOT }, { Action: `ecr:${action}` }))], [WIDE]],
    ),
    [
        "a push to a public repository",
        [facts("aws:ecrpublic/repositoryPolicy:RepositoryPolicy", { policy: policyDocument(allow({ AWS: FOREIGN_ROOT }, { Action: "ecr-public:PutImage" })) })],
        [WIDE],
    ],
    ["everybody without a condition, whom another rule is about", [repositoryPolicy(allow("*", PUSH))], []],
    ["a role in a condition that is not about it", [repositoryPolicy(allow({ AWS: "arn:aws:iam::210987654321:role/ci" }, { ...PUSH, Condition: { StringEquals: ORGANIZATION } }))], []],
    ["a role that is called like an account", [repositoryPolicy(allow({ AWS: "arn:aws:iam::210987654321:role/123456789012" }, PUSH))], []],
    ["all but some roles", namedBy({ ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/ci" } }), [WIDE]],
    ["a role as what asks on behalf of somebody", namedBy({ ArnLike: { "aws:SourceArn": "arn:aws:iam::210987654321:role/ci" } }), [WIDE]],
    ["any role", namedBy({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::210987654321:role/*" } }), [WIDE]],
    ["a role, or any", namedBy({ ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::210987654321:role/ci", "arn:aws:iam::210987654321:role/*"] } }), [WIDE]],
    ["the account of another repository", document(allow({ AWS: FOREIGN_ROOT }, { ...PUSH, Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/web" })), [WIDE]],
    ["the account of what is no repository", document(allow({ AWS: FOREIGN_ROOT }, { ...PUSH, Resource: "arn:aws:s3:eu-central-1:210987654321:web" })), [WIDE]],
]);

const UNSCANNED = "Neither imageScanningConfiguration.scanOnPush nor a scanning configuration of this stack has it scanned.";
const ENHANCED = { scanType: "ENHANCED" };
const scanning = (filter: string, props: Props = {}) =>
    facts(
        "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
        { rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter, filterType: "WILDCARD" }] }], ...props },
        { name: "scanning" },
    );
const onPush = (props: Props = {}) => repository({ imageScanningConfiguration: { scanOnPush: true }, ...props });

testCases("ecr-scanned", [
    ["by itself, where Amazon Inspector scans others in another region", [onPush({ region: "eu-west-1" }), scanning("shop/*", { ...ENHANCED, region: "eu-central-1" })], []],
    ["by itself, where Amazon Inspector scans others in its region", [onPush({ region: "eu-west-1" }), scanning("shop/*", { ...ENHANCED, region: "eu-west-1" })], [UNSCANNED]],
    ["by itself, where the basic scanner scans others", [onPush(), scanning("shop/*", { scanType: "BASIC" })], []],
    ["by a filter without a word", [repository(), scanning("")], [UNSCANNED]],
    ["by a filter for what ends differently", [repository(), scanning("*shop")], [UNSCANNED]],
    ["by a filter for all, before its name is known", [repository({ name: UNKNOWN }), scanning("**")], []],
    ["by a filter for others, before its name is known", [repository({ name: UNKNOWN }), scanning("shop")], ["Undecided: name is not known yet."]],
    ["by rules that have no filters", [nativeRepository(), scanning("*", { rules: [{ scanFrequency: "SCAN_ON_PUSH" }, { scanFrequency: "MANUAL", repositoryFilters: [{ filter: "*" }] }] })], [UNSCANNED]],
]);

const NONE = "No lifecycle policy of this stack is its own.";
const LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy";
const lifecycle = (props: Props, ...from: readonly Facts[]) => facts(LIFECYCLE, props, { name: "policy", from: { repository: from } });
const [HERE, THERE] = [{ region: "eu-west-1" }, { region: "eu-central-1" }];

testCases("ecr-has-lifecycle", [
    ["a policy of its region", [repository(HERE), lifecycle({ ...HERE, repository: "web" })], []],
    ["a policy of the provider's region", [repository(HERE), lifecycle({ repository: "web" })], []],
    ["a policy of some region, for one of the provider's", [repository(), lifecycle({ ...HERE, repository: "web" })], []],
    ["a policy of its region for another one", [repository(HERE), lifecycle({ ...HERE, repository: "api" })], [NONE]],
    ["a policy of another region, behind one of its own", [repository(HERE), lifecycle({ ...THERE, repository: "web" }), lifecycle({ ...HERE, repository: "web" })], []],
    ["a policy without a name, for one without", [repository({ name: "" }), lifecycle({})], [NONE]],
    ["a policy that is made from two", [repository(), repository({ name: "api" }, { name: "api" }), lifecycle({ repository: UNKNOWN }, repository({ name: "api" }, { name: "api" }), repository())], []],
    ["a policy that is made from another one, in spite of its name", [repository(), repository({}, { name: "api" }), lifecycle({ repository: "web" }, repository({}, { name: "api" }))], [NONE]],
    ["a policy whose name is made from something else", [repository(), template(), lifecycle({ repository: "web" }, template())], []],
    ["a policy whose name is not known", [repository(), lifecycle({ repository: UNKNOWN })], ["Undecided: repository of policy is not known yet."]],
]);

const policyText = policyDocument(allow("*"));

testCases("ecr-no-public-access", [
    ["a registry of Cloud Control", [facts("aws-native:ecr:RegistryPolicy", { policyText })], ["policyText.Statement[0] allows everybody."]],
    ["a public repository of Cloud Control", [facts("aws-native:ecr:PublicRepository", { repositoryPolicyText: policyText })], ["repositoryPolicyText.Statement[0] allows everybody."]],
    ["what is no policy of a repository", [repository({ repositoryPolicyText: policyText })], []],
    ["what is no policy of a scanning configuration", [facts("aws-native:ecr:RegistryScanningConfiguration", { repositoryPolicyText: policyText })], []],
]);

describe("coversBuilds() by the length of what a filter is about", () => {
    const hex = (length: number) => "0a1b2c3d4e5f6789".repeat(3).slice(0, length);

    for (const filter of ["10.20.30", "v10.0.123", "1.4.10*", "10*.2*.3*", hex(7), hex(40), `${hex(6)}*`, `sha-${hex(7)}`, `sha-${hex(40)}`, "*a", "s*f", "*-*", "*.*.*"]) {
        it(`finds that ${filter} covers versions or commits`, () => assert.equal(coversBuilds(filter), true));
    }

    for (const filter of ["1..2", "1.2.3.4", "v", "1.2.", ".1.2.3", hex(6), hex(41), `${hex(41)}*`, `sha-${hex(6)}`, `sha-${hex(41)}`, "*.*.*.*", "sha*z", "x*", "*g", "v*a", "1.4.x"]) {
        it(`takes ${filter} for narrow`, () => assert.equal(coversBuilds(filter), false));
    }
});
