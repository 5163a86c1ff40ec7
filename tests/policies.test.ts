import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import * as proxy from "@pulumi/policy/proxy";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { facts } from "../policies/facts";
import { judge } from "../policies/judge";
import type { Example, Facts, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { formatRuleTable } from "../policies/rule-table";
import { analyzed, type Diagnostic } from "./analyzed";
import { replaceAt, mapTexts, valueAt } from "./replaced";

/** How the engine writes a text that is not known yet. */
const { unknownStringValue } = proxy as unknown as { readonly unknownStringValue: string };

const MARK = "s3cr3tM4rk";

/** Types that look like those of the rules and are not. */
const FOREIGN = [
    "aws:ecr/repository:Repository",
    "azure-native:appplatform:ContainerRegistry",
    "azure-native:containerregistry:RegistryX",
    "azure-native:resources:ResourceGroup",
    "contoso:azure-native:containerregistry:Registry",
    "docker-build:index:ImageX",
    "kubernetes:core/v1:Pod",
    "pulumi:pulumi:Stack",
];

describe("policy rules", () => {
    it("are the files of their folder", () => {
        const files = readdirSync(join(__dirname, "../policies/rules")).filter((file) => file !== "index.ts");
        assert.deepEqual(
            rules.map(({ id }) => `${id}.ts`),
            files.sort(),
        );
    });

    it("are exported from the file that has their id as name", () => {
        for (const rule of rules) {
            const exported = require(join(__dirname, "../policies/rules", rule.id)) as Record<string, unknown>;
            assert.deepEqual(Object.values(exported), [rule]);
        }
    });

    it("have ids of the form noun-demand", () => {
        rules.forEach(({ id }) => assert.match(id, /^[a-z]+(-[a-z]+){2,}$/));
    });

    it("make a table", () => {
        const [head, line, ...rows] = formatRuleTable(rules).split("\n");
        assert.match(head ?? "", /^\| Rule \|/);
        assert.match(line ?? "", /^\| --- \|/);
        assert.deepEqual(
            rows.map((row) => /`(.*?)`/.exec(row)?.[1]),
            rules.map(({ id }) => id),
        );
        assert.match(rows[0] ?? "", /AZR-000005, AP dc921057, .*CKV_AZURE_137/);
    });

    for (const rule of rules) {
        describe(rule.id, () => testRule(rule));
    }
});

function testRule(rule: Rule): void {
    for (const example of rule.good) {
        it(`accepts: ${example.title}`, () => {
            assert.deepEqual(findings(rule, example), []);
        });
    }

    for (const example of rule.bad) {
        it(`refuses: ${example.title}`, () => {
            assert.deepEqual(findings(rule, example), [{ verdict: "violation", message: example.violation }]);
        });
    }

    it("gives the engine the violation and its fix, under the rule's level", async () => {
        for (const example of rule.bad.filter(({ settings }) => settings === undefined)) {
            const [judged] = example.resources;
            const message = `${rule.title}: ${rule.why}.\n${example.violation} ${rule.fix}`;
            assert.deepEqual(await aboutFirst(rule, example.resources), [
                { policy: rule.id, level: rule.level, message, urn: judged.urn },
            ]);
        }
    });

    for (const path of rule.reads) {
        it(`is undecided while ${path} is unknown`, () => testUnknown(rule, path));
    }

    it("tells no secret", async () => {
        for (const { resources } of examplesOf(rule)) {
            const secrets = [(text: string) => `${text}${MARK}`, () => MARK].map(
                (change) => (text: string) => secret(change(text)),
            );
            for (const change of secrets) {
                const diagnostics = await analyzed(
                    [rule],
                    resources.map((resource) => ({ ...resource, props: mapTexts(resource.props, change) })),
                );
                assert.doesNotMatch(JSON.stringify(diagnostics), new RegExp(MARK, "i"));
            }
        }
    });

    it("judges a secret like any other value", async () => {
        for (const { resources } of rule.bad.filter(({ settings }) => settings === undefined)) {
            const hidden = resources.map((resource) => ({ ...resource, props: mapTexts(resource.props, secret) }));
            assert.deepEqual(await analyzed([rule], hidden), await analyzed([rule], resources));
        }
    });

    it("is silent on foreign types", async () => {
        for (const { resources } of examplesOf(rule)) {
            const foreign = FOREIGN.flatMap((type) =>
                resources.map(({ props }, index) => facts(type, props, { name: `${index}` })),
            );
            assert.deepEqual(await analyzed([rule], foreign), []);
        }
    });
}

/** Each example that has the property becomes undecided or stays a violation, and at least one becomes undecided. */
async function testUnknown(rule: Rule, path: string): Promise<void> {
    let undecided = 0;
    for (const { resources, title } of examplesOf(rule)) {
        const hidden = resources.map((resource) =>
            valueAt(resource.props, path) === undefined
                ? resource
                : { ...resource, props: replaceAt(resource.props, path, unknownStringValue) },
        );
        const found = await aboutFirst(rule, hidden);
        if (isUndecided(found)) {
            undecided += 1;
        } else {
            assert.deepEqual(found, await aboutFirst(rule, resources), title);
        }
    }
    assert.ok(undecided > 0, "no example has the property");
}

function findings(rule: Rule, { resources, settings = {} }: Example) {
    return judge(rule, resources[0], { resources, settings });
}

/** Analyses all resources, and returns what is said of the first. */
async function aboutFirst(rule: Rule, resources: readonly Facts[]): Promise<readonly Diagnostic[]> {
    return (await analyzed([rule], resources)).filter(({ urn }) => urn === resources[0]?.urn);
}

function examplesOf({ good, bad }: Rule): readonly Example[] {
    return [...good, ...bad].filter(({ settings }) => settings === undefined);
}

function isUndecided(diagnostics: readonly Diagnostic[]): boolean {
    return (
        diagnostics.length === 1 &&
        diagnostics.every(
            ({ level, message }) =>
                level === "advisory" && /^Undecided: \S+( of \S+)? is not known yet\.$/.test(message),
        )
    );
}

function secret(value: string): unknown {
    return { [specialSigKey]: specialSecretSig, value };
}
