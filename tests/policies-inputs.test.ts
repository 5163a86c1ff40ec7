import assert from "node:assert/strict";
import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { readEngineFacts } from "../policies/engine-facts";
import { facts } from "../policies/facts";
import type { Example, Facts, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed, analyzedFirst, switchedOn, UNKNOWN, type Diagnostic } from "./analyzed";
import { spotsOf, withAt } from "./properties/changes";
import { findingsIn } from "./properties/verdicts";
import { mapTexts, replaceAt, valueAt } from "./replaced";

const MARK = "s3cr3tM4rk";

/** Types that look like those of the rules and are not. */
const FOREIGN = [
    "aws:ecr/repository:RepositoryX",
    "azure-native:appplatform:ContainerRegistry",
    "azure-native:containerregistry:RegistryX",
    "azure-native:resources:ResourceGroup",
    "contoso:azure-native:containerregistry:Registry",
    "docker-build:index:ImageX",
    "kubernetes:core/v1:ConfigMap",
    "pulumi:pulumi:Stack",
];

/** Their methods are not functions: whatever makes a text or a number of them throws. */
const ODD: readonly unknown[] = [
    { toString: 1, valueOf: 1 },
    [{ toString: 1, valueOf: 1 }],
    { [specialSigKey]: { toString: 1 }, length: 1, map: 1, trim: 1, constructor: 1, hasOwnProperty: 1 },
];

for (const rule of rules.map(switchedOn)) {
    describe(`policy rule ${rule.id} on its inputs`, () => {
        for (const path of rule.reads) {
            it(`is undecided while ${path} is unknown`, () => testUnknown(rule, path));
        }

        it("tells no secret", () => testSecrets(rule));

        it("judges a secret like any other value", async () => {
            for (const { resources } of examplesOf(rule)) {
                assert.deepEqual(
                    await analyzed([rule], withTexts(resources, secret)),
                    await analyzed([rule], resources),
                );
            }
        });

        it("does not fail on a map that cannot be made a text", () => {
            for (const { resources, settings } of [...rule.good, ...rule.bad]) {
                for (const spot of spotsOf(resources)) {
                    for (const odd of ODD) {
                        const stack = withAt(resources, spot, odd).map((resource) => readEngineFacts({ ...resource, inputs: resource.props }));
                        assert.doesNotThrow(() => stack.forEach((resource) => findingsIn(rule, resource, stack, settings)), `${spot.keys.join(".")} ${JSON.stringify(odd)}`);
                    }
                }
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
    });
}

/** Each example that has the property becomes undecided or stays as it is, and at least one becomes undecided. */
async function testUnknown(rule: Rule, path: string): Promise<void> {
    let undecided = 0;
    for (const { resources, title } of examplesOf(rule)) {
        const found = await analyzedFirst(
            rule,
            resources.map((resource) => withUnknown(resource, path)),
        );
        if (isUndecided(found)) {
            undecided += 1;
        } else {
            assert.deepEqual(found, await analyzedFirst(rule, resources), title);
        }
    }
    assert.ok(undecided > 0, "no example has the property");
}

/** Every text is a secret: as it is with a mark after it, so that it is still understood; or the mark alone. */
async function testSecrets(rule: Rule): Promise<void> {
    for (const { resources } of examplesOf(rule)) {
        for (const change of [(text: string) => secret(`${text}${MARK}`), () => secret(MARK)]) {
            const said = JSON.stringify(await analyzed([rule], withTexts(resources, change)));
            assert.ok(!said.toLowerCase().includes(MARK.toLowerCase()), said);
        }
    }
}

function withUnknown(resource: Facts, path: string): Facts {
    return valueAt(resource.props, path) === undefined
        ? resource
        : { ...resource, props: replaceAt(resource.props, path, UNKNOWN) };
}

function withTexts(resources: readonly Facts[], change: (text: string) => unknown): readonly Facts[] {
    return resources.map((resource) => ({ ...resource, props: mapTexts(resource.props, change) }));
}

function examplesOf({ good, bad }: Rule): readonly Example[] {
    return [...good, ...bad].filter(({ settings }) => settings === undefined);
}

function isUndecided([first, ...others]: readonly Diagnostic[]): boolean {
    const pattern = /^Undecided: \S+( of \S+)? is not known yet\.$/;
    return first?.level === "advisory" && pattern.test(first.message) && others.length === 0;
}

function secret(value: string): unknown {
    return { [specialSigKey]: specialSecretSig, value };
}
