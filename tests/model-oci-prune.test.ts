import assert from "node:assert/strict";
import { planDeletion } from "../model/oci/deletion";
import type { StoredManifest } from "../model/oci/inventory";
import { planPrune, type PruneRules } from "../model/oci/prune";

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

/** A digest that shows which manifest it is. */
const d = (letter: string) => `sha256:${letter.repeat(64)}`;

const letterOf = (digest: string) => digest.slice("sha256:".length, "sha256:".length + 1);

/** A manifest of a number of days. */
const stored = (letter: string, tags: string[], days?: number, more: { holds?: string; about?: string } = {}): StoredManifest => ({
    digest: d(letter),
    tags,
    children: [...(more.holds ?? "")].map(d),
    ...(more.about === undefined ? {} : { subject: d(more.about) }),
    ...(days === undefined ? {} : { at: NOW - days * DAY }),
});

const NOTHING_NAMED = { digests: new Set<string>(), tags: new Set<string>() };

describe("planPrune()", () => {
    const plain = [stored("a", ["1.0"], 90), stored("b", ["1.1"], 60), stored("c", ["1.2", "latest"], 10), stored("d", [], 80)];
    const index = [stored("a", ["1.0"], 90, { holds: "bc" }), stored("b", [], 90), stored("c", [], 90), stored("e", ["2.0"], 5, { holds: "bf" }), stored("f", [], 5)];
    const signed = [stored("a", ["1.0"], 90), stored("b", [], 1, { about: "a" }), stored("c", ["1.1"], 5), stored("d", [], 1, { about: "c" })];
    const links = [stored("a", ["1.0"], 90), stored("b", [`sha256-${"a".repeat(64)}`], 90, { holds: "c" }), stored("c", [], 90, { about: "a" }), stored("d", [`sha256-${"a".repeat(64)}.sig`], 90)];

    const rows: [string, StoredManifest[], PruneRules, string][] = [
        ["nothing by no rule", plain, { untagged: false }, ""],
        ["what is older", plain, { olderThan: 60 * DAY, untagged: false }, "ab"],
        ["what is beyond the newest", plain, { keep: 1, untagged: false }, "ab"],
        ["all, where none is kept", plain, { keep: 0, untagged: false }, "abc"],
        ["what is both", plain, { keep: 1, olderThan: 70 * DAY, untagged: false }, "a"],
        ["what has no tag", plain, { untagged: true }, "d"],
        ["what has no tag and is older", plain, { untagged: true, olderThan: 85 * DAY }, "a"],
        ["an index with the parts that no other one holds", index, { keep: 1, untagged: false }, "ac"],
        ["no part of an index that stays", index, { untagged: true }, ""],
        ["what is about an image along with it, and no other", signed, { olderThan: 60 * DAY, untagged: false }, "ab"],
        ["nothing that is about an image that stays", signed, { untagged: true }, ""],
        ["links to an image along with it", links, { keep: 0, untagged: false }, "abcd"],
        ["no link to an image that stays, and counts none as an image", links, { keep: 1, untagged: true }, ""],
        ["an index without a tag, with its parts", [stored("a", [], 3, { holds: "b" }), stored("b", [], 3)], { untagged: true }, "ab"],
        ["what is about an image that is gone", [stored("a", [], 3, { about: "z" })], { untagged: true }, "a"],
        ["no image that something with a tag of its own is about", [stored("a", ["1.0"], 90), stored("b", ["sbom"], 1, { about: "a" })], { olderThan: 60 * DAY, untagged: false }, ""],
        ["no image of unknown age", [stored("a", ["1.0"]), stored("b", ["1.1"], 9), stored("c", [])], { olderThan: 0, keep: 1, untagged: true }, "b"],
    ];
    for (const [title, manifests, rules, want] of rows) {
        it(`takes ${title}`, () => {
            const { take } = planPrune({ manifests }, rules, NOTHING_NAMED, NOW);
            assert.equal(take.map(({ digest }) => letterOf(digest)).sort().join(""), want);
        });
    }

    it("spares what the stack names by digest or tag, with all that it needs", () => {
        const named = { digests: new Set([d("a")]), tags: new Set(["latest"]) };
        const plan = planPrune({ manifests: plain }, { keep: 0, untagged: false }, named, NOW);
        assert.deepEqual(plan.take.map(({ digest }) => letterOf(digest)), ["b"]);
        assert.deepEqual(plan.spare.map(({ tags, why }) => [tags[0], why]), [["1.0", "the stack names it"], ["1.2", "the stack names it"]]);
        const part = { digests: new Set([d("b")]), tags: new Set<string>() };
        assert.deepEqual(planPrune({ manifests: index }, { keep: 0, untagged: false }, part, NOW).take.map(({ digest }) => letterOf(digest)), ["a", "e", "c", "f"]);
    });

    it("says why something goes, or stays although it is old", () => {
        const shared = [stored("a", ["1.0-amd64"], 90), stored("b", ["2.0"], 5, { holds: "a" }), stored("c", ["0.9"], 95)];
        const plan = planPrune({ manifests: shared }, { keep: 1, olderThan: 30 * DAY, untagged: false }, NOTHING_NAMED, NOW);
        assert.deepEqual(plan.take.map(({ why }) => why), ["2 are newer, 95 d old"]);
        assert.deepEqual(plan.spare.map(({ why }) => why), ["2.0 needs it"]);
    });

    it("has parents go before their parts, so that nothing that is there is ever in pieces", () => {
        const nested = [stored("p", [], 9), stored("i", ["1"], 9, { holds: "p" }), stored("s", [], 9, { about: "i" })];
        assert.deepEqual(planPrune({ manifests: nested }, { keep: 0, untagged: false }, NOTHING_NAMED, NOW).take.map(({ digest }) => letterOf(digest)), ["i", "s", "p"]);
    });

    it("is quick with many", () => {
        const many = Array.from({ length: 20_000 }, (_, index) => ({ digest: `sha256:${index}`, tags: [`t${index}`], children: [`sha256:c${index}`], at: index }));
        assert.equal(planPrune({ manifests: many }, { keep: 10, untagged: true }, NOTHING_NAMED, NOW).take.length, 19_990);
    });
});

describe("planDeletion()", () => {
    const all = [stored("a", ["1.0", "latest"]), stored("b", ["1.1"]), stored("i", ["2.0"], 1, { holds: "pq" }), stored("p", ["2.0-amd64"]), stored("q", []), stored("s", [], 1, { about: "b" })];

    const good: [string, string[], string[], string][] = [
        ["a tag alone while its image has another", ["latest"], ["latest"], ""],
        ["an image with its last tag, and what is about it", ["1.1"], [], "bs"],
        ["an image with both of its tags", ["1.0", "latest"], [], "a"],
        ["a tag alone while an index holds the image", ["2.0-amd64"], ["2.0-amd64"], ""],
        ["an index with its parts, but for one with a tag", ["2.0"], [], "iq"],
        ["an index and that part too", ["2.0", "2.0-amd64"], [], "ipq"],
        ["a digest with all tags", [d("a")], [], "a"],
        ["what is about an image alone", [d("s")], [], "s"],
    ];
    for (const [title, versions, untag, remove] of good) {
        it(`takes ${title}`, () => {
            const plan = planDeletion({ manifests: all }, versions);
            assert.deepEqual([plan.untag.map(({ tag }) => tag), plan.remove.map(({ digest }) => letterOf(digest)).sort().join(""), plan.refused], [untag, remove, []]);
        });
    }

    const bad: [string, string[], RegExp][] = [
        ["a tag that is not there", ["9"], /^9 is not there$/],
        ["a digest that is not there", [d("z")], /^sha256:z+ is not there$/],
        ["a part of an index that stays", [d("q")], /^sha256:qqqqqqqqqqqq cannot go: 2\.0 needs it$/],
    ];
    for (const [title, versions, pattern] of bad) {
        it(`refuses ${title}`, () => assert.match(planDeletion({ manifests: all }, versions).refused.join("\n"), pattern));
    }

    it("says what else goes", () => {
        assert.equal(planDeletion({ manifests: all }, [d("a")]).remove[0]?.why, "takes 1.0, latest along");
        assert.equal(planDeletion({ manifests: all }, ["latest"]).untag[0]?.why, "the image is 1.0 as well");
        assert.equal(planDeletion({ manifests: all }, ["2.0-amd64"]).untag[0]?.why, "2.0 needs the image");
    });

    it("takes the word of a person for a digest where nothing lists it, unless an index holds it", () => {
        const hidden = { manifests: [stored("a", ["2.0"], 1, { holds: "b" })], incomplete: "so it is" };
        assert.deepEqual(planDeletion(hidden, [d("f")]).remove.map(({ digest }) => letterOf(digest)), ["f"]);
        assert.deepEqual(planDeletion(hidden, [d("b")]).refused, ["sha256:bbbbbbbbbbbb cannot go: 2.0 needs it"]);
    });
});
