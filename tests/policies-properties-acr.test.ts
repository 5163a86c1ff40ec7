import assert from "node:assert/strict";
import fc from "fast-check";
import { facts } from "../policies/facts";
import type { Facts } from "../policies/rule";
import { rules } from "../policies/rules";
import { faultsOf } from "./properties/acr-limits";
import { registryWish } from "./properties/acr-programs";
import { writeRegistry } from "./properties/acr-writers";
import { linesOn, verdictOn } from "./properties/verdicts";

const ACR_RULES = rules.filter(({ id }) => id.startsWith("acr-") && id !== "acr-name-valid");

/** Names of stacks, and who depends on what is in them. */
const STACKS = {
    dev: { development: true, production: false },
    "contoso-test": { development: true, production: false },
    contoso: { development: false, production: false },
    "live-eu": { development: false, production: true },
    prod: { development: false, production: true },
} as const;

/** Registries in any family, each with what belongs to it in any family, and all resources in any order. */
const program = fc
    .record({
        stack: fc.constantFrom(...(Object.keys(STACKS) as (keyof typeof STACKS)[])),
        wishes: fc.array(registryWish, { minLength: 1, maxLength: 3 }),
        seed: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    })
    .map(({ stack, wishes, seed }) => {
        const written = wishes.map((wish, index) => writeRegistry(wish, `registry${index}`, stack));
        const expected = wishes.flatMap((wish, index) => faultsOf(wish, `registry${index}`, STACKS[stack])).sort();
        return { resources: shuffled(written.flat(), seed), expected };
    });

const FAMILIES = ["default", "dated", "local", "free", "classic"] as const;
const BEYOND = { network: undefined, softDelete: undefined, armTokens: undefined, abac: undefined, tasksBypass: undefined, zones: undefined, quarantine: undefined };

/** What a name may have in it besides letters and digits. */
const NAMED = [
    { type: "Registry", property: "registryName", also: "" },
    { type: "Replication", property: "replicationName", also: "" },
    { type: "Webhook", property: "webhookName", also: "" },
    { type: "Token", property: "tokenName", also: "-" },
    { type: "CacheRule", property: "cacheRuleName", also: "-" },
    { type: "ScopeMap", property: "scopeMapName", also: "-_" },
] as const;

/** Mostly letters, as otherwise hardly any name would do. */
const name = fc.string({
    unit: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(..."abcXYZ019") }, { weight: 1, arbitrary: fc.constantFrom(..."-_./ ü") }),
    minLength: 1,
    maxLength: 54,
});

function shuffled(resources: readonly Facts[], seed: readonly number[]): readonly Facts[] {
    return resources
        .map((resource, index) => ({ resource, key: seed[index % seed.length] ?? 0 }))
        .sort((one, other) => one.key - other.key)
        .map(({ resource }) => resource);
}

describe("policy rules on any container registry of Azure", () => {
    it("find what its service refuses or its documentation warns of, and nothing else", () =>
        fc.assert(
            fc.property(program, ({ resources, expected }) => assert.deepEqual(linesOn(ACR_RULES, resources), expected)),
            { numRuns: 1000 },
        ));

    it("say the same of one registry in every family", () =>
        fc.assert(
            fc.property(registryWish, (wish) => {
                // What every family has words for; the classic provider has none for tokens of Azure Resource Manager.
                const plain = { ...wish, ...BEYOND, key: wish.key === "off" ? undefined : wish.key, parts: [] };
                const judged = ACR_RULES.filter(({ id }) => id !== "acr-no-arm-audience");
                const [first, ...others] = FAMILIES.map((family) => linesOn(judged, writeRegistry({ ...plain, family }, "registry", "contoso")));
                others.forEach((lines) => assert.deepEqual(lines, first));
            }),
            { numRuns: 500 },
        ));

    it("take the names that Azure takes, and no others", () =>
        fc.assert(
            fc.property(name, fc.constantFrom(...NAMED), (given, { type, property, also }) => {
                // Source: https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerregistry/resource-manager
                const takes = given.length >= 5 && given.length <= 50 && [...given].every((sign) => /[a-zA-Z0-9]/.test(sign) || also.includes(sign));
                for (const token of [`azure-native:containerregistry:${type}`, `azure-native:containerregistry/v20230701:${type}`]) {
                    assert.equal(verdictOn("acr-name-valid", facts(token, { [property]: given })), takes ? "passes" : "violation");
                }
            }),
            { numRuns: 1000 },
        ));
});
