import assert from "node:assert/strict";
import { parse } from "semver";
import * as v from "valibot";
import { closedMap } from "../model/config-field";
import { isTag } from "../model/image-ref";
import { formatBranch } from "../model/tags/branch-tag";
import { compareBuilds, deriveVersion, type DescribedCommit } from "../model/tags/derived-version";
import { planTags } from "../model/tags/plan-tags";
import type { TagRequest } from "../model/tags/tag-plan";
import { TAG_KEYS } from "../model/tags/tag-schema";
import { findTemplateMistakes } from "../model/tags/tag-template";

const COMMIT = "5e1f0c2a9b77d0d8e3b1a4c5f6e7d8c9b0a1f2e3";

describe("the templates of planTags()", () => {
    const rows: [title: string, request: TagRequest, existing: string[], tags: string[], kept: RegExp | undefined][] = [
        ["follows releases with numbers", { version: "1.1.9", templates: ["r{major}-lts", "{major}.{minor}-lts"] }, ["1.2.0"],
            ["1.1.9", "1.1", "1.1-lts"], /^1: .*,r1-lts: 1\.2\.0 exists, which is higher$/],
        ["leaves numbers to releases", { version: "1.5.0-rc.1", templates: ["{major}.{minor}.{patch}"] }, [],
            ["1.5.0-rc.1"], /^1\.5\.0: 1\.5\.0-rc\.1 is a prerelease, which only its full tag names$/],
        ["follows releases where latest is written", { version: "1.1.9", templates: ["latest"] }, ["2.0.0"],
            ["1.1.9", "1.1", "1"], /^latest: 2\.0\.0 exists/],
        ["moves latest where nothing has a version", { templates: ["latest"] }, ["2.0.0"], ["latest"], undefined],
        ["moves a written floating tag to its versions alone", { version: "1.4.2", templates: ["v1", "2", "v1.3", "y2024"] }, [],
            ["1.4.2", "1.4", "1", "v1", "y2024"], /^2: it reads as a tag of other versions than 1\.4\.2,v1\.3: it reads/],
        ["and not backwards", { version: "1.4.2", templates: ["v1"] }, ["1.5.0"], ["1.4.2", "1.4"], /^1: .*,v1: 1\.5\.0 exists/],
        ["guards 0 where it is written", { version: "0.3.2", templates: ["0"] }, ["0.4.0"], ["0.3.2", "0.3"], /^0: 0\.4\.0 exists/],
        ["moves a written 0 forwards", { version: "0.4.1", templates: ["0"] }, ["0.4.0"], ["0.4.1", "0.4", "0"], undefined],
        ["keeps a written name of a build", { version: "1.5.0-rc.1", templates: ["1.5.0-rc.1-debug"] }, [],
            ["1.5.0-rc.1", "1.5.0-rc.1-debug"], undefined],
        ["has each tag once", { version: "1.4.2", templates: ["{version}", "1.4", "x", "x", "{major}"] }, [],
            ["1.4.2", "1.4", "1", "x"], undefined],
        ["takes a branch", { branch: "Feature/Login ü#1", templates: ["{branch}", "{branch}-{commit}"], commit: COMMIT }, [],
            ["Feature-Login-1", "Feature-Login-1-5e1f0c2a9b77", "sha-5e1f0c2a9b77"], undefined],
        ["takes the branch of an issue", { version: "1.4.2-a", branch: "1234-login", templates: ["{branch}"] }, [],
            ["1.4.2-a", "1234-login"], undefined],
        ["gives a branch no tag of a version", { branch: "1.4", templates: ["{branch}"] }, [], [], /^1\.4: it has its name from a branch/],
        ["nor a full one", { branch: "v1.4.2-rc.1", templates: ["{branch}"] }, [], [], /^v1\.4\.2-rc\.1: it has its name/],
        ["nor latest", { version: "1.4.2", branch: "latest", templates: ["{branch}"] }, [], ["1.4.2", "1.4", "1"], /^latest: it has/],
        ["gives a branch what the version has", { version: "1.4.2", branch: "1.4.2", templates: ["{branch}"] }, [],
            ["1.4.2", "1.4", "1"], undefined],
        ["leaves out what is not known", { version: "1.4.2", templates: ["{branch}-{commit}", "{date}"] }, [],
            ["1.4.2", "1.4", "1"], /^\{branch\}-\{commit\}: no commit and no branch is known .*,\{date\}: no date/],
        ["takes the day", { date: "2026-01-31T09:00:00Z", templates: ["nightly-{date}"] }, [], ["nightly-20260131"], undefined],
        ["moves a channel to its prereleases", { version: "1.5.0-beta.10", channels: ["beta", "rc"] }, ["1.5.0-beta.9", "2.0.0-rc.1"],
            ["1.5.0-beta.10", "beta"], /^rc: it follows prereleases such as 1\.5\.0-rc\.1, and 1\.5\.0-beta\.10 is none$/],
        ["moves no such channel backwards", { version: "1.5.0-beta.2", channels: ["beta"] }, ["1.5.0-beta.10"],
            ["1.5.0-beta.2"], /^beta: 1\.5\.0-beta\.10 exists, which is higher$/],
        ["counts no variant against a channel", { version: "1.5.0-beta.2", channels: ["beta"] }, ["1.5.0-beta.3-alpine", "1.6.0-beta-slim"],
            ["1.5.0-beta.2", "beta"], undefined],
        ["knows prereleases without a dot", { version: "1.5.0-rc1", channels: ["rc"] }, ["1.4.0-rc2"], ["1.5.0-rc1", "rc"], undefined],
        ["leaves a channel of prereleases at a release", { version: "1.5.0", channels: ["beta"] }, [], ["1.5.0", "1.5", "1"], /^beta: it/],
        ["moves dev, and not beta, to a derived version", { version: "1.5.0-beta.2.dev.1.g0a1b2c3", channels: ["beta", "dev"] }, [],
            ["1.5.0-beta.2.dev.1.g0a1b2c3", "dev"], /^beta: it follows/],
        ["is not held back by a commit's letters", { version: "1.4.3-dev.5.gaaaaaaa", channels: ["dev"] }, ["1.4.3-dev.5.gfffffff"],
            ["1.4.3-dev.5.gaaaaaaa", "dev"], undefined],
    ];
    for (const [title, request, existing, tags, kept] of rows) {
        it(title, () => {
            const plan = planTags(request, existing);
            assert.deepEqual(plan.tags, tags);
            const said = plan.kept.map(({ tag, why }) => `${tag}: ${why}`).join();
            assert.ok(kept === undefined ? said === "" : kept.test(said), said);
        });
    }

    it("cuts a branch so that the whole fits", () => {
        const request = { commit: COMMIT, branch: `feature/${"x".repeat(300)}`, prefix: "web-", suffix: "-alpine" };
        const { tags } = planTags({ ...request, templates: ["{branch}", "{branch}_{commit}_{branch}"] });
        assert.deepEqual(tags.map((tag) => tag.length), [128, 127, 4 + 16 + 7]);
        tags.forEach((tag) => assert.ok(isTag(tag) && tag.startsWith("web-") && tag.endsWith("-alpine"), tag));
    });

    const bad: [template: string, said: string[]][] = [
        ["", ["it is empty"]],
        ["{majr}", ['{majr} is no placeholder; did you mean "major"?']],
        ["{}-{Version}", ["{} is no placeholder", '{Version} is no placeholder; did you mean "version"?']],
        ["{{version}}", ["a brace is left over, as placeholders have one pair each"]],
        ["${version}", ['"$" cannot be in a tag']],
        ["-{x}-a b+c", ["{x} is no placeholder", '" " "+" cannot be in a tag', '"-" cannot be first']],
        [".a", ['"." cannot be first']],
        [`{version}${"a".repeat(129)}`, ["129 characters are too many"]],
    ];
    for (const [template, said] of bad) {
        it(`refuses ${template.slice(0, 20)}`, () => {
            assert.deepEqual(findTemplateMistakes(template), said);
            const { issues } = v.safeParse(closedMap("keys", TAG_KEYS), { tags: ["edge", template] });
            assert.match(issues?.[0]?.message ?? "", /^a tag in quotes: .* \{branch\} \(.+\)$/);
        });
    }

    it("takes the keys of the configuration", () => {
        const written = { tags: ["latest", "{branch}", "r{major}"], channels: ["beta"], tagPrefix: "web-", tagSuffix: "-alpine" };
        assert.deepEqual(v.parse(closedMap("keys", TAG_KEYS), written), written);
        const { issues = [] } = v.safeParse(closedMap("keys", TAG_KEYS), { channels: ["latst1"], tagPrefix: "-", tagSuffix: "1" });
        assert.equal(issues.length, 3);
        assert.match(issues[0]?.message ?? "", /did you mean "latest"\?$/);
    });
});

describe("formatBranch()", () => {
    const rows: [branch: string, tag: string][] = [
        ["main", "main"], ["feature/login", "feature-login"], ["a/#/b", "a-b"], ["refs/heads/x", "x"], ["über", "ber"],
        ["_x", "_x"], ["dependabot/npm_and_yarn/a-1.2.3", "dependabot-npm_and_yarn-a-1.2.3"], ["日本", ""],
    ];
    rows.forEach(([branch, tag]) => it(`makes "${tag}" of ${branch}`, () => assert.equal(formatBranch(branch), tag)));
});

describe("deriveVersion()", () => {
    const at = (lastVersion: string | undefined, distance: number): DescribedCommit & { dirty: boolean } =>
        ({ commit: COMMIT, distance, shallow: false, dirty: false, ...(lastVersion === undefined ? {} : { lastVersion }) });

    const good: [last: string | undefined, distance: number, version: string][] = [
        ["1.4.2", 5, "1.4.3-dev.5.g5e1f0c2a9b77"],
        ["v1.4.2+5", 5, "1.4.3-dev.5.g5e1f0c2a9b77"],
        ["v1.4.2+5", 0, "1.4.2"],
        ["1.5.0-beta.2", 0, "1.5.0-beta.2"],
        ["1.5.0-beta.2", 3, "1.5.0-beta.2.dev.3.g5e1f0c2a9b77"],
        ["1.5.0-beta", 3, "1.5.0-beta.0.dev.3.g5e1f0c2a9b77"],
        [undefined, 12, "0.0.0-dev.12.g5e1f0c2a9b77"],
    ];
    for (const [last, distance, version] of good) {
        it(`makes ${version} of ${last ?? "no tag"} and ${distance}`, () => assert.equal(deriveVersion(at(last, distance)), version));
    }

    it("makes versions that lie between those before and after, each a tag", () => {
        const between = (tag: string) => [1, 2, 9, 10, 100].map((distance) => deriveVersion(at(tag, distance)) ?? "");
        const order = [
            ...[1, 20].map((distance) => deriveVersion(at(undefined, distance)) ?? ""), "0.0.1", ...between("0.0.1"),
            "1.5.0-beta", ...between("1.5.0-beta"), "1.5.0-beta.1", ...between("1.5.0-beta.1"), "1.5.0-beta.2",
            "1.5.0-rc1", ...between("1.5.0-rc1"), "1.5.0-rc2", "1.5.0", ...between("1.5.0"), "1.5.1",
        ].map((text) => parse(text, {}, true));
        order.slice(1).forEach((version, index) => {
            assert.ok(compareBuilds(order[index] ?? version, version) < 0, `${order[index]?.version} < ${version.version}`);
            assert.ok(isTag(version.version));
        });
    });

    it("names no build of changes that are not committed, or of a cut-off history", () => {
        assert.equal(deriveVersion({ ...at("1.4.2", 0), dirty: true }), undefined);
        assert.equal(deriveVersion({ ...at(undefined, 0), shallow: true }), undefined);
    });

    const bad: [last: string, said: RegExp][] = [
        ["banana", /^RangeError: Cannot derive a version after "banana": it is no semantic version$/],
        [`1.0.0-${"a".repeat(120)}`, /^RangeError: Cannot derive a version after .* is none that fits into a tag$/],
    ];
    bad.forEach(([last, said]) => it(`refuses ${last.slice(0, 12)}`, () => assert.throws(() => deriveVersion(at(last, 1)), said)));
});
