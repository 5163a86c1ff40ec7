import assert from "node:assert/strict";
import fc from "fast-check";
import type { Example, Facts, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed, switchedOn, UNKNOWN } from "./analyzed";
import { dated, frozen, marked, respelled, spotsOf, UNRELATED, unsetOf, withAt } from "./properties/changes";
import { mixedProgram } from "./properties/mixed-programs";
import { findingsIn, linesOn, verdictOf, type Verdict } from "./properties/verdicts";

const MARK = "s3cr3tM4rk";

const examplesOf = ({ good, bad }: Rule): readonly Example[] => [...good, ...bad];
const exampleOf = (rule: Rule) => fc.constantFrom(...examplesOf(rule));

/**
 * Rules that decide though something is not known, and why: what was harmless while it was known may then be wrong. Nothing
 * else may turn from right to wrong, and nothing at all from wrong to right.
 */
const DECIDES_UNKNOWN: Readonly<Record<string, string>> = {
    "acr-task-no-inline-secret": "a name tells that a secret is meant, though not known yet",
    "aci-no-registry-password": "a password that is not known yet is one",
    "containerapp-no-registry-password": "a password that is not known yet is one",
    "ecs-no-registry-password": "a password that is not known yet is one",
    "image-no-secret-build-args": "a name tells that a secret is meant, though not known yet",
    "k8s-no-registry-password": "a password that is not known yet is one",
    "webapp-no-registry-password": "a password that is not known yet is one",
};

/** Says whether a verdict may become another one as a value becomes unknown. */
function mayBecome(id: string, before: Verdict, after: Verdict, known: unknown): boolean {
    const isHarmless = /^(?:|true|false|none|no|\d{1,6}|@Microsoft\.KeyVault\(.*\))$/.test(String(known ?? ""));
    return after === before || after === "undecided" || (before === "passes" && id in DECIDES_UNKNOWN && isHarmless);
}

/** What a rule finds in the first resource of an example, though other resources surround it. */
function judged(rule: Rule, { resources: [first], settings }: Example, stack: readonly Facts[]): ReturnType<typeof findingsIn> {
    return findingsIn(rule, stack.find(({ urn }) => urn === first.urn) ?? first, stack, settings);
}

for (const rule of rules) {
    describe(`policy rule ${rule.id} on its examples`, () => {
        it("does not mind the order of resources, nor what has nothing to do with them", () =>
            fc.assert(
                fc.property(
                    exampleOf(rule).chain((example) => {
                        const all = fc.subarray([...UNRELATED]).map((others) => [...example.resources, ...others]);
                        return fc.record({ example: fc.constant(example), stack: all.chain((stack) => fc.shuffledSubarray(stack, { minLength: stack.length })) });
                    }),
                    ({ example, stack }) => assert.deepEqual(judged(rule, example, stack), judged(rule, example, example.resources), example.title),
                ),
                { numRuns: 40 },
            ));

        it("never takes a violation for none, nor the other way round, while something is unknown", () => {
            for (const example of examplesOf(rule)) {
                const before = verdictOf(judged(rule, example, example.resources));
                for (const spot of [...spotsOf(example.resources), ...unsetOf(example.resources, rule.reads)]) {
                    const after = verdictOf(judged(rule, example, withAt(example.resources, spot, UNKNOWN)));
                    const path = `${example.resources[spot.resource]?.name}.${spot.keys.join(".")}`;
                    assert.ok(mayBecome(rule.id, before, after, spot.value), `${example.title}: ${before} with ${path}, ${after} without`);
                }
            }
        });

        it("tells no text of a resource", () =>
            fc.assert(
                fc.property(
                    exampleOf(rule).filter(({ resources }) => spotsOf(resources).some(({ value }) => typeof value === "string")),
                    fc.nat(),
                    fc.nat(7),
                    (example, seed, way) => {
                        const texts = spotsOf(example.resources).filter(({ value }) => typeof value === "string");
                        const spot = texts[seed % texts.length];
                        const stack = spot === undefined ? example.resources : withAt(example.resources, spot, marked(String(spot.value), MARK, way));
                        const said = JSON.stringify(judged(rule, example, stack));
                        assert.ok(!said.toLowerCase().includes(MARK.toLowerCase()), said);
                    },
                ),
                { numRuns: 60 },
            ));

        it("says the same twice, and changes nothing", () => {
            for (const example of examplesOf(rule)) {
                const stack = frozen(structuredClone(example.resources));
                const first = judged(rule, example, stack);
                assert.deepEqual(judged(rule, example, stack), first);
            }
        });

        it("says the same of every API version, and of free-form settings in any case", () => {
            for (const example of examplesOf(rule)) {
                const expected = judged(rule, example, example.resources);
                assert.deepEqual(judged(rule, example, dated(example.resources, false)), expected, example.title);
                assert.deepEqual(judged(rule, example, dated(example.resources, true)), expected, example.title);
                assert.deepEqual(judged(rule, example, respelled(example.resources, (name) => name.toUpperCase())), expected, example.title);
            }
        });
    });
}

describe("all policy rules on any program", () => {
    it("do not mind the order of resources, nor what has nothing to do with them", () =>
        fc.assert(
            fc.property(mixedProgram, fc.subarray([...UNRELATED]), (stack, others) => {
                const names = others.map(({ name }) => ` ${name}`);
                const lines = linesOn(rules, [...others, ...stack.slice().reverse()]).filter((line) => !names.some((name) => line.endsWith(name)));
                assert.deepEqual(lines, linesOn(rules, stack));
            }),
            { numRuns: 30 },
        ));

    it("never take a violation for none, nor the other way round, while something is unknown", () =>
        fc.assert(
            fc.property(mixedProgram, fc.nat(), (stack, seed) => {
                const spots = spotsOf(stack);
                const spot = spots[seed % spots.length];
                const changed = spot === undefined ? stack : withAt(stack, spot, UNKNOWN);
                const [before, after] = [stack, changed].map((resources) => new Set(linesOn(rules, resources))) as [Set<string>, Set<string>];
                const said = new Set([...before, ...after].map((line) => line.replace("undecided: ", "")));
                const verdictIn = (lines: Set<string>, line: string): Verdict => (lines.has(line) ? "violation" : lines.has(`undecided: ${line}`) ? "undecided" : "passes");
                for (const line of said) {
                    const [known, unknown] = [verdictIn(before, line), verdictIn(after, line)];
                    assert.ok(known === "undecided" || mayBecome(line.split(" ")[0] ?? "", known, unknown, spot?.value), `${line}: ${known}, then ${unknown} without ${spot?.keys.join(".")}`);
                }
            }),
            { numRuns: 100 },
        ));

    it("say over the engine's protocol what they say in these tests", () =>
        fc.assert(
            fc.asyncProperty(mixedProgram, async (stack) => {
                const told = await analyzed(rules.map(switchedOn), stack);
                const nameOf = (urn: string) => stack.find((resource) => resource.urn === urn)?.name ?? "";
                const lines = told.map(({ policy, message, urn }) => `${message.includes("Undecided:") ? "undecided: " : ""}${policy} ${nameOf(urn)}`);
                assert.deepEqual([...new Set(lines)].sort(), linesOn(rules, stack));
            }),
            { numRuns: 25 },
        ));
});
