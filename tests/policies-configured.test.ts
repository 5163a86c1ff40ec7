import assert from "node:assert/strict";
import * as v from "valibot";
import { ConfigError, formatProblem } from "../model/problem";
import { DEFAULT_CONFIG, resolveRule } from "../policies/configured";
import { POLICY_FILE, readPolicyFile } from "../policies/policy-file";
import { EXPOSING, PRESETS, presetLevel, type Preset } from "../policies/presets";
import type { Level, Rule, Severity } from "../policies/rule";
import { rules } from "../policies/rules";
import { settingField } from "../policies/setting-field";

const LEVELS: readonly Level[] = ["disabled", "advisory", "mandatory"];

const ruleOf = (id: string): Rule => rules.find((rule) => rule.id === id) ?? assert.fail(id);

const mistakes = (text: string): readonly string[] => {
    try {
        readPolicyFile(text, rules);
    } catch (error) {
        assert.ok(error instanceof ConfigError, String(error));
        return error.problems.map((problem) => formatProblem(problem).slice(POLICY_FILE.length + 2));
    }
    return assert.fail("nothing was wrong");
};

describe("presets of the policy pack", () => {
    const table: [severity: Severity, level: Level, expected: Readonly<Record<Preset, Level>>][] = [
        ["critical", "mandatory", { baseline: "mandatory", recommended: "mandatory", strict: "mandatory" }],
        ["high", "mandatory", { baseline: "advisory", recommended: "mandatory", strict: "mandatory" }],
        ["high", "advisory", { baseline: "advisory", recommended: "advisory", strict: "mandatory" }],
        ["high", "disabled", { baseline: "disabled", recommended: "disabled", strict: "mandatory" }],
        ["medium", "mandatory", { baseline: "disabled", recommended: "mandatory", strict: "mandatory" }],
        ["medium", "disabled", { baseline: "disabled", recommended: "disabled", strict: "mandatory" }],
        ["low", "advisory", { baseline: "disabled", recommended: "advisory", strict: "advisory" }],
        ["low", "disabled", { baseline: "disabled", recommended: "disabled", strict: "advisory" }],
        ["low", "mandatory", { baseline: "disabled", recommended: "mandatory", strict: "mandatory" }],
    ];
    for (const [severity, level, expected] of table) {
        it(`take a rule of ${severity} severity that comes as ${level}`, () => {
            const rule = { ...ruleOf("acr-logged"), severity, level };
            assert.deepEqual(Object.fromEntries(PRESETS.map((preset) => [preset, presetLevel(rule, preset)])), expected);
        });
    }

    it("keep in baseline what lays images or credentials open, by rules that are there", () => {
        for (const id of EXPOSING) {
            assert.equal(presetLevel(ruleOf(id), "baseline"), ruleOf(id).level, id);
            assert.notEqual(ruleOf(id).severity, "critical", `${id} is kept as it is`);
        }
    });

    it("refuse an admin user, replication below Premium and images without a version, whichever it is", () => {
        for (const id of ["acr-no-admin-user", "acr-premium-for-replication", "image-tag-is-versioned"]) {
            assert.deepEqual(PRESETS.map((preset) => presetLevel(ruleOf(id), preset)), ["mandatory", "mandatory", "mandatory"], id);
        }
    });

    it("get no milder from baseline to strict", () => {
        for (const rule of rules) {
            const levels = PRESETS.map((preset) => LEVELS.indexOf(presetLevel(rule, preset)));
            assert.deepEqual(levels, [...levels].sort(), rule.id);
        }
    });
});

describe("what is configured for a rule", () => {
    const rule = ruleOf("acr-replica-elsewhere");
    const { config } = readPolicyFile(
        "{preset: strict, settings: {regions: [westeurope]}, rules: {acr-logged: disabled, acr-replica-elsewhere: {level: advisory}}}",
        rules,
    );

    it("is by default what the rule comes with", () => {
        for (const each of rules) {
            const defaults = Object.entries(each.settings ?? {}).map(([name, schema]) => [name, schema.default] as const);
            assert.deepEqual(resolveRule(each, DEFAULT_CONFIG), { level: each.level, settings: Object.fromEntries(defaults) });
        }
    });

    it("is what is set for it alone, then what is shared, then the preset", () => {
        assert.deepEqual(resolveRule(rule, config), { level: "advisory", settings: { regions: ["westeurope"] } });
        assert.equal(resolveRule(ruleOf("acr-logged"), config).level, "disabled");
        assert.equal(resolveRule(ruleOf("acr-customer-key"), config).level, "mandatory");
        const own = { ...config, rules: { [rule.id]: { settings: { regions: [] } } } };
        assert.deepEqual(resolveRule(rule, own), { level: "mandatory", settings: { regions: [] } });
    });

    it("leaves out shared settings that a rule does not have", () => {
        assert.equal("regions" in resolveRule(ruleOf("acr-logged"), config).settings, false);
    });

    it("has a reader for each setting, which takes the default", () => {
        for (const { id, settings = {} } of rules) {
            assert.equal("level" in settings || "enforcementLevel" in settings, false, id);
            for (const [name, schema] of Object.entries(settings)) {
                assert.ok(v.is(settingField(schema), schema.default), `${id}.${name}`);
                assert.equal(v.is(settingField(schema), null), false, `${id}.${name}`);
            }
        }
    });

    const fields: [schema: Parameters<typeof settingField>[0], good: unknown, bad: unknown][] = [
        [{ type: "integer", minimum: 1, maximum: 3 }, 3, 4],
        [{ type: "integer", minimum: 1 }, 1, 0.5],
        [{ type: "string", enum: ["one", "two"] }, "two", "three"],
        [{ type: "string", format: "regex" }, "^a", "("],
        [{ type: "array", items: { type: "string", enum: ["one"] } }, ["one"], ["two"]],
        [{ type: "array" }, ["one"], [1]],
        [{ type: "boolean" }, false, "false"],
    ];
    for (const [schema, good, bad] of fields) {
        it(`reads a setting by ${JSON.stringify(schema)}`, () => {
            assert.deepEqual([v.is(settingField(schema), good), v.is(settingField(schema), bad)], [true, false]);
        });
    }

    it("refuses a schema that it would read in part", () => {
        assert.throws(() => settingField({ type: "string", pattern: "^a" }), /pattern is not supported/);
        assert.throws(() => settingField({ type: "object" }), /the type object is not supported/);
    });
});

describe("a project's policies.yaml", () => {
    it("may be empty", () => {
        assert.deepEqual(readPolicyFile("# nothing yet\n", rules), { config: DEFAULT_CONFIG, exemptions: [] });
    });

    it("may be JSON, and keeps dates as they are written", () => {
        const exemption = { rule: "acr-logged", resource: "main", reason: "moves", owner: "platform", expires: "2027-03-31" };
        assert.deepEqual(readPolicyFile(JSON.stringify({ exemptions: [exemption] }), rules).exemptions, [exemption]);
        const yaml = "exemptions:\n  - {rule: acr-logged, resource: main, reason: moves, owner: platform, expires: 2027-03-31}\n";
        assert.deepEqual(readPolicyFile(yaml, rules).exemptions, [exemption]);
    });

    it("is told every mistake at once", () => {
        assert.deepEqual(mistakes(`
preset: strct
settings: {regions: westeurope, colour: red}
rules:
  acr-loged: mandatory
  acr-logged: mandatry
  acr-private-link: 3
  image-tag-is-versioned: {strict: "yes", levl: mandatory, level: off}
exemptions:
  - {rule: acr-loged, resource: "**", stack: "", expires: 2027-02-30}
  - acr-logged
colour: red
`).map((line) => line.replace(/(that some rule has): [^;]*/, "$1")), [
            'preset: required is baseline, recommended or strict; did you mean "strict"?; it is now "strct"',
            'settings.regions: required is a list; it is now "westeurope"',
            'settings.colour: required is a setting that some rule has; it is now "colour"',
            'rules.acr-loged: required is a rule\'s id; did you mean "acr-logged"?; it is now "acr-loged"',
            'rules.acr-logged: required is mandatory, advisory or disabled; did you mean "mandatory"?; it is now "mandatry"',
            "rules.acr-private-link: required is mandatory, advisory or disabled, or a map; it is now the number 3",
            'rules.image-tag-is-versioned.level: required is mandatory, advisory or disabled; it is now "off"',
            'rules.image-tag-is-versioned.strict: required is true or false; it is now "yes"',
            'rules.image-tag-is-versioned.levl: required is one of the keys level, strict; did you mean "level"?; it is now "levl"',
            'exemptions[0].rule: required is a rule\'s id; did you mean "acr-logged"?; it is now "acr-loged"',
            'exemptions[0].resource: required is a resource\'s name or URN; * stands for any characters, but not alone; it is now "**"',
            "exemptions[0].stack: required is a stack's name; * stands for any characters; it is now empty",
            "exemptions[0].reason: required is why it may be so; it is now nothing",
            "exemptions[0].owner: required is who answers for it; it is now nothing",
            'exemptions[0].expires: required is the last day that it holds for, such as 2027-03-31; it is now "2027-02-30"',
            'exemptions[1]: required is an exemption; it is now "acr-logged"',
            'colour: required is one of the keys preset, settings, rules, exemptions; it is now "colour"',
        ]);
    });

    it("has to be a map of YAML", () => {
        assert.deepEqual(mistakes("- preset"), ["required is a map; it is now a list"]);
        assert.deepEqual(mistakes("strict"), ['required is a map; it is now "strict"']);
        assert.match(mistakes("preset: strict\nrules: [")[0] ?? "", /required is YAML/);
        assert.match(mistakes("preset: strict\npreset: strict")[0] ?? "", /required is YAML; it is now Map keys must be unique/);
    });

    it("has aliases of something, and not of too much", () => {
        const told = (text: string) => {
            try {
                readPolicyFile(text, rules);
            } catch (error) {
                assert.ok(error instanceof ConfigError, String(error));
                return error.problems.map(formatProblem);
            }
            return assert.fail("nothing was wrong");
        };
        assert.deepEqual(told("preset: strict\nrules: *lost\n"), ["policies.yaml:2: required is YAML; it is now an alias (*) of nothing"]);
        const ten = (name: string) => `[${Array<string>(10).fill(name).join()}]`;
        assert.deepEqual(told(`a: &a ${ten("x")}\nb: &b ${ten("*a")}\nc: &c ${ten("*b")}\n`), ["policies.yaml: required is YAML; it is now aliases (*) of too much"]);
        assert.match(told("exemptions: &all [*all]\n")[0] ?? "", /^policies\.yaml/);
        assert.deepEqual(readPolicyFile("rules: {acr-logged: &level disabled, acr-locked: *level}", rules).config.rules["acr-locked"], { level: "disabled", settings: {} });
    });

    it("exempts resources that are named, if only in part", () => {
        const read = (resource: string) => () => readPolicyFile(JSON.stringify({
            exemptions: [{ rule: "acr-logged", resource, reason: "moves", owner: "platform", expires: "2027-03-31" }],
        }), rules);
        for (const resource of ["*", "* *", "*::*", "urn:pulumi:*", "urn:pulumi:**::*", "urn:pulumi:*::*::*:*/*:*$*::*", "urn:pulumi: *"]) {
            assert.throws(read(resource), /exemptions\[0\]\.resource: required is .* but not alone/, resource);
        }
        for (const resource of ["main", "*-eu", "urn", "urn:pulumi:prod::*", "urn:pulumi:*::main", "größe", "_"]) {
            assert.equal(read(resource)().exemptions[0]?.resource, resource);
        }
    });
});
