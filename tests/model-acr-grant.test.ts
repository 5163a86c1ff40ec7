import assert from "node:assert/strict";
import { parseAccess } from "../model/access/access";
import type { AccessSpec } from "../model/access/access-spec";
import type { AcrPermissions } from "../model/acr/acr-spec";
import { formatCondition } from "../model/acr/access/condition";
import { planGrants } from "../model/acr/access/grant";
import type { AzureGrantee } from "../model/access/grantee";
import type { Right } from "../model/access/right";
import { requireObjectId } from "../model/acr/access/looked-up";
import { planPrincipalRetry, planPullRetry } from "../model/acr/access/retry";
import { coverRights } from "../model/acr/access/role";
import { assigneeNamed, planRole } from "../model/acr/access/role-plan";
import { formatProblem } from "../model/problem";

const GUID = "11111111-2222-4333-8444-555555555555";
const OTHER = "aaaaaaaa-2222-4333-8444-555555555555";
const PROVIDERS = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg-apps/providers";
const IDENTITY = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/builder`;
const CLUSTER = `${PROVIDERS}/Microsoft.ContainerService/managedClusters/shop`;

const ROLES: Readonly<Record<string, string>> = {
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
    "b93aa761-3e63-49ed-ac28-beffa264f7ac": "Repository Reader",
    "2a1e307c-b015-4ebd-883e-5b7698a07328": "Repository Writer",
    "2efddaa5-3f1f-4df3-97df-af3f13818f4c": "Repository Contributor",
};

const group: AzureGrantee = { principal: GUID, type: "Group" };

function grants(access: readonly AccessSpec<AzureGrantee>[], permissions: AcrPermissions = "legacy", registry = "contoso") {
    const { grants: planned, problems } = planGrants(access, { registry, permissions });
    assert.deepEqual(problems.map(formatProblem), []);
    return planned;
}

function lines(access: readonly unknown[]): string[] {
    return parseAccess(access).problems.map(formatProblem);
}

describe("parseAccess()", () => {
    const good: [title: string, written: object, want: AccessSpec][] = [
        ["a principal", { may: ["pull"], principal: GUID, type: "Group" }, { may: ["pull"], grantee: group }],
        ["an id in upper case", { may: ["pull"], principal: OTHER.toUpperCase(), type: "User" },
            { may: ["pull"], grantee: { principal: OTHER, type: "User" } }],
        ["an intent twice", { may: ["pull", "push", "pull"], identity: IDENTITY }, { may: ["pull", "push"], grantee: { identity: IDENTITY } }],
        ["a cluster", { may: ["pull"], cluster: CLUSTER }, { may: ["pull"], grantee: { cluster: CLUSTER } }],
        ["whoever deploys", { may: ["push"], deployer: "ServicePrincipal" },
            { may: ["push"], grantee: { deployer: true, type: "ServicePrincipal" } }],
        ["a prefix", { may: ["push"], principal: GUID, type: "Group", repositories: "team-a/" },
            { may: ["push"], grantee: group, repositories: "team-a/" }],
        ["one repository", { may: ["push"], principal: GUID, type: "Group", repositories: "team-a/web" },
            { may: ["push"], grantee: group, repositories: "team-a/web" }],
    ];
    for (const [title, written, want] of good) {
        it(`takes ${title}`, () => assert.deepEqual(parseAccess([written]), { access: [{ at: 0, ...want }], problems: [] }));
    }

    const bad: [title: string, written: unknown, ...want: RegExp[]][] = [
        ["a text", "everybody", /^registries:access\[0\]: .*"everybody"$/],
        ["nobody", { may: ["pull"] }, /\[0\]\.principal: .*identity, cluster, deployer, role, account, organization, lambda; it is now nothing$/],
        ["nothing to do", { may: [], cluster: CLUSTER }, /\.may: .*at least one.*an empty list$/],
        ["an unknown intent", { may: ["own"], cluster: CLUSTER }, /\.may\[0\]: required is list, pull, push or delete; it is now "own"$/],
        ["a principal without a type", { may: ["pull"], principal: GUID }, /\.type: required is User, Group or ServicePrincipal .*nothing$/],
        ["an unknown type", { may: ["pull"], principal: GUID, type: "Application" }, /\.type: required is User, .*"Application"$/],
        ["a principal's name", { may: ["pull"], principal: "ada", type: "User" }, /\.principal: .*a GUID.*"ada"$/],
        ["a placeholder", { may: ["pull"], principal: "00000000-0000-0000-0000-000000000000", type: "User" }, /not all zeros.*"0{8}-/],
        ["a type of an identity", { may: ["pull"], identity: IDENTITY, type: "User" }, /\.type: required is nothing beside identity/],
        ["two at once", { may: ["pull"], identity: IDENTITY, cluster: CLUSTER }, /\.cluster: required is nothing beside identity/],
        ["three at once", { may: ["pull"], principal: GUID, type: "User", cluster: CLUSTER, deployer: "User" },
            /\.cluster: required is nothing beside principal/, /\.deployer: required is nothing beside principal.*"User"$/],
        ["an identity's name", { may: ["pull"], identity: "builder" }, /\.identity: .*ARM id of a user-assigned identity.*"builder"$/],
        ["an identity's id as a cluster", { may: ["pull"], cluster: IDENTITY }, /\.cluster: .*ARM id of an AKS cluster/],
        ["a group that deploys", { may: ["pull"], deployer: "Group" }, /\.deployer: required is User or ServicePrincipal.*"Group"$/],
        ["upper case", { may: ["pull"], cluster: CLUSTER, repositories: "Team-A/" }, /\.repositories: .*such as team-a\/, or .*"Team-A\/"$/],
        ["a star", { may: ["pull"], cluster: CLUSTER, repositories: "team-a/*" }, /\.repositories: .*"team-a\/\*"$/],
        ["a slash alone", { may: ["pull"], cluster: CLUSTER, repositories: "/" }, /\.repositories: .*"\/"$/],
        ["an end of the condition", { may: ["pull"], cluster: CLUSTER, repositories: "a') OR ('1' StringEquals '1" }, /\.repositories: /],
        ["an unknown key", { may: ["pull"], cluster: CLUSTER, roleName: "AcrPull" }, /\.roleName: required is one of the keys may, .*"roleName"$/],
        ["a role beside a cluster", { may: ["pull"], cluster: CLUSTER, role: "AcrPull" }, /\.role: required is nothing beside cluster.*"AcrPull"$/],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const found = lines([written]);
            assert.equal(found.length, want.length, found.join("\n"));
            want.forEach((pattern, index) => assert.match(found[index] ?? "", pattern));
        });
    }

    it("refuses what is no list", () => {
        assert.match(parseAccess({}).problems.map(formatProblem).join(), /^registries:access: required is a list of grants; it is now a map$/);
    });

    it("keeps the grants without a mistake", () => {
        const { access, problems } = parseAccess([{ may: ["pull"], cluster: CLUSTER }, { may: ["pull"] }]);
        assert.equal(access.length, 1);
        assert.match(problems.map(formatProblem).join(), /^registries:access\[1\]\.principal/);
    });
});

describe("planGrants()", () => {
    const all: readonly Right[] = ["pull", "push", "delete"];
    const good: [rights: readonly Right[], permissions: AcrPermissions, ...want: string[]][] = [
        [["pull"], "legacy", "AcrPull"],
        [["push"], "legacy", "AcrPush"],
        [["pull", "push"], "legacy", "AcrPush"],
        [["delete"], "legacy", "AcrDelete"],
        [["pull", "delete"], "legacy", "AcrDelete", "AcrPull"],
        [all, "legacy", "AcrDelete", "AcrPush"],
        [["pull"], "abac", "Repository Reader"],
        [["pull", "push"], "abac", "Repository Writer"],
        [["delete"], "abac", "Repository Contributor"],
        [all, "abac", "Repository Contributor"],
    ];
    for (const [may, permissions, ...want] of good) {
        it(`grants ${may.join(" and ")} by ${want.join(" and ")} in ${permissions} mode`, () => {
            const planned = grants([{ may, grantee: group }], permissions);
            assert.deepEqual(planned.map(({ role }) => ROLES[role]).sort(), want);
            assert.ok(planned.every((grant) => grant.grantee === group && !("condition" in grant)));
        });
    }

    it("names grants after whom and what", () => {
        const access = [group, { identity: IDENTITY }, { cluster: CLUSTER }, { deployer: true, type: "User" }] as const;
        const planned = grants(access.map((grantee) => ({ may: ["pull"], grantee })));
        assert.deepEqual(planned.map(({ name }) => name.replace(/-[0-9a-f]{8}$/, "")), ["11111111-pull", "builder-pull", "deployer-pull", "shop-pull"]);
        assert.ok(planned.every(({ name, assignment }) => name.endsWith(assignment.slice(0, 8))));
    });

    it("keeps the GUIDs for good", () => {
        assert.deepEqual(grants([{ may: ["pull"], grantee: group }]).map(({ assignment }) => assignment), ["c17f8cbd-409b-5130-ac62-13020147132e"]);
    });

    it("takes the same names and GUIDs in any order and case", () => {
        const access: AccessSpec<AzureGrantee>[] = [
            { may: ["push"], grantee: { identity: IDENTITY }, repositories: "b/" },
            { may: ["pull"], grantee: group },
            { may: ["push"], grantee: { identity: IDENTITY }, repositories: "a/" },
        ];
        const other: AccessSpec<AzureGrantee>[] = [
            { may: ["push"], grantee: { identity: IDENTITY.toUpperCase() }, repositories: "a/" },
            { may: ["push"], grantee: { identity: IDENTITY.toUpperCase() }, repositories: "b/" },
            { may: ["pull"], grantee: group },
        ];
        const facts = (specs: AccessSpec<AzureGrantee>[]) => grants(specs, "abac").map(({ grantee: _, ...rest }) => rest);
        assert.deepEqual(facts(other), facts(access));
        assert.equal(facts(access).length, 2);
    });

    it("tells registries, principals and roles apart, but not conditions", () => {
        const id = (access: AccessSpec<AzureGrantee>, permissions: AcrPermissions, registry?: string) => grants([access], permissions, registry)[0]?.assignment;
        const plain: AccessSpec<AzureGrantee> = { may: ["pull"], grantee: group };
        const ids = [
            id(plain, "legacy"), id(plain, "abac"), id(plain, "abac", "fabrikam"), id({ ...plain, may: ["push"] }, "abac"),
            id({ ...plain, grantee: { principal: OTHER, type: "Group" } }, "abac"),
        ];
        assert.equal(new Set(ids).size, ids.length);
        assert.equal(id({ ...plain, repositories: "team-a/" }, "abac"), id(plain, "abac"));
    });

    it("makes one assignment of the same role in several places", () => {
        const planned = grants([
            { may: ["pull"], grantee: group, repositories: "base" },
            { may: ["pull"], grantee: group, repositories: "team-a/" },
            { may: ["pull"], grantee: group, repositories: "base" },
            { may: ["pull", "push"], grantee: group, repositories: "team-b/" },
        ], "abac");
        assert.deepEqual(planned.map(({ role }) => ROLES[role]), ["Repository Reader", "Repository Writer"]);
        const name = "@Request[Microsoft.ContainerRegistry/registries/repositories:name]";
        assert.ok(planned[0]?.condition?.endsWith(`(${name} StringEqualsIgnoreCase 'base' OR ${name} StringStartsWithIgnoreCase 'team-a/'))`));
        assert.ok(planned[1]?.condition?.endsWith(`(${name} StringStartsWithIgnoreCase 'team-b/'))`));
    });

    it("needs no condition where the whole registry is granted too", () => {
        const planned = grants([{ may: ["pull"], grantee: group, repositories: "team-a/" }, { may: ["pull"], grantee: group }], "abac");
        assert.equal(planned.length, 1);
        assert.equal(planned[0]?.condition, undefined);
    });

    const bad: [title: string, access: AccessSpec<AzureGrantee>[], permissions: AcrPermissions, want: RegExp][] = [
        ["repositories in legacy mode", [{ may: ["pull"], grantee: group }, { may: ["pull"], grantee: group, repositories: "team-a/" }], "legacy",
            /^registries:access\[1\]\.repositories: .*whole registry; permissions: abac has roles for repositories; it is now "team-a\/"$/],
        ["a principal of two types", [{ may: ["pull"], grantee: group }, { may: ["push"], grantee: { ...group, type: "User" } }], "abac",
            /^registries:access\[1\]\.type: required is Group, as an earlier grant says of the same one; it is now "User"$/],
        ["deployers of two types", [
            { may: ["pull"], grantee: { deployer: true, type: "User" } },
            { may: ["pull"], grantee: { deployer: true, type: "ServicePrincipal" } },
        ], "legacy", /^registries:access\[1\]\.deployer: required is User/],
    ];
    for (const [title, access, permissions, want] of bad) {
        it(`refuses ${title}`, () => {
            const { grants: planned, problems } = planGrants(access.map((spec, at) => ({ at, ...spec })), { registry: "contoso", permissions });
            assert.deepEqual(planned, []);
            assert.equal(problems.length, 1);
            assert.match(problems.map(formatProblem).join(), want);
        });
    }
});

describe("coverRights()", () => {
    it("grants nothing for nothing", () => assert.deepEqual(coverRights([], "abac"), []));
    it("takes an intent once", () => assert.deepEqual(coverRights(["pull", "pull"], "abac"), ["pull"]));
});

describe("planRole()", () => {
    it("plans the role of somebody who is known by a name", () => {
        const { name, assignment, condition } = planRole({ registry: "contoso", permissions: "abac" }, assigneeNamed("runner"), "pull", ["web"]);
        assert.equal(name, `runner-pull-${assignment.slice(0, 8)}`);
        assert.match(condition ?? "", /'web'\)\)$/);
    });

    it("tells a name from the deployer", () => {
        const legacy = { registry: "contoso", permissions: "legacy" } as const;
        const [deployer] = grants([{ may: ["pull"], grantee: { deployer: true, type: "User" } }]);
        assert.notEqual(planRole(legacy, assigneeNamed("deployer"), "pull").assignment, deployer?.assignment);
    });

    it("refuses repositories in legacy mode", () => {
        assert.throws(
            () => planRole({ registry: "contoso", permissions: "legacy" }, assigneeNamed("runner"), "pull", ["web"]),
            /^RangeError: Cannot grant on "web" alone: with permissions: legacy/,
        );
    });
});

describe("formatCondition()", () => {
    it("names every action of the role, and the repositories once", () => {
        assert.equal(
            formatCondition(["R/content/read", "R/metadata/read"], ["web", "web"]),
            "((!(ActionMatches{'R/content/read'}) AND !(ActionMatches{'R/metadata/read'})) OR "
                + "(@Request[Microsoft.ContainerRegistry/registries/repositories:name] StringEqualsIgnoreCase 'web'))",
        );
    });

    for (const repository of ["a'b", "a') OR ('", "A", "", "/", "a//", "a\n", "a*", "@Request"]) {
        it(`refuses ${JSON.stringify(repository)}`, () => {
            assert.throws(() => formatCondition(["x"], [repository]), /^RangeError: Cannot grant on /);
        });
    }
});

describe("requireObjectId()", () => {
    it("takes the same id in any case", () => assert.equal(requireObjectId(IDENTITY, IDENTITY.toLowerCase(), GUID), GUID));

    const bad: [title: string, found: string, id: string | undefined, want: RegExp][] = [
        ["one of another subscription", IDENTITY.replace(/1{8}/, "22222222"), GUID, /deployment's subscription it is .*name the object id as principal$/],
        ["one without an identity", IDENTITY, undefined, /Azure knows none$/],
        ["one with an empty identity", IDENTITY, "", /Azure knows none$/],
    ];
    for (const [title, found, id, want] of bad) {
        it(`refuses ${title}`, () => assert.throws(() => requireObjectId(IDENTITY, found, id), want));
    }
});

describe("planPrincipalRetry()", () => {
    const NOT_FOUND = 'Code="PrincipalNotFound" Message="Principal 0f14a80d42e54d57afe046acf9dfae05 does not exist in the directory c7cb8e56."';
    const times = (count: number, error = NOT_FOUND) => Array<string>(count).fill(error);

    const good: [title: string, errors: string[], want: number][] = [
        ["once", times(1), 1],
        ["twice", times(2), 2],
        ["five times", times(5), 16],
        ["six times", times(6), 30],
        ["fourteen times", times(14), 30],
        ["after another error", [NOT_FOUND, "Status=503"], 2],
        ["in words only", ["Principal 0f14 does not exist in the directory c7cb"], 1],
    ];
    for (const [title, errors, want] of good) {
        it(`waits when a principal was unknown ${title}`, () => assert.equal(planPrincipalRetry(errors), want));
    }

    const bad: [title: string, errors: string[]][] = [
        ["after five minutes", times(15)],
        ["where no error is known", []],
        ["when the role exists", ['Code="RoleAssignmentExists" Message="The role assignment already exists."']],
        ["when it is forbidden", ['Code="AuthorizationFailed" Message="The client does not have authorization"']],
        ["when another error came last", ["Status=503", NOT_FOUND]],
        ["when a role is unknown", ['Code="RoleDefinitionDoesNotExist" Message="The role definition does not exist in the directory"']],
    ];
    for (const [title, errors] of bad) {
        it(`gives up ${title}`, () => assert.equal(planPrincipalRetry(errors), undefined));
    }

    it("lasts about five minutes", () => {
        const waits = Array.from({ length: 14 }, (_, index) => planPrincipalRetry(times(index + 1)) ?? Number.NaN);
        assert.equal(waits.reduce((sum, seconds) => sum + seconds, 0), 301);
    });

    it("knows an image that is closed from a principal that is unknown", () => {
        assert.equal(planPullRetry(['Code="InaccessibleImage" Message="The image is not accessible."']), 1);
        assert.equal(planPullRetry([NOT_FOUND]), undefined);
        assert.equal(planPrincipalRetry(['Code="InaccessibleImage"']), undefined);
    });
});
