import assert from "node:assert/strict";
import { findTagProblems, planTags } from "../model/tags/plan-tags";
import type { TagRequest } from "../model/tags/tag-plan";
import { formatTagProblem } from "../model/tags/tag-problem";

const COMMIT = "5e1f0c2a9b77d0d8e3b1a4c5f6e7d8c9b0a1f2e3";

/** What is kept, as `tag: why`. */
type Kept = string[];

describe("planTags()", () => {
    const rows: [title: string, request: TagRequest, existing: string[], tags: string[], kept: Kept][] = [
        ["has three tags for a release", { version: "1.4.2" }, [], ["1.4.2", "1.4", "1"], []],
        ["drops a leading v and build metadata", { version: "v1.4.2+5" }, [], ["1.4.2", "1.4", "1"], []],
        ["has a prerelease's full tag alone", { version: "1.4.2-rc.1" }, ["1.4.1"], ["1.4.2-rc.1"], []],
        ["has no tag 0", { version: "0.3.1" }, [], ["0.3.1", "0.3"], []],
        ["orders tags by where they come from",
            { version: "1.4.2", commit: COMMIT, branch: "main", channels: ["latest"], templates: ["{branch}", "{major}-lts"] },
            [], ["1.4.2", "1.4", "1", "latest", "main", "1-lts", "sha-5e1f0c2a9b77"], []],
        ["has only the commit's tag without a version", { commit: COMMIT.toUpperCase() }, ["1.0.0"], ["sha-5e1f0c2a9b77"], []],
        ["has no tags of nothing", {}, ["1.0.0", "latest"], [], []],

        ["moves only the narrow tag for a backport", { version: "1.1.9", channels: ["latest", "stable"] },
            ["1.1.8", "1.1", "1.2.0", "1.2", "1", "latest"], ["1.1.9", "1.1"],
            ["1: 1.2.0 exists, which is higher", "latest: 1.2.0 exists, which is higher", "stable: 1.2.0 exists, which is higher"]],
        ["moves the major tag of an older major version", { version: "1.9.0", channels: ["latest"] }, ["1.8.3", "2.0.0"],
            ["1.9.0", "1.9", "1"], ["latest: 2.0.0 exists, which is higher"]],
        ["moves nothing for an older patch", { version: "1.4.1" }, ["1.4.2"], ["1.4.1"],
            ["1.4: 1.4.2 exists, which is higher", "1: 1.4.2 exists, which is higher"]],
        ["compares numbers, not letters", { version: "1.10.0" }, ["1.9.0", "1.2.0"], ["1.10.0", "1.10", "1"], []],
        ["names the highest one", { version: "1.1.0" }, ["1.9.0", "1.10.0", "1.2.0"], ["1.1.0", "1.1"],
            ["1: 1.10.0 exists, which is higher"]],
        ["moves for the same version again", { version: "1.4.2" }, ["1.4.2", "1.4", "1"], ["1.4.2", "1.4", "1"], []],
        ["reads a leading v in the registry", { version: "1.1.9" }, ["v1.2.0"], ["1.1.9", "1.1"],
            ["1: v1.2.0 exists, which is higher"]],
        ["takes the prefix v as no prefix", { version: "1.1.9", prefix: "v" }, ["1.2.0"], ["v1.1.9", "v1.1"],
            ["v1: 1.2.0 exists, which is higher"]],
        ["sees from a floating tag that there was a version", { version: "1.1.9" }, ["1.2", "1"], ["1.1.9", "1.1"],
            ["1: 1.2 exists, which is higher"]],
        ["is not held back by its own floating tags", { version: "1.4.2" }, ["1.4", "1", "v1.4"], ["1.4.2", "1.4", "1"], []],
        ["is not held back by a higher prerelease", { version: "1.4.2", channels: ["latest"] }, ["1.5.0-rc.1", "2.0.0-beta"],
            ["1.4.2", "1.4", "1", "latest"], []],
        ["ignores what is no version", { version: "1.4.2", channels: ["latest"] },
            ["main", "2", "20260131", "01.9.0", "1.9.0.1", "9.0.0+5", "", "sha-0123456789ab", "-9.0.0", "1.9.x", "x".repeat(200)],
            ["1.4.2", "1.4", "1", "latest"], []],
        ["keeps 0.3 from 0.4 apart", { version: "0.3.2" }, ["0.4.0"], ["0.3.2", "0.3"], []],
        ["says why latest stays that nobody asks for", { version: "1.4.2" }, ["latest", "1.4.1"], ["1.4.2", "1.4", "1"],
            ["latest: no channel latest is asked for"]],
        ["says that it would not help to ask", { version: "1.1.9" }, ["latest", "2.0.0"], ["1.1.9", "1.1", "1"],
            ["latest: 2.0.0 exists, which is higher"]],

        ["keeps variants apart", { version: "1.4.2", suffix: "-alpine", channels: ["latest"] },
            ["1.5.0", "1.5", "2.0.0", "1.9.0-slim", "1.9.0-slim-alpine", "latest"],
            ["1.4.2-alpine", "1.4-alpine", "1-alpine", "latest-alpine"], []],
        ["moves no tag of a variant backwards", { version: "1.4.2", suffix: "-alpine" }, ["1.5.0-alpine", "1.4.9"],
            ["1.4.2-alpine", "1.4-alpine"], ["1-alpine: 1.5.0-alpine exists, which is higher"]],
        ["takes no variant for a version of the plain line", { version: "1.4.2", channels: ["latest"] },
            ["1.5.0-alpine", "1.5-alpine", "web-2.0.0"], ["1.4.2", "1.4", "1", "latest"], []],
        ["keeps prefixes apart", { version: "1.4.2", prefix: "web-" }, ["1.5.0", "api-1.5.0", "web-api-1.5.0", "web-v1.4.3"],
            ["web-1.4.2"], ["web-1.4: web-v1.4.3 exists, which is higher", "web-1: web-v1.4.3 exists, which is higher"]],
        ["puts both around every tag", { version: "1.4.2", prefix: "web-", suffix: "-slim", commit: COMMIT, templates: ["edge"] },
            [], ["web-1.4.2-slim", "web-1.4-slim", "web-1-slim", "web-edge-slim", "web-sha-5e1f0c2a9b77-slim"], []],
    ];
    for (const [title, request, existing, tags, kept] of rows) {
        it(title, () => {
            const plan = planTags(request, existing);
            assert.deepEqual(plan.tags, tags);
            assert.deepEqual(plan.kept.map(({ tag, why }) => `${tag}: ${why}`), kept);
        });
    }

    it("says which tags later builds move", () => {
        const plan = planTags({
            version: "1.4.2", commit: COMMIT, branch: "fix-1234567", suffix: "-bookworm-20260131", channels: ["latest"],
            date: "2026-01-31T10:00:00Z",
            templates: ["edge", "{branch}", "{version}-x", "{major}.{minor}.{patch}", "{major}-lts", "nightly-{date}"],
        });
        const moving = ["1.4", "1", "latest", "edge", "fix-1234567", "1-lts"];
        assert.deepEqual(plan.floating, moving.map((tag) => `${tag}-bookworm-20260131`));
        assert.equal(plan.tags.length, moving.length + 4);
    });

    it("says which tags of one build exist", () => {
        const request = { version: "1.4.2", commit: COMMIT, templates: ["edge", "1.4.2-debug"] };
        const existing = ["1.4.2", "1.4", "edge", "1.4.2-debug", "v1.4.2", "1.4.1"];
        assert.deepEqual(planTags(request, existing).taken, ["1.4.2", "1.4.2-debug"]);
        assert.deepEqual(planTags(request, ["v1.4.2", "1.4.2-alpine"]).taken, []);
    });
});

describe("findTagProblems()", () => {
    const good: [title: string, request: TagRequest][] = [
        ["an abbreviated commit", { commit: "0A1b2c3" }],
        ["a version as long as a tag can be", { version: `1.0.0-${"a".repeat(122)}` }],
        ["short prefixes and suffixes", { version: "1.0.0", prefix: "v", suffix: "-s" }],
        ["empty ones", { version: "1.0.0", prefix: "", suffix: "" }],
        ["a prefix that ends with a sign, a suffix that starts with one", { prefix: "a.", suffix: "_x86.1" }],
        ["a template that lacks a fact and would be too long", { templates: ["{branch}".repeat(30)] }],
    ];
    good.forEach(([title, request]) => it(`takes ${title}`, () => assert.deepEqual(findTagProblems(request), [])));

    const bad: [title: string, request: TagRequest, said: RegExp][] = [
        ["a version that is none", { version: "1.4" }, /^version: required is a semantic version .*; it is now "1\.4"$/],
        ["a version that is too long", { version: `1.0.0-${"a".repeat(123)}` }, /^version: required is a semantic version/],
        ["a version without room for the suffix", { version: `1.0.0-${"a".repeat(120)}`, suffix: "-alpine" },
            /^version: required is what makes, with prefix and suffix, .* with 133$/],
        ["a commit's words", { commit: "HEAD" }, /^commit: .*"HEAD"$/],
        ["too little of a commit", { commit: "0a1b2c" }, /^commit: /],
        ["a branch of which nothing is left", { branch: "日本" }, /^branch: .*at least one of/],
        ["a day that is none", { date: "31.1.2026" }, /^date: /],
        ["a prefix that starts with a sign", { prefix: "-web" }, /^prefix: /],
        ["a prefix that runs into the version", { prefix: "web1" }, /^prefix: .*no digit last/],
        ["a prefix that reads as a version", { prefix: "1." }, /^prefix: /],
        ["a suffix that runs into the version", { suffix: "5" }, /^suffix: .*"5"$/],
        ["a suffix that goes on with the version", { suffix: ".5" }, /^suffix: /],
        ["a suffix that tags cannot have", { suffix: "-a+b" }, /^suffix: /],
        ["a channel that is a version", { channels: ["latest", "v1"] }, /^channels\[1\]: .*"v1"$/],
        ["a template that fills a tag too far", { commit: COMMIT, templates: ["x", `${"a".repeat(120)}-{commit}`] },
            /^templates\[1\]: required is what makes/],
    ];
    for (const [title, request, said] of bad) {
        it(`refuses ${title}`, () => {
            const problems = findTagProblems(request).map(formatTagProblem);
            assert.equal(problems.length, 1, problems.join("\n"));
            assert.match(problems[0] ?? "", said);
            assert.throws(() => planTags(request), /^RangeError: Cannot plan tags of ".*" as asked for: /);
        });
    }

    it("says all at once", () => {
        const request = { version: "x", commit: "x", branch: "-", date: "x", prefix: "-", suffix: "x", channels: ["1"], templates: [""] };
        assert.deepEqual(
            findTagProblems(request).map(({ path }) => path[0]),
            ["version", "commit", "branch", "date", "prefix", "suffix", "channels", "templates"],
        );
    });
});
