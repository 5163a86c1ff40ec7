import assert from "node:assert/strict";
import { DEFAULT_CONFIG, resolveRule } from "../policies/configured";
import { judge } from "../policies/judge";
import type { Example, Rule, Settings } from "../policies/rule";
import { rules } from "../policies/rules";
import { EXEMPT_STACKS, JUDGED_STACKS } from "../policies/stacks";

for (const rule of rules.filter(({ settings }) => settings !== undefined)) {
    describe(`settings of the policy rule ${rule.id}`, () => {
        const schemas = Object.entries(rule.settings ?? {});

        it("are those that its examples have, and those of many rules", () => {
            const used = new Set(examplesOf(rule).flatMap(({ settings = {} }) => Object.keys(settings)));
            const shared = Object.keys({ ...EXEMPT_STACKS, ...JUDGED_STACKS }).filter((name) => name in (rule.settings ?? {}));
            assert.deepEqual([...new Set([...used, ...shared])].sort(), schemas.map(([name]) => name).sort());
        });

        it("change nothing as long as they are what they are by default", () => {
            const defaults = Object.fromEntries(schemas.map(([name, schema]) => [name, schema.default]));
            for (const example of examplesOf(rule).filter(({ settings }) => settings === undefined)) {
                assert.deepEqual(judged(rule, example, defaults), judged(rule, example, {}), example.title);
            }
        });

        it("have defaults and values of their own types", () => {
            for (const [name, { type = "", default: value, items }] of schemas) {
                const values = [value, ...examplesOf(rule).flatMap(({ settings = {} }) => (name in settings ? [settings[name]] : []))];
                values.forEach((each) => assert.equal(typeOf(each), type === "integer" ? "number" : type, name));
                const members = values.filter(Array.isArray).flat();
                members.forEach((member) => assert.equal(typeOf(member), (items as { readonly type?: string }).type, name));
            }
        });
    });
}

describe("a setting without a default", () => {
    it("is not there unless it is set", () => {
        const [rule] = rules;
        assert.ok(rule !== undefined);
        const asked: Rule = { ...rule, settings: { word: { type: "string" } } };
        assert.deepEqual(resolveRule(asked, DEFAULT_CONFIG).settings, {});
        assert.deepEqual(resolveRule(asked, { ...DEFAULT_CONFIG, settings: { word: "a", other: "b" } }).settings, { word: "a" });
    });
});

function examplesOf({ good, bad }: Rule): readonly Example[] {
    return [...good, ...bad];
}

function judged(rule: Rule, { resources }: Example, settings: Settings) {
    return judge(rule, resources[0], { resources, settings });
}

/** Returns a value's type by its name in JSON Schema. */
function typeOf(value: unknown): string {
    return Array.isArray(value) ? "array" : typeof value;
}
