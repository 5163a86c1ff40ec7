import assert from "node:assert/strict";
import { facts } from "../policies/facts";
import type { Facts } from "../policies/rule";
import { rules } from "../policies/rules";
import { analyzed, UNKNOWN } from "./analyzed";

const REGISTRY = "azure-native:containerregistry:Registry";
const REPLICATION = "azure-native:containerregistry:Replication";
const GENERIC = "azure-native:resources:Resource";
const INDEX = "docker-build:index:Index";

const basic = facts(REGISTRY, { sku: { name: "Basic" }, registryName: UNKNOWN }, { name: "basic" });
const premium = facts(REGISTRY, { sku: { name: "Premium" }, registryName: UNKNOWN }, { name: "premium" });

const judging = rules.filter(({ id }) => /^(acr-premium-for-replication|image-tag-is-versioned)$/.test(id));

/** Returns what is said of a stack, a line for each: the level, of whom, and the sentence on what is now. */
async function said(...resources: readonly Facts[]): Promise<readonly string[]> {
    const nameOf = (urn: string) => resources.find((resource) => resource.urn === urn)?.name;
    const nowOf = (message: string) => /^(?:.*\n)?(.+?)\.(?: [A-Z]|$)/.exec(message)?.[1];
    return (await analyzed(judging, resources)).map(
        ({ level, urn, message }) => `${level} ${nameOf(urn)}: ${nowOf(message)}`,
    );
}

describe("a stack's replications", () => {
    it("follow what their registry's name was made from, while it is unknown", async () => {
        const good = facts(
            REPLICATION,
            { registryName: UNKNOWN },
            { name: "good", from: { registryName: [premium], location: [basic] } },
        );
        const bad = facts(REPLICATION, { registryName: UNKNOWN }, { name: "bad", from: { registryName: [basic] } });
        assert.deepEqual(await said(basic, premium, good, bad), ["mandatory bad: sku.name of basic is Basic"]);
    });

    it("have no registry's name among their outputs", async () => {
        const outputs = {
            location: "northeurope",
            name: "northeurope",
            type: "Microsoft.ContainerRegistry/registries/replications",
        };
        const replication = facts(REPLICATION, outputs, { name: "bad", from: { registryName: [basic] } });
        const generic = facts(GENERIC, outputs, { name: "generic", from: { parentResourcePath: [basic] } });
        const loose = facts(REPLICATION, outputs, { name: "loose", after: [basic] });
        assert.deepEqual(await said(basic, replication, generic, loose), [
            "mandatory bad: sku.name of basic is Basic",
            "mandatory generic: sku.name of basic is Basic",
            "mandatory loose: sku.name of basic is Basic",
        ]);
    });

    it("are undecided without their registry", async () => {
        const known = facts(REPLICATION, { registryName: "elsewhere" }, { name: "known" });
        const unknown = facts(REPLICATION, { registryName: UNKNOWN }, { name: "unknown" });
        assert.deepEqual(await said(known, unknown), [
            "advisory known: Undecided: which registry it belongs to cannot be told from this stack",
            "advisory unknown: Undecided: registryName is not known yet",
        ]);
    });

    it("are undecided between two registries", async () => {
        const replication = facts(REPLICATION, {}, { name: "either", from: { registryName: [basic, premium] } });
        assert.deepEqual(await said(basic, premium, replication), [
            "advisory either: Undecided: which registry it belongs to cannot be told from this stack",
        ]);
    });

    it("are each judged, though one is undecided", async () => {
        const later = facts(REGISTRY, { sku: { name: UNKNOWN } }, { name: "later" });
        const first = facts(REPLICATION, {}, { name: "first", from: { registryName: [later] } });
        const second = facts(REPLICATION, {}, { name: "second", from: { registryName: [basic] } });
        assert.deepEqual(await said(basic, later, first, second), [
            "advisory first: Undecided: sku.name of later is not known yet",
            "mandatory second: sku.name of basic is Basic",
        ]);
    });
});

describe("a stack's free-form Azure resources", () => {
    it("of other services are left alone, whatever is unknown", async () => {
        const other = {
            resourceProviderNamespace: "Microsoft.Storage",
            resourceType: UNKNOWN,
            parentResourcePath: UNKNOWN,
            properties: UNKNOWN,
        };
        assert.deepEqual(await said(facts(GENERIC, other)), []);
    });
});

describe("a stack's indexes", () => {
    it("that move are undecided beside one that is unknown", async () => {
        const moving = facts(INDEX, { tag: "host/web:latest" }, { name: "moving" });
        const unknown = facts(INDEX, { tag: UNKNOWN }, { name: "unknown" });
        assert.deepEqual(await said(moving, unknown), [
            "advisory moving: Undecided: tag of unknown is not known yet",
            "advisory unknown: Undecided: tag is not known yet",
        ]);
    });

    it("that are versioned need nobody else", async () => {
        assert.deepEqual(
            await said(
                facts(INDEX, { tag: "host/web:1.4.2" }),
                facts("docker-build:index:Image", { push: true, tags: ["host/web:1.4.2"] }),
            ),
            [],
        );
    });
});
