import assert from "node:assert/strict";
import { planBuilderName } from "../model/builder/builder-name";
import type { LocalRegistrySpec, RegistrySpec } from "../model/config";
import { planBuilder, planLocalNeeds, planLocalRegistry, type LocalFacts, type LocalNeeds } from "../model/local";
import { requireAcr } from "./model-acr-spec";

const facts: LocalFacts = { host: "127.0.0.1:5000", username: "dev", passwordFile: "/run/file", builder: "here" };
const login = { username: facts.username, passwordFile: facts.passwordFile };
const local: LocalRegistrySpec = { kind: "local" };
const there: LocalRegistrySpec = { kind: "local", host: "10.0.0.7:5000" };
const acr = requireAcr({});

const rows: readonly (readonly [title: string, registry: RegistrySpec, builder: string | undefined, needs: LocalNeeds])[] = [
    ["all of this machine", local, undefined, { registry: true, buildkit: true }],
    ["an existing registry", there, undefined, { registry: false, buildkit: true }],
    ["an existing builder", local, "ci", { registry: true, buildkit: false }],
    ["a registry of Azure", acr, undefined, { registry: false, buildkit: true }],
    ["a registry of Azure and a builder", acr, "ci", { registry: false, buildkit: false }],
];

describe("planLocalNeeds()", () => {
    for (const [title, registry, builder, needs] of rows) {
        it(`plans ${title}`, () => assert.deepEqual(planLocalNeeds({ registries: [registry], ...(builder === undefined ? {} : { builder }) }), needs));
    }
});

describe("planBuilder()", () => {
    const image = { name: "web", platforms: [] };

    it("takes the one that is named", () => assert.equal(planBuilder({ builder: "ci" }, undefined, image), "ci"));

    it("takes the image's own among those that are described", () =>
        assert.equal(planBuilder({ builder: { nodes: [{ endpoint: "unix:///a" }] } }, facts, image), planBuilderName(image)));

    it("takes that of this machine", () => assert.equal(planBuilder({}, facts, image), "here"));

    it("says that there is none", () => assert.throws(() => planBuilder({}, undefined, image), /Cannot use the local BuildKit: /));
});

describe("planLocalRegistry()", () => {
    it("takes the one that is named, and the login of the shell", () =>
        assert.deepEqual(planLocalRegistry(there, undefined), { host: "10.0.0.7:5000", login: undefined }));

    it("takes that of this machine", () => assert.deepEqual(planLocalRegistry(local, facts), { host: facts.host, login }));

    it("says that there is none", () => assert.throws(() => planLocalRegistry(local, undefined), /Cannot use the local registry: /));
});
