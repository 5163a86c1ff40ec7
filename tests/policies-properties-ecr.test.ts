import assert from "node:assert/strict";
import fc from "fast-check";
import { facts } from "../policies/facts";
import type { Facts } from "../policies/rule";
import { ecrProgram } from "./properties/ecr-programs";
import { buildOf, buildTag, filter, filterOfBuild, mayBeOverwritten } from "./properties/ecr-tags";
import { lifecycle, SPOILED, type Lifecycle } from "./properties/lifecycles";
import { linesOn, ruleOf, verdictOn } from "./properties/verdicts";

const RULES = ["ecr-immutable-tags", "ecr-force-delete-off", "ecr-customer-key", "ecr-has-lifecycle", "ecr-scanned"].map(ruleOf);
const MUTABILITIES = ["MUTABLE", "IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION", "MUTABLE_WITH_EXCLUSION", undefined] as const;

/** A repository in both families. */
function repositories(imageTagMutability: string | undefined, filters: readonly string[]): readonly Facts[] {
    const given = imageTagMutability === undefined ? {} : { imageTagMutability };
    const list = "imageTagMutabilityExclusionFilters";
    return [
        facts("aws:ecr/repository:Repository", { ...given, [list]: filters.map((text) => ({ filter: text, filterType: "WILDCARD" })) }),
        facts("aws-native:ecr:Repository", {
            ...given,
            [list]: filters.map((text) => ({ imageTagMutabilityExclusionFilterValue: text, imageTagMutabilityExclusionFilterType: "WILDCARD" })),
        }),
    ];
}

/** All that has a lifecycle policy, as text and as itself. */
function withLifecycle(policy: Lifecycle): readonly Facts[] {
    return [JSON.stringify(policy), policy].flatMap((written) => [
        facts("aws:ecr/lifecyclePolicy:LifecyclePolicy", { repository: "web", policy: written }),
        facts("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", { prefix: "ROOT", lifecyclePolicy: written }),
        facts("aws-native:ecr:Repository", { lifecyclePolicy: { lifecyclePolicyText: written } }),
    ]);
}

describe("policy rules on any repository of Amazon ECR", () => {
    it("find what is mutable, unscanned, kept for ever, deleted with its images or without a key, and nothing else", () =>
        fc.assert(
            fc.property(ecrProgram, ({ resources, expected }) => assert.deepEqual(linesOn(RULES, resources), expected)),
            { numRuns: 1000 },
        ));

    it("accept no repository in which a build's tag may be overwritten", () =>
        fc.assert(
            fc.property(fc.constantFrom(...MUTABILITIES), fc.array(filter, { minLength: 1, maxLength: 5 }), buildTag, (mutability, filters, tag) => {
                for (const repository of repositories(mutability, filters)) {
                    assert.ok(verdictOn("ecr-immutable-tags", repository) === "violation" || !mayBeOverwritten(tag, mutability, filters), tag);
                }
            }),
            { numRuns: 1200 },
        ));

    it("refuse each filter that was made from a build's tag", () =>
        fc.assert(
            fc.property(filterOfBuild, ({ tag, pattern }) => {
                assert.ok(mayBeOverwritten(tag, "IMMUTABLE_WITH_EXCLUSION", [pattern]));
                repositories("IMMUTABLE_WITH_EXCLUSION", ["latest", pattern]).forEach((repository) => assert.equal(verdictOn("ecr-immutable-tags", repository), "violation"));
            }),
            { numRuns: 1000 },
        ));

    it("refuse no filter without a version or a commit that it matches", () =>
        fc.assert(
            fc.property(filter, (pattern) => {
                const expected = buildOf(pattern) === undefined ? "passes" : "violation";
                repositories("IMMUTABLE_WITH_EXCLUSION", [pattern]).forEach((repository) => assert.equal(verdictOn("ecr-immutable-tags", repository), expected, buildOf(pattern)));
            }),
            { numRuns: 500 },
        ));

    it("accept every lifecycle policy that follows the documentation, in any order of its rules", () =>
        fc.assert(
            fc.property(lifecycle, (policy) => withLifecycle(policy).forEach((resource) => assert.equal(verdictOn("ecr-lifecycle-sound", resource), "passes", resource.type))),
            { numRuns: 200 },
        ));

    for (const [title, spoil] of SPOILED) {
        it(`refuse a lifecycle policy with ${title}, whatever else is in it`, () =>
            fc.assert(
                fc.property(lifecycle, (policy) => withLifecycle(spoil(policy)).forEach((resource) => assert.equal(verdictOn("ecr-lifecycle-sound", resource), "violation", resource.type))),
                { numRuns: 30 },
            ));
    }
});
