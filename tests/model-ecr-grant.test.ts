import assert from "node:assert/strict";
import { parseAccess } from "../model/access/access";
import { isAwsAccess, type AccessSpec } from "../model/access/access-spec";
import type { AwsGrantee } from "../model/access/grantee";
import type { Right } from "../model/access/right";
import { planAwsGrants, type AwsRegistry } from "../model/ecr/access/grant";
import { formatIdentityPolicy } from "../model/ecr/access/identity-policy";
import { listTaggedPrefixes } from "../model/ecr/plan-templates";
import { formatPolicy } from "../model/ecr/access/policy-document";
import { formatRepositoryPolicy } from "../model/ecr/access/repository-policy";
import { formatProblem } from "../model/problem";

const ACCOUNT = "012345678901";
const OTHER = "210987654321";
const ROLE = `arn:aws:iam::${OTHER}:role/apps/deploy`;
const ORGANIZATION = "o-a1b2c3d4e5";
const FUNCTIONS = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:shop-*`;
const ARN = `arn:aws:ecr:eu-central-1:${ACCOUNT}:repository`;
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = [...PULL, "ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:ListImages", "ecr:PutImage", "ecr:UploadLayerPart"].sort();

const REGISTRY: AwsRegistry = {
    name: "registries-prod", account: ACCOUNT, partition: "aws", region: "eu-central-1",
    repositories: ["team-a/web", "team-a/worker", "tool"], caches: ["docker-hub"],
};
const PUBLIC: AwsRegistry = { name: "registries-prod-public", account: ACCOUNT, partition: "aws", repositories: ["web"], caches: [] };

interface Statement {
    readonly Sid: string;
    readonly Principal?: unknown;
    readonly Action: string | readonly string[];
    readonly Resource?: unknown;
    readonly Condition?: unknown;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function statements(policy: string): readonly Statement[] {
    const { Version, Statement: found } = JSON.parse(policy) as { readonly Version: string; readonly Statement: readonly Statement[] };
    assert.equal(Version, "2012-10-17");
    const sids = found.map(({ Sid }) => Sid);
    assert.deepEqual(sids, [...new Set(sids)].sort());
    sids.forEach((sid) => assert.match(sid, /^[A-Za-z0-9]+$/));
    found.forEach(({ Action }) => list(Action).forEach((action) => assert.match(String(action), /^(ecr|ecr-public|sts):[A-Z][A-Za-z]+$/)));
    return found;
}

function read(written: readonly unknown[]): readonly AccessSpec<AwsGrantee>[] {
    const { access, problems } = parseAccess(written);
    assert.deepEqual(problems.map(formatProblem), []);
    return access.filter(isAwsAccess);
}

function plan(written: readonly unknown[], registry = REGISTRY) {
    const { grants, problems } = planAwsGrants(read(written), registry);
    assert.deepEqual(problems.map(formatProblem), []);
    return grants;
}

/** What the one policy of `tool` says for one grantee. */
function planTool(grant: object, registry = REGISTRY): Statement | undefined {
    const { identities, repositoryPolicies } = plan([{ repositories: registry.repositories.at(-1), ...grant }], registry);
    assert.deepEqual(identities, []);
    assert.equal(repositoryPolicies.length, 1);
    const [statement, ...others] = statements(formatRepositoryPolicy(registry, repositoryPolicies[0]?.grants ?? []));
    assert.deepEqual(others, []);
    assert.ok(statement !== undefined && !("Resource" in statement));
    return statement;
}

function planRole(written: readonly object[], registry = REGISTRY) {
    const { identities, repositoryPolicies } = plan(written.map((grant) => ({ role: "ci", ...grant })), registry);
    assert.deepEqual(repositoryPolicies, []);
    assert.equal(identities.length, 1);
    assert.equal(identities[0]?.role, "ci");
    return Object.fromEntries(statements(identities[0].policy).map(({ Sid, Action, Resource }) => [Sid, [Action, Resource]]));
}

describe("parseAccess() for AWS", () => {
    const good: [title: string, grantee: object][] = [
        ["a role's name", { role: "ci" }],
        ["a role's name with every sign", { role: "a_B-1+2=3,4.5@6" }],
        ["a role's ARN", { role: `arn:aws:iam::${OTHER}:role/ci` }],
        ["a role's ARN with a path", { role: ROLE }],
        ["a role of another partition", { role: `arn:aws-us-gov:iam::${OTHER}:role/ci` }],
        ["an account", { account: OTHER }],
        ["an organisation", { organization: ORGANIZATION }],
        ["one function", { lambda: `arn:aws:lambda:eu-central-1:${OTHER}:function:shop` }],
        ["several functions", { lambda: FUNCTIONS }],
    ];
    for (const [title, grantee] of good) {
        it(`takes ${title}`, () => {
            assert.deepEqual(read([{ may: ["pull"], ...grantee }]), [{ at: 0, may: ["pull"], grantee }]);
        });
    }

    const bad: [title: string, written: object, want: RegExp][] = [
        ["a role that AWS keeps", { role: "AWSReservedSSO_admin_0123456789abcdef" }, /\.role: required is .*by ARN alone.*"AWSReservedSSO_admin_0123456789abcdef"$/],
        ["a path before a name", { role: "apps/ci" }, /\.role: required is a role's name without its path, or its ARN.*"apps\/ci"$/],
        ["any role", { role: `arn:aws:iam::${OTHER}:role/*` }, /\.role: /],
        ["a role's ARN with any account", { role: "arn:aws:iam::*:role/ci" }, /\.role: /],
        ["a user", { role: `arn:aws:iam::${OTHER}:user/ada` }, /\.role: /],
        ["a session of a role", { role: `arn:aws:sts::${OTHER}:assumed-role/ci/ada` }, /\.role: /],
        ["an account as a number", { account: 12345678901 }, /\.account: .*12 digits in quotes.*the number 12345678901$/],
        ["an account of 11 digits", { account: "12345678901" }, /\.account: .*"12345678901"$/],
        ["an organisation in upper case", { organization: "o-A1B2C3D4E5" }, /\.organization: .*such as o-a1b2c3d4e5.*"o-A1B2C3D4E5"$/],
        ["a part of an organisation", { organization: "ou-ab12-11111111" }, /\.organization: /],
        ["any organisation", { organization: "*" }, /\.organization: /],
        ["functions of any account", { lambda: "arn:aws:lambda:eu-central-1:*:function:shop" }, /\.lambda: .*with their region and account/],
        ["functions of any region", { lambda: `arn:aws:lambda:*:${OTHER}:function:shop` }, /\.lambda: /],
        ["all of Lambda", { lambda: "*" }, /\.lambda: /],
        ["a layer", { lambda: `arn:aws:lambda:eu-central-1:${OTHER}:layer:shop` }, /\.lambda: /],
        ["two at once", { role: "ci", account: OTHER }, /\.account: required is nothing beside role: only one of principal, .*, lambda can be/],
        ["a type", { role: "ci", type: "User" }, /\.type: required is nothing beside role/],
    ];
    for (const [title, written, want] of bad) {
        it(`refuses ${title}`, () => {
            const { access, problems } = parseAccess([{ may: ["pull"], ...written }]);
            assert.deepEqual([access, problems.length], [[], 1], problems.map(formatProblem).join("\n"));
            assert.match(problems.map(formatProblem).join(), want);
        });
    }
});

describe("planAwsGrants()", () => {
    it("gives a role of the account a policy of its own, with its login and exact repositories", () => {
        assert.deepEqual(planRole([{ may: ["push"], repositories: "team-a/" }]), {
            Login: ["ecr:GetAuthorizationToken", "*"],
            Push: [PUSH, [`${ARN}/team-a/web`, `${ARN}/team-a/worker`]],
        });
    });

    it("lets a role fetch what a cache has not yet", () => {
        assert.deepEqual(planRole([{ may: ["pull"], repositories: "docker-hub/" }]), {
            Import: [["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"], `${ARN}/docker-hub/*`],
            Login: ["ecr:GetAuthorizationToken", "*"],
            Pull: [PULL, `${ARN}/docker-hub/*`],
        });
    });

    const caches: [title: string, scope: string, caches: readonly string[], want: string][] = [
        ["a part of a cache", "docker-hub/library/", ["docker-hub"], "docker-hub/library/*"],
        ["one repository of a cache", "docker-hub/library/nginx", ["docker-hub"], "docker-hub/library/nginx"],
        ["caches below a start", "cache/", ["cache/hub"], "cache/hub/*"],
        ["a part of a cache for all names", "library/", ["ROOT"], "library/*"],
    ];
    for (const [title, repositories, prefixes, want] of caches) {
        it(`grants on ${title}`, () => {
            const { Pull, Import } = planRole([{ may: ["pull"], repositories }], { ...REGISTRY, caches: prefixes });
            assert.deepEqual([Pull?.[1], Import?.[1]], [`${ARN}/${want}`, `${ARN}/${want}`]);
        });
    }

    it("says nothing of every repository of the account for a cache for all names", () => {
        const { Push, Import } = planRole([{ may: ["push"] }], { ...REGISTRY, caches: ["ROOT"] });
        assert.deepEqual([Push?.[1], Import], [REGISTRY.repositories.map((name) => `${ARN}/${name}`), undefined]);
    });

    it("pushes to repositories and pulls from caches where all is granted", () => {
        const { Push, Pull } = planRole([{ may: ["push"] }]);
        assert.deepEqual([Push?.[1], Pull?.[1]], [REGISTRY.repositories.map((name) => `${ARN}/${name}`), `${ARN}/docker-hub/*`]);
    });

    it("puts together what one role may, whatever the order", () => {
        const written = [
            { may: ["pull"], repositories: "team-a/" }, { may: ["push"], repositories: "team-a/web" },
            { may: ["delete", "list"], repositories: "tool" }, { may: ["pull"], repositories: "tool" },
        ];
        const together = planRole(written);
        assert.deepEqual(together, {
            List: ["ecr:DescribeRepositories", `${ARN}/*`],
            Login: ["ecr:GetAuthorizationToken", "*"],
            Pull: [PULL, `${ARN}/team-a/worker`],
            PullDelete: [[...PULL, "ecr:BatchDeleteImage"].sort(), `${ARN}/tool`],
            Push: [PUSH, `${ARN}/team-a/web`],
        });
        assert.deepEqual(planRole([...written].reverse()), together);
    });

    it("names policies after the registry and the role", () => {
        const { identities } = plan([{ may: ["pull"], role: "web" }, { may: ["pull"], role: "ci" }]);
        assert.deepEqual(identities.map(({ name }) => name), ["registries-prod-ci", "registries-prod-web"]);
    });

    const rights: [may: readonly Right[], sid: string, actions: readonly string[]][] = [
        [["list"], "List", ["ecr:DescribeRepositories"]],
        [["pull"], "Pull", PULL],
        [["push"], "Push", PUSH],
        [["push", "pull"], "Push", PUSH],
        [["delete"], "Delete", ["ecr:BatchDeleteImage"]],
        [["delete", "pull", "list"], "ListPullDelete", [...PULL, "ecr:BatchDeleteImage", "ecr:DescribeRepositories"].sort()],
    ];
    for (const [may, sid, actions] of rights) {
        it(`lets an account ${may.join(" and ")}`, () => {
            const { Sid, Action, Principal } = planTool({ may, account: OTHER }) ?? {};
            assert.deepEqual([Sid, list(Action), Principal], [sid, actions, { AWS: `arn:aws:iam::${OTHER}:root` }]);
        });
    }

    it("names a role by its ARN", () => assert.deepEqual(planTool({ may: ["pull"], role: ROLE })?.Principal, { AWS: ROLE }));
    it("lets everybody of an organisation, and nobody else", () => {
        const { Principal, Condition } = planTool({ may: ["pull"], organization: ORGANIZATION }) ?? {};
        assert.deepEqual([Principal, Condition], ["*", { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } }]);
    });

    it("lets functions pull, and those of nobody else", () => {
        const { Principal, Action, Condition } = planTool({ may: ["pull"], lambda: FUNCTIONS }) ?? {};
        assert.deepEqual(Principal, { Service: "lambda.amazonaws.com" });
        assert.deepEqual(Action, ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]);
        assert.deepEqual(Condition, { StringLike: { "aws:SourceArn": FUNCTIONS } });
    });

    it("says in one policy of each repository what all may, and of each once", () => {
        const written = [
            { may: ["pull"], account: OTHER }, { may: ["pull"], role: ROLE }, { may: ["pull"], organization: ORGANIZATION },
            { may: ["push"], account: OTHER, repositories: "tool" }, { may: ["pull"], account: OTHER },
        ];
        const found = plan(written).repositoryPolicies.map(({ repository, grants }) => [repository, statements(formatRepositoryPolicy(REGISTRY, grants)).map(({ Sid }) => Sid)]);
        assert.deepEqual(found, [
            ["team-a/web", ["OrganizationPull", "Pull"]],
            ["team-a/worker", ["OrganizationPull", "Pull"]],
            ["tool", ["OrganizationPull", "Pull", "Push"]],
        ]);
        const policies = (access: readonly object[]) => plan(access).repositoryPolicies.map(({ grants }) => formatRepositoryPolicy(REGISTRY, grants));
        assert.deepEqual(policies(written), policies([...written].reverse()));
        assert.deepEqual(plan(written).repositoryPolicies.map(({ grants }) => grants.length), [4, 4, 5]);
    });

    it("grants on a public registry", () => {
        const own = planRole([{ may: ["push", "delete"] }], PUBLIC);
        assert.deepEqual(own["Login"], [["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"], "*"]);
        assert.equal(own["PushDelete"]?.[1], `arn:aws:ecr-public::${ACCOUNT}:repository/web`);
        assert.deepEqual(Object.keys(planRole([{ may: ["pull"] }], PUBLIC)), ["Login"]);
        assert.ok(list(planTool({ may: ["push"], account: OTHER }, PUBLIC)?.Action).includes("ecr-public:PutImage"));
        assert.deepEqual(plan([{ may: ["pull"], account: OTHER }], PUBLIC).repositoryPolicies, []);
    });

    const many = (number: number) => Array.from({ length: number }, (_, index) => String(100_000_000_000 + index));
    const bad: [title: string, written: readonly object[], registry: Partial<AwsRegistry>, ...want: RegExp[]][] = [
        ["no repository below a start", [{ may: ["pull"], role: "ci", repositories: "team-b/" }], {},
            /^registries:access\[0\]\.repositories: required is one of team-a\/web, team-a\/worker, tool, docker-hub\/, or .*"team-b\/"$/],
        ["the start of a word", [{ may: ["pull"], role: "ci", repositories: "team" }], {}, /access\[0\]\.repositories: .*"team"$/],
        ["a registry with nothing in it", [{ may: ["pull"], role: "ci" }], { repositories: [], caches: [] }, /of which this registry has none.*now all$/],
        ["a part of a cache for an account", [{ may: ["pull"], account: OTHER, repositories: "docker-hub/library/" }], {},
            /repositories: required is all of a cache: docker-hub\/; or .*role by its name.*"docker-hub\/library\/"$/],
        ["a push to a cache", [{ may: ["push"], role: "ci", repositories: "docker-hub/" }], {}, /access\[0\]\.may: .*nobody pushes.*now \[push\]$/],
        ["its own account", [{ may: ["pull"], account: ACCOUNT }], {}, /access\[0\]\.account: .*a role has to be named.*"012345678901"$/],
        ["functions that push", [{ may: ["pull", "push"], lambda: FUNCTIONS }], {}, /access\[0\]\.may: required is \[pull\].*now \[pull, push\]$/],
        ["functions of another region", [{ may: ["pull"], lambda: FUNCTIONS }], { region: "us-east-1" }, /\.lambda: .*in us-east-1, as Lambda.*function:shop-\*"$/],
        ["functions of another partition", [{ may: ["pull"], lambda: FUNCTIONS }], { partition: "aws-cn", region: "cn-north-1" }, /\.lambda: .*arn:aws-cn:/],
        ["a role of another partition", [{ may: ["pull"], role: ROLE }], { partition: "aws-cn" }, /\.role: .*starts with arn:aws-cn:.*apps\/deploy"$/],
        ["more accounts than a policy takes", many(330).map((account) => ({ may: ["pull"], account, repositories: "tool" })), {},
            /^registries:access: .*the repository tool.*may have 10240 characters; it is now 1\d{4} characters$/],
        ["more repositories than a role's policy takes", [{ may: ["pull"], role: "ci" }], { repositories: many(200) }, /of the role ci to say: .*10240/],
        ["a name that is too long", [{ may: ["pull"], role: "r".repeat(64) }], { name: "n".repeat(64) }, /^registries:registry\.name: .*may have 128 characters.*"n+"$/],
        ["every mistake at once", [{ may: ["pull"], account: ACCOUNT }, { may: ["push"], lambda: FUNCTIONS, repositories: "x" }], {},
            /access\[0\]\.account/, /access\[1\]\.may/, /access\[1\]\.repositories/],
    ];
    for (const [title, written, registry, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const found = planAwsGrants(read(written), { ...REGISTRY, ...registry }).problems.map(formatProblem);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }

    for (const grantee of [{ organization: ORGANIZATION }, { lambda: FUNCTIONS }]) {
        it(`refuses ${Object.keys(grantee).join()} on a public registry`, () => {
            const [problem, ...others] = planAwsGrants(read([{ may: ["pull"], ...grantee }]), PUBLIC).problems.map(formatProblem);
            assert.deepEqual(others, []);
            assert.match(problem ?? "", /required is a role or an account, as a public registry is for everybody to pull from/);
        });
    }

    it("does not look for repositories of images that have mistakes", () => {
        const { problems } = planAwsGrants(read([{ may: ["pull"], role: "ci", repositories: "team-b/" }]), { ...REGISTRY, hasOthers: true });
        assert.deepEqual(problems, []);
    });
});

describe("policies of AWS", () => {
    it("lets whoever pulls give tags where what a cache makes has some", () => {
        const request = { may: ["pull"], repositories: [], caches: ["docker-hub/library/*"] } as const;
        const tagged = (prefix: string, resourceTags: Readonly<Record<string, string>>) => formatIdentityPolicy(
            REGISTRY, [request], listTaggedPrefixes([{ prefix, appliedFor: ["PULL_THROUGH_CACHE"], resourceTags }]),
        ).includes('"ecr:TagResource"');
        assert.deepEqual(["docker-hub", "docker-hub/library/x", "ROOT", "quay"].map((prefix) => tagged(prefix, { team: "a" })), [true, true, true, false]);
        assert.equal(tagged("docker-hub", {}), false);
    });

    const bad: [title: string, write: () => string, want: RegExp][] = [
        ["no statement", () => formatPolicy([]), /^RangeError: Cannot write a policy without a statement/],
        ["a role's name in a repository's policy", () => formatRepositoryPolicy(REGISTRY, [{ may: ["pull"], grantee: { role: "ci" } }]),
            /^RangeError: Cannot name "ci" in a repository's policy: it is no ARN/],
        ["a pull that everybody may", () => formatRepositoryPolicy(PUBLIC, [{ may: ["pull"], grantee: { account: OTHER } }]), /without a statement/],
    ];
    for (const [title, write, want] of bad) {
        it(`refuses ${title}`, () => assert.throws(write, want));
    }
});
