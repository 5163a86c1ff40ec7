import assert from "node:assert/strict";
import { judgeStacks } from "../automation/check/judge-stacks";
import type { Source } from "../automation/check/sources";
import { DEFAULT_CONFIG } from "../policies/configured";
import { covers, type Exemption } from "../policies/exemption";
import { ExemptionUse } from "../policies/exemption-use";
import { applyExemptions, type Found } from "../policies/exemptions";
import { facts } from "../policies/facts";
import type { CheckReport, Verdict } from "../policies/report";
import type { Facts } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed, UNKNOWN } from "./analyzed";

const TODAY = "2027-03-31";
const TYPE = "azure-native:containerregistry:Registry";
const STACK: Facts = { ...facts("pulumi:pulumi:Stack"), name: "project-stack" };

function exemption(rest: Partial<Exemption> = {}): Exemption {
    return { rule: "acr-no-admin-user", resource: "main", reason: "moves in May", owner: "platform", expires: TODAY, ...rest };
}

function verdict(name = "main", rest: Partial<Verdict> = {}): Verdict {
    const urn = `urn:pulumi:prod::shop::${TYPE}::${name}`;
    const said = { message: "adminUserEnabled is true.", fix: "Set it to false." };
    return { rule: "acr-no-admin-user", severity: "critical", level: "mandatory", resource: urn, type: TYPE, ...said, ...rest };
}

function report(violations: readonly Verdict[], undecided: readonly Verdict[] = []): Found {
    return { violations, undecided, resources: 7 };
}

/** What is left, each with its rule and resource. */
function summary({ violations, undecided, exempt }: CheckReport): Record<string, readonly string[]> {
    const short = ({ rule, resource }: Verdict) => `${rule} ${resource.split("::").at(-1)}`;
    return { violations: violations.map(short), undecided: undecided.map(short), exempt: exempt.map(short) };
}

describe("an exemption", () => {
    const URN = `urn:pulumi:prod::shop::my:index:Group$${TYPE}::main.eu`;
    const table: [title: string, rest: Partial<Exemption>, expected: boolean][] = [
        ["the name", { resource: "main.eu" }, true],
        ["another name", { resource: "main" }, false],
        ["a dot that is a dot", { resource: "main:eu" }, false],
        ["a pattern of names", { resource: "*.eu" }, true],
        ["a pattern in the middle", { resource: "m*u" }, true],
        ["a part of the name", { resource: "ain*" }, false],
        ["the URN", { resource: URN }, true],
        ["a pattern of URNs, with a $ in it", { resource: "urn:pulumi:*::shop::my:index:Group$*::main.eu" }, true],
        ["the URN of another stack", { resource: URN.replace("prod", "dev") }, false],
        ["the stack", { resource: "main.eu", stack: "prod" }, true],
        ["a pattern of stacks", { resource: "main.eu", stack: "p*" }, true],
        ["another stack", { resource: "main.eu", stack: "dev" }, false],
        ["another rule", { resource: "main.eu", rule: "acr-logged" }, false],
    ];
    for (const [title, rest, expected] of table) {
        it(`${expected ? "covers" : "does not cover"} by ${title}`, () => {
            assert.equal(covers(exemption(rest), "acr-no-admin-user", URN), expected);
        });
    }
});

describe("exemptions in a report", () => {
    it("let a violation pass, with reason, owner and date", () => {
        const done = applyExemptions(report([verdict(), verdict("other")]), [exemption()], TODAY);
        assert.deepEqual(done, {
            violations: [verdict("other")],
            undecided: [],
            exempt: [{ ...verdict(), reason: "moves in May", owner: "platform", expires: TODAY }],
            resources: 7,
        });
    });

    it("hold on their last day, and are told from the next", () => {
        const done = applyExemptions(report([verdict()]), [exemption()], "2027-04-01");
        assert.deepEqual(summary(done), {
            violations: ["acr-no-admin-user main", "exemption-expired main"], undecided: [], exempt: [],
        });
        const [stays, told] = done.violations;
        assert.deepEqual(stays, verdict());
        assert.equal(told?.level, "advisory");
        assert.equal(told?.message, "The exemption from acr-no-admin-user held until 2027-03-31 (platform): moves in May.");
    });

    it("are told if they cover nothing, once, whether they have ended or not", () => {
        const gone = [exemption({ resource: "gone" }), exemption({ resource: "gone-too", stack: "prod", expires: "2026-01-01" })];
        const done = applyExemptions(report([]), gone, TODAY);
        assert.deepEqual(done.violations.map(({ rule, level, message }) => [rule, level, message]), [
            ["exemption-unused", "advisory", "The exemption from acr-no-admin-user for gone covers nothing; it holds until 2027-03-31 (platform): moves in May."],
            ["exemption-unused", "advisory", "The exemption from acr-no-admin-user for gone-too in prod covered nothing; it held until 2026-01-01 (platform): moves in May."],
        ]);
    });

    it("are not unused in the check of another stack", () => {
        const elsewhere = [exemption({ stack: "dev-*" })];
        assert.deepEqual(applyExemptions(report([]), elsewhere, TODAY, ["prod"]).violations, []);
        assert.equal(applyExemptions(report([]), elsewhere, TODAY, ["prod", "dev-1"]).violations.length, 1);
    });

    it("let pass what is undecided too", () => {
        const done = applyExemptions(report([], [verdict(), verdict("other")]), [exemption()], TODAY);
        assert.deepEqual(summary(done), { violations: [], undecided: ["acr-no-admin-user other"], exempt: ["acr-no-admin-user main"] });
    });

    it("take the one that holds where another one has ended", () => {
        const two = [exemption({ expires: "2026-01-01" }), exemption({ reason: "once more" })];
        const done = applyExemptions(report([verdict()]), two, TODAY);
        assert.deepEqual(summary(done), { violations: ["exemption-unused main"], undecided: [], exempt: ["acr-no-admin-user main"] });
        assert.equal(done.exempt[0]?.reason, "once more");
    });

    it("are told if they cover nothing that another one does not, whether they have ended or not", () => {
        const message = (...exemptions: readonly Exemption[]) =>
            applyExemptions(report([verdict()]), exemptions, TODAY).violations.map(({ rule, message }) => `${rule}: ${message}`).sort();
        assert.deepEqual(message(exemption(), exemption()), [
            "exemption-unused: The exemption from acr-no-admin-user for main covers nothing that another one does not; it holds until 2027-03-31 (platform): moves in May.",
        ]);
        assert.deepEqual(message(exemption({ expires: "2026-01-01", stack: "prod" }), exemption({ resource: "m*" })), [
            "exemption-unused: The exemption from acr-no-admin-user for main in prod covered nothing that another one does not; it held until 2026-01-01 (platform): moves in May.",
        ]);
        assert.deepEqual(message(exemption({ expires: "2026-01-01" }), exemption({ expires: "2026-01-02" })), [
            "acr-no-admin-user: adminUserEnabled is true.",
            "exemption-expired: The exemption from acr-no-admin-user held until 2026-01-01 (platform): moves in May.",
            "exemption-unused: The exemption from acr-no-admin-user for main covered nothing that another one does not; it held until 2026-01-02 (platform): moves in May.",
        ]);
    });

    it("are not told for what they share if they cover more", () => {
        const two = [exemption(), exemption({ resource: "*" })];
        const done = applyExemptions(report([verdict(), verdict("other")]), two, TODAY);
        assert.deepEqual(summary(done), { violations: [], undecided: [], exempt: ["acr-no-admin-user main", "acr-no-admin-user other"] });
    });

    it("make no verdict vanish", () => {
        const names = ["main", "other", "third"];
        const found = report(names.map((name) => verdict(name)), names.map((name) => verdict(name, { rule: "acr-logged" })));
        for (const resource of ["main", "*r*", "none", "m*"]) {
            for (const expires of [TODAY, "2026-01-01"]) {
                for (const rule of ["acr-no-admin-user", "acr-logged"]) {
                    const { violations, undecided, exempt } = applyExemptions(found, [exemption({ resource, expires, rule })], TODAY);
                    const kept = [...violations, ...undecided, ...exempt].filter((each) => !each.rule.startsWith("exemption-"));
                    assert.equal(kept.length, 6);
                }
            }
        }
    });
});

describe("exemptions in a check of stacks", () => {
    const source = (stack: string, resources: readonly Facts[], isOwn: boolean): Source => ({
        file: `Pulumi.${stack}.yaml`,
        ...(isOwn ? { config: { stack, file: `Pulumi.${stack}.yaml`, config: {}, lines: new Map() } } : {}),
        read: async () => ({ resources, others: [] }),
    });
    const registry = facts(TYPE, { adminUserEnabled: true }, { name: "main", stack: "prod" });
    const prod = source("prod", [registry], true);
    const typo = exemption({ stack: "prd", resource: "typo" });
    const gone = exemption({ resource: "gone" });

    async function unused(sources: readonly Source[], isWhole?: boolean): Promise<readonly string[]> {
        const { found, stacks } = await judgeStacks(sources, DEFAULT_CONFIG, isWhole);
        const { violations } = applyExemptions(found, [exemption(), typo, gone], TODAY, stacks);
        return violations.filter(({ rule }) => rule === "exemption-unused").map(({ resource }) => resource).sort();
    }

    it("are unused for a stack that there is not, once all were looked at", async () => {
        assert.deepEqual(await unused([prod], true), ["gone", "typo"]);
    });

    it("for another stack than the chosen ones may be used there", async () => {
        assert.deepEqual(await unused([prod]), ["gone"]);
        assert.deepEqual(await unused([prod, source("prd", [], true)]), ["gone", "typo"]);
    });

    it("of any stack are unused in one without resources", async () => {
        assert.deepEqual(await unused([source("zero", [], false)]), ["gone", "main"]);
    });
});

describe("exemptions in the engine", () => {
    const judging = rules.filter(({ id }) => /^(acr-no-admin-user|acr-premium-for-replication)$/.test(id));
    const registry = facts(TYPE, { adminUserEnabled: true }, { name: "main" });

    async function told(resources: readonly Facts[], ...exemptions: readonly Exemption[]) {
        const all = [STACK, ...resources];
        const said = await analyzed(judging, all, all, new ExemptionUse(exemptions, TODAY));
        return said.map(({ policy, level, message, urn }) => ({ policy, level, message: message.split("\n").at(-1) ?? "", urn }));
    }

    it("make a violation advisory, and say until when, by whom and why", async () => {
        assert.deepEqual(await told([registry], exemption()), [{
            policy: "acr-no-admin-user",
            level: "advisory",
            message: "Exempt until 2027-03-31 (platform): moves in May. adminUserEnabled is true.",
            urn: registry.urn,
        }]);
    });

    it("leave a violation as it is once they have ended, and say so", async () => {
        const [{ level, message } = { level: "", message: "" }, ...more] = await told([registry], exemption({ expires: "2027-03-30" }));
        assert.equal(level, "mandatory");
        assert.match(message, /^adminUserEnabled is true\..* The exemption from acr-no-admin-user held until 2027-03-30 \(platform\): moves in May\.$/);
        assert.deepEqual(more, []);
    });

    it("cover what is judged with the stack", async () => {
        const owner = facts(TYPE, { sku: { name: "Basic" } }, { name: "owner" });
        const replica = facts("azure-native:containerregistry:Replication", {}, { name: "replica", from: { registryName: [owner] } });
        const exempt = await told([owner, replica], exemption({ rule: "acr-premium-for-replication", resource: "replica" }));
        assert.deepEqual(exempt.map(({ policy, level }) => `${policy} ${level}`), ["acr-premium-for-replication advisory"]);
        assert.match(exempt[0]?.message ?? "", /^Exempt until/);
    });

    it("are told if they cover nothing, on the stack", async () => {
        const [{ policy, level, urn } = { policy: "", level: "", urn: "" }, ...more] = await told(
            [facts(TYPE)], exemption(), exemption({ stack: "elsewhere" }));
        assert.deepEqual({ policy, level, urn, more }, { policy: "exemption-unused", level: "advisory", urn: STACK.urn, more: [] });
    });

    it("are told if they cover nothing that another one does not", async () => {
        const said = await told([registry], exemption(), exemption({ expires: "2026-01-01" }));
        assert.deepEqual(said.map(({ policy, level }) => `${policy} ${level}`), ["acr-no-admin-user advisory", "exemption-unused advisory"]);
        assert.match(said[1]?.message ?? "", /for main covered nothing that another one does not; it held until 2026-01-01 \(platform\): moves in May\. Take it out/);
    });

    it("are not unused while nobody can tell", async () => {
        const said = await told([facts(TYPE, { adminUserEnabled: UNKNOWN }, { name: "main" })], exemption());
        assert.deepEqual(said.map(({ policy, level }) => `${policy} ${level}`), ["acr-no-admin-user advisory"]);
        assert.match(said[0]?.message ?? "", /^Exempt until .* Undecided:/);
    });

    it("add no policy where there are none", async () => {
        assert.deepEqual((await told([registry])).map(({ policy, level }) => `${policy} ${level}`), ["acr-no-admin-user mandatory"]);
    });
});
