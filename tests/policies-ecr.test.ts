import assert from "node:assert/strict";
import * as ecr from "@pulumi/aws/ecr";
import * as iam from "@pulumi/aws/iam";
import { isAboutOthers, isNarrowed } from "../policies/aws-condition";
import { isAbout, statementsOf } from "../policies/aws-statement";
import { coversBuilds } from "../policies/ecr-movable-tag";
import { facts } from "../policies/facts";
import type { Facts, Props } from "../policies/rule";
import { rules } from "../policies/rules";
import { UndecidedError } from "../policies/undecided";
import { analyzed, UNKNOWN } from "./analyzed";
import { declared } from "./declared";

const REPOSITORY = "aws:ecr/repository:Repository";
const GITHUB = "token.actions.githubusercontent.com";
const REPOSITORY_KEYS = { region: "eu-central-1", imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } };
const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/** A policy with one statement, which allows. */
const policyOf = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
const trustOf = (subject: string) =>
    policyOf({
        Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${GITHUB}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: { [`${GITHUB}:sub`]: subject } },
    });
const lifecycleOf = (countNumber: number) =>
    JSON.stringify({
        rules: [{ rulePriority: 1, selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber }, action: { type: "expire" } }],
    });

/** Returns what is said, a line for each: mandatory, advisory or undecided, by which rule, of which resource. */
async function said(resources: readonly Facts[]): Promise<readonly string[]> {
    const nameOf = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
    return (await analyzed(rules, resources))
        .map(({ policy, level, urn, message }) => [message.includes("Undecided:") ? "undecided" : level, policy, nameOf(urn)].join(" "))
        .sort();
}

function careful(): void {
    const web = new ecr.Repository("web", { ...REPOSITORY_KEYS, name: "shop/web" });
    new ecr.LifecyclePolicy("lifecycle", { repository: web.name, policy: lifecycleOf(100) });
    new ecr.RepositoryPolicy("grants", { repository: web.name, policy: policyOf({ Principal: { AWS: "210987654321" }, Action: PULL }) });
    new iam.Role("deploy", { assumeRolePolicy: trustOf("repo:contoso/shop:*") });
}

/** One fault of each kind. */
function careless(): void {
    const web = new ecr.Repository("web", { name: "Shop/web", forceDelete: true });
    const api = new ecr.Repository("api", { ...REPOSITORY_KEYS });
    new ecr.LifecyclePolicy("lifecycle", { repository: api.name, policy: lifecycleOf(0) });
    new ecr.RepositoryPolicy("open", { repository: web.name, policy: policyOf({ Principal: "*", Action: PULL }) });
    new ecr.RepositoryPolicy("wide", { repository: api.name, policy: policyOf({ Principal: { AWS: "210987654321" }, Action: "ecr:*" }) });
    new iam.Role("deploy", { assumeRolePolicy: trustOf("repo:contoso/*") });
}

describe("policy rules on a program with Amazon ECR", () => {
    for (const preview of [true, false]) {
        const run = preview ? "a first preview" : "an update";

        it(`are silent on a careful registry in ${run}`, async () =>
            assert.deepEqual(await said(await declared(careful, { preview, stack: "prod" })), []));

        it(`find each fault once in ${run}`, async () =>
            assert.deepEqual(await said(await declared(careless, { preview, stack: "prod" })), [
                "advisory ecr-force-delete-off web",
                "advisory ecr-has-lifecycle web",
                "advisory ecr-immutable-tags web",
                "advisory ecr-lifecycle-sound lifecycle",
                "advisory ecr-name-valid web",
                "advisory ecr-policy-principals-bounded wide",
                "advisory ecr-scanned web",
                "mandatory ecr-no-public-access open",
                "mandatory oidc-trust-bounded deploy",
            ]));
    }

    it("leave a repository of development with its images, and without rules for them", async () =>
        assert.deepEqual(
            await said(await declared(() => void new ecr.Repository("web", { ...REPOSITORY_KEYS, forceDelete: true }), { stack: "dev" })),
            [],
        ));

    it("are undecided on policies that are not known yet, or are no JSON", async () => {
        const policy = (name: string, text: string) => facts("aws:ecr/repositoryPolicy:RepositoryPolicy", { repository: "web", policy: text }, { name });
        assert.deepEqual(await said([policy("later", UNKNOWN), policy("broken", "{")]), [
            "undecided ecr-no-public-access broken",
            "undecided ecr-no-public-access later",
            "undecided ecr-policy-principals-bounded broken",
            "undecided ecr-policy-principals-bounded later",
        ]);
    });

    it("find what is open beside what is not known yet", async () => {
        const open = { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" };
        const document = { Statement: [{ ...open, Principal: UNKNOWN }, open] };
        assert.deepEqual(await said([facts("aws:ecr/registryPolicy:RegistryPolicy", { policy: document }, { name: "registry" })]), [
            "mandatory ecr-no-public-access registry",
        ]);
    });

    it("need no name of a repository that all are scanned like", async () => {
        const repository = facts(REPOSITORY, { ...REPOSITORY_KEYS, name: UNKNOWN, imageScanningConfiguration: { scanOnPush: false } }, { name: "web", stack: "dev" });
        const scanning = (filter: string) =>
            facts("aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration", {
                rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter, filterType: "WILDCARD" }] }],
            });
        assert.deepEqual(await said([repository, scanning("*")]), ["undecided ecr-name-valid web"]);
        assert.deepEqual(await said([repository, scanning("web")]), ["undecided ecr-name-valid web", "undecided ecr-scanned web"]);
    });
});

describe("conditions of statements", () => {
    const narrow: readonly (readonly [string, Props])[] = [
        ["an organisation", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
        ["one of two", { StringEquals: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-b1b2c3d4e5"] } }],
        ["a key in other letters", { stringequals: { "AWS:principalorgid": "o-a1b2c3d4e5" } }],
        ["accounts", { StringEquals: { "aws:PrincipalAccount": ["123456789012"] } }],
        ["roles of an account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::123456789012:role/*" } }],
        ["a network of AWS", { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } }],
        ["addresses", { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } }],
        ["one address", { IpAddress: { "aws:SourceIp": "203.0.113.7" } }],
        ["a session of a role", { StringLike: { "aws:userid": "AROAEXAMPLEID:*" } }],
    ];
    const wide: readonly (readonly [string, Props])[] = [
        ["nothing", {}],
        ["any organisation", { StringLike: { "aws:PrincipalOrgID": "*" } }],
        ["an organisation or any", { StringLike: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "o-*"] } }],
        ["whoever is of no organisation too", { StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
        ["whoever lacks the key", { "ForAllValues:StringEquals": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" } }],
        ["the opposite", { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }],
        ["one's own organisation, whichever it is", { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } }],
        ["roles of any account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deploy" } }],
        ["half of all addresses", { IpAddress: { "aws:SourceIp": "128.0.0.0/1" } }],
        ["encryption", { Bool: { "aws:SecureTransport": "true" } }],
        ["a tag of the repository", { StringEquals: { "aws:ResourceTag/team": "web" } }],
    ];
    const statement = (Condition: Props) => ({ path: "", elements: { Condition } });

    narrow.forEach(([title, condition]) => it(`narrow: ${title}`, () => assert.equal(isNarrowed(statement(condition)), true)));
    wide.forEach(([title, condition]) => it(`do not narrow: ${title}`, () => assert.equal(isNarrowed(statement(condition)), false)));

    it("tell all others than some", () => {
        const organization = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };
        assert.equal(isAboutOthers(statement({ StringNotEquals: organization })), true);
        assert.equal(isAboutOthers(statement({ StringNotEqualsIfExists: organization })), true);
        assert.equal(isAboutOthers(statement({ StringNotEquals: organization, Bool: { "aws:SecureTransport": "true" } })), false);
        assert.equal(isAboutOthers(statement({ StringEquals: organization })), false);
        assert.equal(isAboutOthers(statement({})), false);
    });
});

describe("statements of policies", () => {
    const paths = (value: unknown) => statementsOf({ path: "policy", value }).map((read) => read().path);

    it("are read from JSON and from documents, in a list or alone", () => {
        assert.deepEqual(paths('{"Statement":[{},{}]}'), ["policy.Statement[0]", "policy.Statement[1]"]);
        assert.deepEqual(paths({ Statement: {} }), ["policy.Statement"]);
        [undefined, "", "{}", "[]", "null", 1].forEach((value) => assert.deepEqual(paths(value), []));
        assert.throws(() => paths("{"), UndecidedError);
    });

    it("are about actions by patterns, in any case", () => {
        const about = (elements: Props) => ["ecr:PutImage", "ecr:BatchGetImage"].map((action) => isAbout({ path: "", elements }, action));
        assert.deepEqual(about({ Action: "ecr:*" }), [true, true]);
        assert.deepEqual(about({ Action: ["ECR:putimage"] }), [true, false]);
        assert.deepEqual(about({ Action: "ecr:BatchGet?mage" }), [false, true]);
        assert.deepEqual(about({ NotAction: "ecr:Put*" }), [false, true]);
        assert.deepEqual(about({}), [false, false]);
    });
});

describe("coversBuilds()", () => {
    for (const filter of ["*", "**", "*.*", "1.*", "1.4.*", "v*", "v1.*", "*.0", "sha-*", "1.4.2", "*4*", "***2***"]) {
        it(`finds that ${filter} covers versions or commits`, () => assert.equal(coversBuilds(filter), true));
    }

    for (const filter of ["latest", "1", "1.4", "v1", "pr-*", "*cache", "main*", "*-dev", "dev.*", ""]) {
        it(`takes ${filter || "nothing"} for narrow`, () => assert.equal(coversBuilds(filter), false));
    }
});
