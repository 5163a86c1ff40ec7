import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMATS, type Format } from "../automation/check/options";
import { formatReport } from "../automation/check/formats";
import { fails, type Checked } from "../automation/check/report";
import { checkResources } from "../policies/check";
import type { CheckReport, Verdict } from "../policies/report";
import { rules } from "../policies/rules";
import { facts } from "../policies/facts";
import { findSchemaFileCheck, type Linter } from "./ci/linters";
import { findSarifValidator, type SarifCheck } from "./ci/sarif-validator";
import { skip } from "./tools-at-hand";

const [rule] = rules.filter(({ id }) => id === "acr-no-admin-user");

const verdict = (name: string, more: Partial<Verdict> = {}): Verdict => ({
    rule: "acr-no-admin-user", severity: "critical", level: "mandatory", resource: `urn:pulumi:prod::shop::a:b:C::${name}`, type: "a:b:C",
    message: `<${name}> is | open & "on".`, fix: "Set `it` to @false.", ...more,
});

const NOTHING: CheckReport = { violations: [], undecided: [], exempt: [], resources: 3 };

const FOUND: CheckReport = {
    violations: [verdict("one"), verdict("two", { severity: "high" }), verdict("one", { rule: "ecr-scanned", severity: "medium", level: "advisory" }), verdict("*", { rule: "exemption-unused", resource: "web", type: "exemption", level: "advisory" })],
    undecided: [verdict("three")],
    exempt: [{ ...verdict("four"), reason: "moved in May", owner: "platform", expires: "2027-03-31" }],
    resources: 5,
};

function write(format: Format, report: CheckReport, gate = false): string {
    const checked: Checked = { report, gate, rules, placeOf: ({ resource }) => ({ file: "Pulumi.prod.yaml", line: resource.endsWith("one") ? 7 : 1 }) };
    return formatReport(format, checked);
}

describe("a report", () => {
    it("for people is by resource, worst first, and each thing has its fix", () => {
        assert.deepEqual(write("text", FOUND).split("\n").filter((line) => !line.startsWith("    ")), [
            "Pulumi.prod.yaml:7  one (a:b:C)",
            '  critical, mandatory  acr-no-admin-user: <one> is | open & "on".',
            '  medium, advisory  ecr-scanned: <one> is | open & "on".',
            "",
            "Pulumi.prod.yaml:1  two (a:b:C)",
            '  high, mandatory  acr-no-admin-user: <two> is | open & "on".',
            "",
            "Pulumi.prod.yaml:1  web (exemption)",
            '  critical, advisory  exemption-unused: <*> is | open & "on".',
            "",
            "Nobody can tell yet:",
            "Pulumi.prod.yaml:1  three (a:b:C)",
            '  critical, mandatory  acr-no-admin-user: <three> is | open & "on".',
            "",
            "Let pass:",
            "  acr-no-admin-user: four, until 2027-03-31 (platform): moved in May",
            "",
        ]);
        assert.equal(write("text", FOUND).match(/^ {4}Set `it` to @false\.$/gm)?.length, 5);
    });

    it("for people is no text where nothing was found", () => assert.equal(write("text", NOTHING), ""));

    it("as JSON has what was agreed on", () => assert.deepEqual(JSON.parse(write("json", FOUND)), FOUND));

    it("as SARIF has rules, places, fingerprints, notes and suppressions", () => {
        const { version, runs: [{ tool: { driver }, results }] } = JSON.parse(write("sarif", FOUND)) as Sarif;
        assert.equal(version, "2.1.0");
        const described = driver.rules.find(({ id }) => id === rule?.id);
        assert.deepEqual(described && [described["help"], described["helpUri"], described["properties"]], [
            { text: rule?.fix, markdown: `${rule?.fix} [More](${rule?.url})` }, rule?.url, { "security-severity": "9.5", tags: ["security", ...(rule?.references ?? [])] },
        ]);
        assert.deepEqual(results.map(({ ruleId, level, suppressions }) => [ruleId, level, suppressions?.[0]?.justification]), [
            ["acr-no-admin-user", "error", undefined],
            ["acr-no-admin-user", "error", undefined],
            ["ecr-scanned", "warning", undefined],
            ["exemption-unused", "warning", undefined],
            ["acr-no-admin-user", "note", undefined],
            ["acr-no-admin-user", "error", "moved in May (platform, until 2027-03-31)"],
        ]);
        for (const { ruleId, ruleIndex, locations: [location], partialFingerprints } of results) {
            assert.equal(driver.rules[ruleIndex]?.id, ruleId);
            assert.match(location.physicalLocation.artifactLocation.uri, /^Pulumi\.prod\.yaml$/);
            assert.match(partialFingerprints["primaryLocationLineHash"] ?? "", /^[0-9a-f]{32}:1$/);
        }
        assert.equal(results[0]?.locations[0].physicalLocation.region.startLine, 7);
        assert.equal(new Set(results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints))).size, results.length);
        assert.equal(new Set(driver.rules.map(({ id }) => id)).size, driver.rules.length);
    });

    it("as SARIF has fingerprints that no other run and no other line changes", () => {
        const moved = formatReport("sarif", { report: FOUND, gate: true, rules: [...rules].reverse(), placeOf: () => ({ file: "Pulumi.yaml", line: 99 }) });
        const prints = (text: string) => (JSON.parse(text) as Sarif).runs[0].results.map(({ partialFingerprints }) => partialFingerprints);
        assert.deepEqual(prints(moved), prints(write("sarif", FOUND)));
    });

    it("as SARIF has no more results than GitHub takes, and says what it has left out", () => {
        const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => verdict(`r${from + n}`));
        const [all] = (JSON.parse(write("sarif", { ...NOTHING, violations: many(0, 25_000) })) as Sarif).runs;
        assert.deepEqual([all.results.length, all.invocations], [25_000, undefined]);
        const exempt = FOUND.exempt;
        const [cut] = (JSON.parse(write("sarif", { ...NOTHING, violations: many(0, 24_000), undecided: many(24_000, 26_000), exempt })) as Sarif).runs;
        assert.deepEqual([cut.results.length, cut.results.at(-1)?.level, cut.results.some(({ suppressions }) => suppressions !== undefined)], [25_000, "note", false]);
        assert.match(cut.invocations?.[0]?.toolExecutionNotifications[0]?.message.text ?? "", /^1001 results are left out/);
    });

    it("as SARIF has rules within GitHub's limits", () => {
        const [{ tool: { driver } }] = (JSON.parse(write("sarif", FOUND)) as Sarif).runs;
        for (const { id, shortDescription, fullDescription, properties } of driver.rules) {
            assert.ok(id.length <= 255 && shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024, id);
            // GitHub takes 20 and shows 10.
            assert.ok(properties.tags.length <= 10, id);
        }
    });

    it("as JUnit has nothing that Jenkins does not take, and no class and name twice, of which GitLab would keep one", () => {
        const again = verdict("one", { resource: "urn:pulumi:dev::shop::a:b:C::one" });
        const xml = write("junit", { ...FOUND, violations: [...FOUND.violations, verdict("one", { message: "Another." }), again] });
        for (const [, name = "", attributes = ""] of xml.matchAll(/<([a-z-]+)((?: [a-z]+="[^"]*")*)\/?>/g)) {
            const known = JENKINS[name];
            assert.ok(known !== undefined, name);
            assert.deepEqual([...attributes.matchAll(/ ([a-z]+)=/g)].map(([, attribute = ""]) => attribute).filter((attribute) => !known.includes(attribute)), [], name);
        }
        const cases = [...xml.matchAll(/<testcase classname="([^"]*)" name="([^"]*)"/g)].map(([, classname, name]) => `${classname} ${name}`);
        assert.equal(cases.length, 9);
        assert.equal(new Set(cases).size, cases.length);
        assert.ok(cases.includes("prod: a:b:C one acr-no-admin-user (2)"), cases.join("\n"));
        // GitLab shows what is in an element, and no attribute of it.
        assert.match(xml, /<skipped message="exempt until 2027-03-31 \(platform\): moved in May">exempt until 2027-03-31/);
    });

    it("as JUnit counts failures, and as XML escapes", () => {
        const xml = write("junit", FOUND);
        assert.match(xml, /<testsuites name="policies" tests="7" failures="2" errors="0">/);
        assert.match(xml, /<testsuite name="prod" tests="5" failures="2" errors="0" skipped="2">/);
        assert.match(xml, /<failure type="critical, mandatory" message="&lt;one&gt; is \| open &amp; &quot;on&quot;\.">/);
        assert.match(write("junit", FOUND, true), /<testsuites name="policies" tests="7" failures="3" errors="0">/);
        assert.match(write("junit", NOTHING), /tests="1" failures="0"/);
        const tags = [...xml.matchAll(/<(\/?)([a-z-]+)[^>]*?(\/?)>/g)].filter(([, , , empty]) => empty === "");
        const open = tags.reduce<string[]>((stack, [, end, name = ""]) => (end === "" ? [...stack, name] : stack.at(-1) === name ? stack.slice(0, -1) : [...stack, `/${name}`]), []);
        assert.deepEqual(open, []);
    });

    it("as Markdown is a table in which nothing else is Markdown", () => {
        const text = write("markdown", FOUND);
        assert.match(text, /^### Policies: failed$/m);
        assert.match(text, /\| \\<one\\> is \\\| open & "on"\. \| Set \\`it\\` to &#64;false\. \|$/m);
        assert.match(text, /<summary>1 undecided<\/summary>/);
        assert.match(write("markdown", NOTHING), /^### Policies: passed\n\n0 violations, 0 undecided, 0 exempt in 3 resources\.\n$/);
    });

    it("fails on mandatory violations, and with a gate on what is undecided", () => {
        const undecided = { ...NOTHING, undecided: FOUND.undecided };
        const advisory = { ...NOTHING, violations: [verdict("one", { level: "advisory" })], undecided: [verdict("two", { level: "advisory" })] };
        const exempt = { ...NOTHING, exempt: FOUND.exempt };
        assert.deepEqual([FOUND, undecided, advisory, exempt, NOTHING].map((report) => [fails({ report, gate: false }), fails({ report, gate: true })]), [
            [true, true], [false, true], [false, false], [false, false], [false, false],
        ]);
        assert.match(write("text", undecided, true), /^Failed, as mandatory rules are undecided/m);
        assert.doesNotMatch(write("text", undecided), /Failed/);
        assert.match(write("markdown", undecided, true), /failed/);
    });
});

describe("what rules find", () => {
    it("is worst first and each thing once", () => {
        const type = "azure-native:containerregistry:Registry";
        const bad = { adminUserEnabled: true, anonymousPullEnabled: true, sku: { name: "Standard" } };
        const resources = [facts(type, bad, { name: "b" }), facts(type, bad, { name: "a" }), facts(type, bad, { name: "a" })];
        const judging = rules.filter(({ id }) => /^acr-no-(admin-user|anonymous-pull)$/.test(id));
        const { violations } = checkResources(judging, resources, { configOf: ({ level }) => ({ level, settings: {} }) });
        assert.deepEqual(violations.map(({ severity, resource }) => `${severity} ${resource.at(-1)}`), ["critical a", "critical b", "high a", "high b"]);
    });

    it("is nothing of rules that are off", () => {
        const resources = [facts("azure-native:containerregistry:Registry", { adminUserEnabled: true })];
        assert.deepEqual(checkResources(rules, resources, { configOf: () => ({ level: "disabled", settings: {} }) }), { violations: [], undecided: [] });
    });
});

describe("the formats", () => {
    for (const format of FORMATS) {
        it(`end in a line's end: ${format}`, () => assert.match(write(format, FOUND), /\n$/));
    }
});

describe("SARIF, checked", function () {
    this.timeout(700_000);

    let check: SarifCheck;
    let schema: Extract<Linter, { lint: unknown }>;
    let folder = "";
    before(async function () {
        const found = await findSarifValidator();
        const linter = "missing" in found ? found : await findSchemaFileCheck(found.schema);
        if ("missing" in found || "missing" in linter) {
            return skip(this, "missing" in found ? found.missing : "missing" in linter ? linter.missing : "");
        }
        [check, schema, folder] = [found, linter, mkdtempSync(join(tmpdir(), "sarif-"))];
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    /** Returns what is wrong with a document, by both: without an address of this tool's own, that it has none is no fault. */
    async function faultsOf(text: string): Promise<readonly string[]> {
        const file = join(folder, "check.sarif");
        writeFileSync(file, text);
        const { code, output } = await schema.lint(file);
        return [...(code === 0 ? [] : [output]), ...(await check.validate(file)).filter((line) => !/^warning SARIF2005: .*'informationUri'/.test(line))];
    }

    it("is as the standard and GitHub want it", async () => {
        assert.deepEqual(await faultsOf(write("sarif", NOTHING)), []);
        assert.deepEqual(await faultsOf(write("sarif", FOUND)), []);
    });

    it("is so with a word on what is left out", async () => {
        const violations = Array.from({ length: 25_001 }, (_, n) => verdict(`resource-${n}`));
        const { runs: [run], ...log } = JSON.parse(write("sarif", { ...NOTHING, violations })) as Sarif;
        assert.equal(run.invocations?.length, 1);
        assert.deepEqual(await faultsOf(JSON.stringify({ ...log, runs: [{ ...run, results: run.results.slice(0, 10) }] })), []);
    });

    const FAULTS: readonly (readonly [string, (run: Sarif["runs"][0]) => object, RegExp])[] = [
        ["a level that is none", ({ results: [first, ...others] }) => ({ results: [{ ...first, level: "fatal" }, ...others] }), /'fatal' is not one of/],
        ["a result that is nowhere", ({ results: [first, ...others] }) => ({ results: [{ ...first, locations: undefined }, ...others] }), /GH1015/],
        ["a rule that is not there", ({ results: [first, ...others] }) => ({ results: [{ ...first, ruleIndex: 999 }, ...others] }), /SARIF1009/],
        ["rules without a help", ({ tool: { driver } }) => ({ tool: { driver: { ...driver, rules: driver.rules.map(({ help: _, ...rule }) => rule) } } }), /GH2012/],
    ];
    FAULTS.forEach(([what, change, said]) => it(`would not be with ${what}`, async () => {
        const { runs: [run], ...log } = JSON.parse(write("sarif", FOUND)) as Sarif;
        assert.match((await faultsOf(JSON.stringify({ ...log, runs: [{ ...run, ...change(run) }] }))).join("\n"), said);
    }));
});

/**
 * The elements and attributes of a report.
 *
 * Source: https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const JENKINS: Readonly<Record<string, readonly string[]>> = {
    testsuites: ["name", "time", "tests", "failures", "errors"],
    testsuite: ["name", "tests", "failures", "errors", "group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
    testcase: ["name", "time", "classname", "group"],
    failure: ["type", "message"],
    error: ["type", "message"],
    skipped: ["type", "message"],
    "system-out": [],
    "system-err": [],
};

interface Described {
    readonly id: string;
    readonly shortDescription: { readonly text: string };
    readonly fullDescription: { readonly text: string };
    readonly properties: { readonly tags: readonly string[] };
}

interface Sarif {
    readonly version: string;
    readonly runs: readonly [{
        readonly invocations?: readonly { readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] }[];
        readonly tool: { readonly driver: { readonly rules: readonly (Described & Readonly<Record<string, unknown>>)[] } };
        readonly results: readonly {
            readonly ruleId: string;
            readonly ruleIndex: number;
            readonly level: string;
            readonly suppressions?: readonly { readonly justification: string }[];
            readonly partialFingerprints: Readonly<Record<string, string>>;
            readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string }; readonly region: { readonly startLine: number } } }];
        }[];
    }];
}
