import assert from "node:assert/strict";
import { createReadStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { readExport } from "../automation/check/export";
import { readPreview } from "../automation/check/preview";
import { checkResources } from "../policies/check";
import type { Facts, Rule } from "../policies/rule";
import { rules } from "../policies/rules";
import { switchedOn } from "./analyzed";
import { exportOf } from "./check-run";

const PREVIEWS = join(__dirname, "fixtures", "previews");
const REGISTRY = "azure-native:containerregistry:Registry";
const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const configOf = (rule: Rule) => ({ level: switchedOn(rule).level, settings: {} });
const preview = (file: string) => readPreview(createInterface({ input: createReadStream(join(PREVIEWS, file)) }), file);
const previewOf = (text: string) => readPreview(async function* () { yield* text.split("\n"); }(), "preview.json");
const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;

/** A resource of a state, as it is after the example was deployed. */
function stateOf({ type, urn, props, propertyDependencies, dependencies }: Facts): object {
    return { urn, type, custom: true, id: "id", inputs: props, outputs: {}, propertyDependencies, dependencies };
}

function registry(inputs: object, more: object = {}): object {
    return { urn: urnOf(REGISTRY, "contoso"), type: REGISTRY, custom: true, inputs, ...more };
}

/** Returns what one rule says of an export, a line for each. */
function said(id: string, text: string): readonly string[] {
    const { resources, others } = readExport(text, "export.json");
    const { violations, undecided } = checkResources(rules.filter((rule) => rule.id === id), resources, { configOf, others });
    return [...violations, ...undecided].map(({ message }) => message);
}

describe("an export", () => {
    for (const rule of rules) {
        it(`with each fault that ${rule.id} is about has it named once, with its fix`, () => {
            for (const { title, resources: [judged, ...rest], settings = {}, violation } of rule.bad) {
                const { resources, others } = readExport(exportOf([judged, ...rest].map(stateOf)), "export.json");
                const { violations } = checkResources(rules, resources, { configOf: (other) => ({ level: switchedOn(other).level, settings: other === rule ? settings : {} }), others });
                const found = violations.filter((verdict) => verdict.rule === rule.id && verdict.resource === judged.urn);
                assert.deepEqual(found.map(({ message, fix }) => ({ message, fix })), [{ message: violation, fix: rule.fix }], title);
            }
        });
    }

    it("of either version is read", () => {
        for (const version of [3, 4]) {
            assert.deepEqual(said("acr-no-admin-user", exportOf([registry({ adminUserEnabled: true })], version)), ["adminUserEnabled is true."]);
        }
    });

    it("of a stack without resources has none", () => {
        assert.deepEqual(readExport(JSON.stringify({ version: 3, deployment: { manifest: {} } }), "export.json"), { resources: [], others: [] });
    });

    it("has no verdict on secrets that are encrypted, and one on those that are not", () => {
        assert.deepEqual(said("acr-no-admin-user", exportOf([registry({ adminUserEnabled: { ...SECRET, ciphertext: "v1:abc" } })])), ["Undecided: adminUserEnabled is a secret, which is not readable here."]);
        assert.deepEqual(said("acr-no-admin-user", exportOf([registry({ adminUserEnabled: { ...SECRET, plaintext: "true" } })])), ["adminUserEnabled is true."]);
        assert.deepEqual(said("acr-no-admin-user", exportOf([registry({ adminUserEnabled: { ...SECRET, plaintext: "false" } })])), []);
    });

    it("has secrets in lists and maps at their places", () => {
        const image = { urn: urnOf("docker-build:index:Image", "web"), type: "docker-build:index:Image", inputs: { push: true, tags: [{ ...SECRET, ciphertext: "v1:abc" }] } };
        assert.deepEqual(said("image-tag-is-versioned", exportOf([image])), ["Undecided: tags[0] is a secret, which is not readable here."]);
    });

    it("has nothing said of what is to be deleted, of providers and of what it only reads", () => {
        const provider = { urn: urnOf("pulumi:providers:aws", "default"), type: "pulumi:providers:aws", inputs: {} };
        const external = registry({}, { external: true, outputs: { adminUserEnabled: true } });
        const resources = [registry({ adminUserEnabled: true }, { delete: true }), provider, external];
        assert.deepEqual(said("acr-no-admin-user", exportOf(resources)), []);
        assert.equal(readExport(exportOf(resources), "export.json").resources.length, 0);
    });

    it("has what it only reads say something of others", () => {
        const external = registry({}, { external: true, outputs: { sku: { name: "Basic" } } });
        const type = "azure-native:containerregistry:Replication";
        const replication = { urn: urnOf(type, "north"), type, inputs: {}, propertyDependencies: { registryName: [urnOf(REGISTRY, "contoso")] }, dependencies: [urnOf(REGISTRY, "contoso")] };
        assert.deepEqual(said("acr-premium-for-replication", exportOf([external, replication])), ["sku.name of contoso is Basic."]);
    });

    const unreadable: readonly (readonly [string, string, RegExp])[] = [
        ["empty", "", /line 1 is not JSON/],
        ["a word too much", exportOf([registry({})]).replace('"inputs": {}', '"inputs": hush-hush'), /line 10 is not JSON/],
        ["a comma too few", '{\n"version": 3\n"deployment": {}\n}', /line 3 is not JSON/],
        ["cut off", exportOf([registry({})]).split("\n").slice(0, 7).join("\n"), /line 7 is not JSON/],
        ["a list", "[]", /the document has to be a map/],
        ["another version", exportOf([], 1), /version has to be one of 3, 4/],
        ["no deployment", '{"version": 3}', /deployment has to be a map/],
        ["no list", '{"version": 3, "deployment": {"resources": {}}}', /deployment\.resources has to be a list/],
        ["no type", exportOf([registry({}), { urn: "urn:pulumi:a::b::c::d" }]), /deployment\.resources\[1\]\.type has to be a text/],
        ["no URN", exportOf([{ type: REGISTRY, urn: "contoso" }]), /deployment\.resources\[0\]\.urn has to be a URN/],
        ["inputs that are none", exportOf([registry([])]), /deployment\.resources\[0\]\.inputs has to be a map/],
        ["dependencies that are none", exportOf([registry({}, { dependencies: [1] })]), /deployment\.resources\[0\]\.dependencies\[0\] has to be a text/],
    ];
    for (const [title, text, message] of unreadable) {
        it(`that is unreadable has the place named and nothing quoted: ${title}`, () => {
            assert.throws(() => readExport(text, "export.json"), (error: Error) => {
                assert.equal(error.name, "InputError");
                assert.match(error.message, message);
                assert.doesNotMatch(error.message, /hush-hush/);
                return true;
            });
        });
    }
});

describe("a preview", () => {
    for (const file of ["streamed.jsonl", "digest.json", "judged.jsonl"]) {
        it(`that the engine wrote is read: ${file}`, async () => {
            const { resources } = await preview(file);
            const judging = rules.filter(({ id }) => /^image-(tag-is-versioned|no-secret-build-args)$/.test(id));
            const { violations, undecided } = checkResources(judging, resources, { configOf });
            assert.deepEqual(violations.map(({ resource, message }) => `${resource.split("::").at(-1)}: ${message}`), ["one: All tags of one repository move: tags[0] (latest)."]);
            assert.deepEqual(undecided.map(({ message }) => message), ["Undecided: buildArgs.A is a secret, which is not readable here.", "Undecided: tags[0] is not known yet."]);
        });
    }

    it("as one document says what was made from what", async () => {
        const { resources } = await preview("digest.json");
        assert.deepEqual(resources[1]?.propertyDependencies["tags"], [resources[0]?.urn]);
    });

    it("is read with the mark that some tools set before it", async () => {
        for (const file of ["digest.json", "streamed.jsonl"]) {
            const marked = await previewOf(`\uFEFF${readFileSync(join(PREVIEWS, file), "utf8")}`);
            assert.deepEqual(marked.resources.map(({ urn }) => urn), (await preview(file)).resources.map(({ urn }) => urn));
        }
    });

    it("as one line is the same document", async () => {
        const text = JSON.stringify(JSON.parse(readFileSync(join(PREVIEWS, "digest.json"), "utf8")));
        assert.deepEqual((await previewOf(text)).resources.map(({ urn }) => urn), (await preview("digest.json")).resources.map(({ urn }) => urn));
    });

    for (const file of ["failed.jsonl", "failed.json"]) {
        it(`that failed shows too little: ${file}`, async () => {
            await assert.rejects(preview(file), { name: "InputError", message: /did not come to its end/ });
        });
    }

    it("without what is deleted, and with what replaces it once", async () => {
        const state = registry({ adminUserEnabled: true });
        const event = (op: string, of: object | null) => JSON.stringify({ resourcePreEvent: { metadata: { op, new: of } } });
        const end = JSON.stringify({ summaryEvent: { result: "succeeded" } });
        const { resources } = await previewOf([event("create-replacement", state), event("replace", state), event("delete", null), end].join("\n"));
        assert.deepEqual(resources.map(({ props }) => ({ ...props })), [{ adminUserEnabled: true }]);
    });

    const unreadable: readonly (readonly [string, string, RegExp])[] = [
        ["empty", "", /line 1 is not JSON/],
        ["cut off", readFileSync(join(PREVIEWS, "streamed.jsonl"), "utf8").split("\n").slice(0, 5).join("\n"), /did not come to its end/],
        ["text before it", "Previewing update (dev)\n{}", /line 1 is not JSON/],
        ["a bad line", '{"sequence":0}\n\nhush-hush', /line 3 is not an event as JSON/],
        ["a bad event", '{"sequence":0}\n{"resourcePreEvent":{}}', /line 2: resourcePreEvent\.metadata has to be a map/],
        ["a bad resource", '{"resourcePreEvent":{"metadata":{"new":{}}}}', /line 1: resourcePreEvent\.metadata\.new\.type has to be a text/],
        ["an end that says nothing", '{"sequence":0}\n{"summaryEvent":null}', /line 2: summaryEvent has to be a map/],
        ["a program that ended early", '{"sequence":0}\n{"summaryEvent":{"result":"failed"}}', /did not come to its end/],
        ["UTF-16", Buffer.from("\uFEFF{}", "utf16le").toString("utf8"), /is UTF-16; write it as UTF-8/],
        ["an export", exportOf([]), /changeSummary has to be there/],
        ["what stays left out", '{"steps":[{"op":"same","newState":{"type":"pulumi:pulumi:Stack","urn":"urn:pulumi:a::b::c::d"}}],"changeSummary":{"same":2}}', /write it with pulumi preview --json --show-sames/],
        ["a step without what it makes", '{"steps":[{"op":"create"}],"changeSummary":{"create":1}}', /steps\[0\]\.newState has to be a map/],
        ["a bad step", '{\n"steps":[{"newState":{"type":"a"}}],"changeSummary":{}}', /steps\[0\]\.newState\.urn has to be a text/],
    ];
    for (const [title, text, message] of unreadable) {
        it(`that is unreadable has the place named and nothing quoted: ${title}`, async () => {
            await assert.rejects(previewOf(text), (error: Error) => {
                assert.equal(error.name, "InputError");
                assert.match(error.message, message);
                assert.doesNotMatch(error.message, /hush-hush/);
                return true;
            });
        });
    }
});
