import assert from "node:assert/strict";
import type { ImagePlan } from "../model/images/image";
import { findTagConflicts, formatUnpushed, planProof, type TagProof } from "../model/images/proof";

const BASE: Omit<ImagePlan, "name"> = {
    repository: "team/web", tags: ["1.4.2"], floatingTags: [], takenTags: [], cacheTags: [], context: "web", contexts: {}, platforms: [], buildArgs: {}, secrets: {},
    ssh: [], network: "default", addHosts: [], noCache: false, pull: false, cache: { from: [], to: [] }, labels: {}, output: "type=registry", notices: [],
};

/** An image from others, whose version may be there already. */
const image = (name: string, from: readonly string[] = [], takenTags: readonly string[] = []): ImagePlan => ({
    ...BASE, name, takenTags, contexts: Object.fromEntries(from.map((base) => [base, { image: base }])),
});

const plan = (images: readonly ImagePlan[], changed: readonly string[], aim: "builds" | "tags", pushed = images.map(({ name }) => name)) =>
    planProof(images, new Set(changed), new Set(pushed), aim);

describe("planProof()", () => {
    const chain = [image("base"), image("mid", ["base"], ["1.4.2"]), image("top", ["mid", "base"], ["1.4.2"]), image("lone", [], ["1.4.2"])];

    it("builds what changes, and nothing that starts from what changes", () => {
        assert.deepEqual(plan(chain, ["lone", "base"], "builds"), { build: ["base", "lone"], blocked: [] });
        assert.deepEqual(plan(chain, ["base", "mid", "top"], "builds"), {
            build: ["base"], blocked: [{ name: "mid", bases: ["base"] }, { name: "top", bases: ["mid", "base"] }],
        });
    });

    it("builds to compare only what a tag is taken of, and what that starts from", () => {
        assert.deepEqual(plan(chain, ["base"], "tags"), { build: [], blocked: [] });
        assert.deepEqual(plan(chain, ["mid"], "tags"), { build: ["mid"], blocked: [] });
        assert.deepEqual(plan(chain, ["base", "mid"], "tags"), { build: ["base"], blocked: [{ name: "mid", bases: ["base"] }] });
        assert.deepEqual(plan(chain, ["lone", "base", "top"], "tags").build.toSorted(), ["base", "lone"]);
    });

    it("does not start from what was never pushed", () => {
        assert.deepEqual(plan(chain, ["mid"], "tags", ["lone"]), { build: ["base"], blocked: [{ name: "mid", bases: ["base"] }] });
    });
});

describe("findTagConflicts()", () => {
    const taken = { web: [{ ref: "r.example.com/web:1.4.2", digest: "sha256:old" }] };
    const conflicts = (changes: Partial<TagProof>) => findTagConflicts({
        plan: { build: ["web"], blocked: [] }, taken, digests: { before: {}, built: { web: "sha256:new" } }, ...changes,
    });

    it("names the tag, what it has and what it would get", () => {
        assert.match(conflicts({}).join(), /^web: r\.example\.com\/web:1\.4\.2 exists with other content: it is sha256:old, and this build is sha256:new; write a new `version`, or .* --overwrite$/);
    });

    it("is silent about the same content, and about tags that are not there any more", () => {
        assert.deepEqual(conflicts({ digests: { before: {}, built: { web: "sha256:old" } } }), []);
        assert.deepEqual(conflicts({ taken: {} }), []);
    });

    it("says nothing of a build without a digest", () => {
        assert.deepEqual(conflicts({ digests: { before: {}, built: {} } }), []);
    });

    it("goes by the base where an image cannot be built", () => {
        const blocked = { build: ["base"], blocked: [{ name: "web", bases: ["base"] }] };
        assert.match(conflicts({ plan: blocked, digests: { before: { base: "sha256:a" }, built: { base: "sha256:b" } } }).join(), /^web: .* starts from base, which changes/);
        assert.deepEqual(conflicts({ plan: blocked, digests: { before: { base: "sha256:a" }, built: { base: "sha256:a" } } }), []);
    });

    it("goes by what is in the registry where the stack knows nothing, along a whole chain", () => {
        const chain = { build: ["base"], blocked: [{ name: "mid", bases: ["base"] }, { name: "web", bases: ["mid"] }] };
        const known = { ...taken, base: [{ ref: "r.example.com/base:1.0.0", digest: "sha256:a" }] };
        assert.deepEqual(conflicts({ plan: chain, taken: known, digests: { before: {}, built: { base: "sha256:a" } } }), []);
        assert.match(conflicts({ plan: chain, taken: known, digests: { before: {}, built: { base: "sha256:b" } } }).join("\n"),
            /^base: [^\n]* is sha256:b;[^\n]*\nweb: [^\n]* starts from mid, which changes/);
    });

    it("takes a tag for another one of which the registry tells nothing", () => {
        assert.match(conflicts({ taken: { web: [{ ref: "r.example.com/web:1.4.2", fault: "HTTP 500" }] } }).join(), /^web: cannot tell what r\.example\.com\/web:1\.4\.2 is: HTTP 500; /);
    });
});

describe("formatUnpushed()", () => {
    it("pushes nothing and keeps all else", () => {
        assert.equal(formatUnpushed("type=registry,rewrite-timestamp=true,annotation.a=type=registry"),
            "type=image,push=false,store=false,rewrite-timestamp=true,annotation.a=type=registry");
    });
});
