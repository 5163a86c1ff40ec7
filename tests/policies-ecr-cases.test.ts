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
