import assert from "node:assert/strict";
import fc from "fast-check";
import { facts } from "../policies/facts";
import type { Facts } from "../policies/rule";
import { writeBuild } from "./properties/build-writers";
import { buildWish, faultsOfBuild } from "./properties/builds";
import { eachIsFixed, writtenRef, type WrittenRef } from "./properties/image-refs";
import { findingsIn, linesOn, ruleOf, verdictOn, type Verdict } from "./properties/verdicts";

const IMAGE = "docker-build:index:Image";
const RULES = [
    "image-cache-fits-ecr",
    "image-context-bounded",
    "image-exports-once",
    "image-labelled",
    "image-no-exec",
    "image-no-host-network",
    "image-no-preview-cache",
    "image-no-secret-build-args",
    "image-one-platform-cache",
    "image-paths-relative",
].map(ruleOf);

/** The ways to push under some names. */
const PUSHES: readonly ((names: readonly string[]) => Facts)[] = [
    (tags) => facts(IMAGE, { push: true, tags }),
    (tags) => facts(IMAGE, { tags, exports: [{ registry: {} }] }),
    (names) => facts(IMAGE, { exports: [{ registry: { names } }] }),
    (names) => facts(IMAGE, { exports: [{ image: { names, push: true } }] }),
    (names) => facts(IMAGE, { exports: [{ raw: `type=registry,"name=${names.join(",")}"` }] }),
    (names) => facts(IMAGE, { exports: [{ raw: `type=image,"name=${names.join(",")}",push=true` }] }),
];

/** The ways to name an image and push nothing under these names. */
const KEPT: readonly ((names: readonly string[]) => Facts)[] = [
    (tags) => facts(IMAGE, { push: false, tags }),
    (tags) => facts(IMAGE, { load: true, tags }),
    (names) => facts(IMAGE, { exports: [{ registry: { names }, disabled: true }] }),
    (names) => facts(IMAGE, { exports: [{ registry: { names, push: false } }] }),
    (names) => facts(IMAGE, { exports: [{ image: { names } }] }),
    (names) => facts(IMAGE, { exports: [{ raw: `type=image,"name=${names.join(",")}"` }] }),
    (names) => facts(IMAGE, { exports: [{ registry: { names, pushByDigest: true } }] }),
    ([name = ""]) => facts("docker:index/image:Image", { imageName: name, skipPush: true }),
    ([name = ""]) => facts("docker-build:index:Index", { tag: name, push: false }),
];

const expect = (isGood: boolean): Verdict => (isGood ? "passes" : "violation");

describe("policy rules on any image", () => {
    it("demand a tag for one build in each repository, however the image is pushed", () =>
        fc.assert(
            fc.property(fc.array(writtenRef, { minLength: 1, maxLength: 4 }), (refs) => {
                const names = refs.map(({ text }) => text);
                for (const push of PUSHES) {
                    assert.equal(verdictOn("image-tag-is-versioned", push(names)), expect(eachIsFixed(refs)));
                    assert.equal(verdictOn("image-tag-is-versioned", push(names), undefined, { strict: true }), expect(refs.every(({ fixed }) => fixed)));
                }
                KEPT.forEach((keep) => assert.equal(verdictOn("image-tag-is-versioned", keep(names)), "passes"));
            }),
            { numRuns: 1000 },
        ));

    it("demand it of what takes one name each, together", () => {
        const single = (type: string, property: string) => (refs: readonly WrittenRef[]) => refs.map(({ text }, index) => facts(type, { push: true, [property]: text }, { name: `index${index}` }));
        fc.assert(
            fc.property(fc.array(writtenRef, { minLength: 1, maxLength: 4 }), (refs) => {
                for (const write of [single("docker-build:index:Index", "tag"), single("docker:index/registryImage:RegistryImage", "name")]) {
                    const stack = write(refs);
                    stack.forEach((resource, index) => {
                        const beside = refs.filter(({ repository }) => repository === refs[index]?.repository);
                        assert.equal(verdictOn("image-tag-is-versioned", resource, stack), expect(eachIsFixed(beside)));
                    });
                }
            }),
            { numRuns: 1000 },
        );
    });

    it("find what the builder or Amazon ECR refuses, what previews write and what leaks, and nothing else", () =>
        fc.assert(
            fc.property(buildWish, (wish) => assert.deepEqual(linesOn(RULES, [writeBuild(wish)]), faultsOfBuild(wish))),
            { numRuns: 4000 },
        ));

    it("tell no value of a build argument", () =>
        fc.assert(
            fc.property(buildWish, (wish) => {
                const image = writeBuild(wish);
                const said = JSON.stringify(findingsIn(ruleOf("image-no-secret-build-args"), image, [image]));
                wish.args.filter(({ value }) => value.length > 5).forEach(({ value }) => assert.ok(!said.includes(value), said));
            }),
            { numRuns: 1000 },
        ));
});
