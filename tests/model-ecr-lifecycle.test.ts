import assert from "node:assert/strict";
import * as v from "valibot";
import { formatIssue } from "../model/config-problem";
import type { LifecycleRuleSpec } from "../model/ecr/lifecycle/lifecycle-spec";
import { listLifecycleNotices } from "../model/ecr/lifecycle/lifecycle-notices";
import { LIFECYCLE_RULE_KEYS, LIFECYCLE_SCHEMA } from "../model/ecr/lifecycle/lifecycle-schema";
import { parseLifecycleDocument } from "../model/ecr/lifecycle/parse-lifecycle";
import { formatLifecycle, planLifecycle } from "../model/ecr/lifecycle/plan-lifecycle";
import { formatProblem } from "../model/problem";

function problemsOf(written: unknown): string {
    const { issues = [] } = v.safeParse(LIFECYCLE_SCHEMA, written);
    return issues.map((issue) => formatProblem(formatIssue(["registry", "lifecycle"], issue))).join("\n");
}

describe("LIFECYCLE_SCHEMA", () => {
    const good: [title: string, written: unknown, want: LifecycleRuleSpec][] = [
        ["untagged by age", { untagged: true, pushedDays: 14 }, { untagged: true, pushedDays: 14, archive: false }],
        ["patterns by number", { tagPatterns: ["pr-*"], keep: 10 }, { tagPatterns: ["pr-*"], keep: 10, archive: false }],
        ["any by its last pull", { any: true, pulledDays: 90, archive: true }, { any: true, pulledDays: 90, archive: true }],
        ["any of the archive", { any: true, archivedDays: 180 }, { any: true, archivedDays: 180, archive: false }],
        ["an archive that is said to be none", { any: true, archivedDays: 90, archive: false }, { any: true, archivedDays: 90, archive: false }],
        ["prefixes with what they are for", { tagPrefixes: ["v1."], keep: 1, description: "why" },
            { tagPrefixes: ["v1."], keep: 1, archive: false, description: "why" }],
        ["a pattern once", { tagPatterns: ["*a*b*c*", "*", "*a*b*c*"], keep: 1 }, { tagPatterns: ["*a*b*c*", "*"], keep: 1, archive: false }],
        ["archiving by age", { tagPatterns: ["1"], pushedDays: 1, archive: true }, { tagPatterns: ["1"], pushedDays: 1, archive: true }],
    ];
    for (const [title, written, want] of good) {
        it(`takes ${title}`, () => {
            assert.equal(problemsOf([written]), "");
            assert.deepEqual(v.parse(LIFECYCLE_SCHEMA, [written]), [want]);
        });
    }

    const bad: [title: string, written: unknown, ...want: RegExp[]][] = [
        ["no map", "untagged", /^registries:registry\.lifecycle\[0\]: required is a map with one of untagged, any, .*; it is now "untagged"$/],
        ["nothing", {}, /lifecycle\[0\]\.tagPatterns: required is one of untagged, any, tagPatterns, tagPrefixes; it is now nothing$/,
            /lifecycle\[0\]\.keep: required is one of keep, pushedDays, pulledDays, archivedDays; it is now nothing$/],
        ["two selections", { untagged: true, tagPrefixes: ["a"], keep: 1 }, /\.tagPrefixes: required is nothing beside untagged: .*; it is now a list$/],
        ["three limits", { any: true, keep: 1, pushedDays: 2, archivedDays: 90 }, /\.pushedDays: required is nothing beside keep.*the number 2$/, /\.archivedDays: required is nothing beside keep/],
        ["what is not chosen", { untagged: false, keep: 1 }, /\.untagged: required is true, or no such key; .*false$/],
        ["deleting by the last pull", { any: true, pulledDays: 90 }, /\.archive: required is true with pulledDays.*; it is now nothing$/],
        ["archiving by the last pull denied", { any: true, pulledDays: 90, archive: false }, /\.archive: required is true with pulledDays.*false$/],
        ["archiving what is archived", { any: true, archivedDays: 90, archive: true }, /\.archive: required is nothing beside archivedDays/],
        ["too short an archive", { any: true, archivedDays: 89 }, /\.archivedDays: required is a whole number, 90 to .*89$/],
        ["no number", { any: true, keep: 0 }, /\.keep: required is a whole number, 1 to .*0$/],
        ["half a day", { any: true, pushedDays: 0.5 }, /\.pushedDays: required is a whole number/],
        ["five wildcards", { tagPatterns: ["a*b*c*d*e*"], keep: 1 }, /\.tagPatterns\[0\]: required is .*at most 4 \*.*"a\*b\*c\*d\*e\*"$/],
        ["a pattern with a slash", { tagPatterns: ["a", "a/b"], keep: 1 }, /\.tagPatterns\[1\]: .*"a\/b"$/],
        ["a pattern that no tag matches", { tagPatterns: ["-rc*"], keep: 1 }, /\.tagPatterns\[0\]: .*"-rc\*"$/],
        ["no patterns", { tagPatterns: [], keep: 1 }, /\.tagPatterns: required is a list of tag patterns, at least one; it is now an empty list$/],
        ["one pattern without a list", { tagPatterns: "a*", keep: 1 }, /\.tagPatterns: required is a list of tag patterns; it is now "a\*"$/],
        ["a prefix with a wildcard", { tagPrefixes: ["pr-*"], keep: 1 }, /\.tagPrefixes\[0\]: required is .*without \*: tagPatterns takes them/],
        ["mistakes of several kinds at once", { tagPatterns: ["a b"], keep: "3", pushedDays: 2, archived: true },
            /\.tagPatterns\[0\]: /, /\.keep: /, /\.archived: .*did you mean "archive"/, /\.pushedDays: required is nothing beside keep/],
        ["AWS' own words", { rulePriority: 1, tagStatus: "any", countType: "imageCountMoreThan", countNumber: 3, any: true, keep: 3 },
            /\.rulePriority: .*in the order of the list/, /\.tagStatus: .*here it is untagged: true/, /\.countType: .*here it is keep, pushedDays/, /\.countNumber: /],
        ["other tools' words", { maxImageCount: 3, days_since_pushed: 3, tagPatternList: ["x"], any: true, keep: 3 },
            /\.maxImageCount: .*here it is keep;/, /\.days_since_pushed: .*here it is pushedDays;/, /\.tagPatternList: .*here it is tagPatterns;/],
    ];
    for (const [title, written, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const lines = problemsOf([written]).split("\n");
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("takes 50 rules and no more", () => {
        const rules = Array.from({ length: 51 }, (_, index) => ({ tagPatterns: [`v${index}-*`], keep: 1 }));
        assert.equal(problemsOf(rules.slice(1)), "");
        assert.match(problemsOf(rules), /^registries:registry\.lifecycle: required is a list of at most 50 rules; it is now a list$/);
    });

    it("documents every key", () => {
        for (const [key, schema] of Object.entries(LIFECYCLE_RULE_KEYS)) {
            assert.ok((v.getTitle(schema) ?? "") !== "" && (v.getDescription(schema) ?? "") !== "", key);
        }
    });
});

describe("planLifecycle()", () => {
    const rules: LifecycleRuleSpec[] = [
        { any: true, archivedDays: 180, archive: false },
        { any: true, pulledDays: 90, archive: true },
        { untagged: true, pushedDays: 14, archive: false, description: "left over" },
        { tagPrefixes: ["v"], keep: 20, archive: false },
        { tagPatterns: ["*-rc*", "pr-*"], pushedDays: 30, archive: true },
        { tagPatterns: ["*-rc*"], archivedDays: 90, archive: false },
    ];
    const days = "days";
    const archive = { type: "transition", targetStorageClass: "archive" };

    it("puts any last, and leaves the rest as written", () => {
        assert.deepEqual(planLifecycle(rules), { rules: [
            { rulePriority: 1, description: "left over", selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: days, countNumber: 14 }, action: { type: "expire" } },
            { rulePriority: 2, selection: { tagStatus: "tagged", tagPrefixList: ["v"], countType: "imageCountMoreThan", countNumber: 20 }, action: { type: "expire" } },
            { rulePriority: 3, selection: { tagStatus: "tagged", tagPatternList: ["*-rc*", "pr-*"], countType: "sinceImagePushed", countUnit: days, countNumber: 30 }, action: archive },
            { rulePriority: 4, selection: { tagStatus: "tagged", tagPatternList: ["*-rc*"], storageClass: "archive", countType: "sinceImageTransitioned", countUnit: days, countNumber: 90 }, action: { type: "expire" } },
            { rulePriority: 5, selection: { tagStatus: "any", countType: "sinceImagePulled", countUnit: days, countNumber: 90 }, action: archive },
            { rulePriority: 6, selection: { tagStatus: "any", storageClass: "archive", countType: "sinceImageTransitioned", countUnit: days, countNumber: 180 }, action: { type: "expire" } },
        ] });
    });

    it("writes a text that reads as what it was", () => {
        assert.deepEqual(parseLifecycleDocument(formatLifecycle(planLifecycle(rules))), { document: planLifecycle(rules), findings: [] });
    });

    it("writes the same text whatever the order of keys", () => {
        const turned = rules.map((rule) => Object.fromEntries(Object.entries(rule).reverse()) as LifecycleRuleSpec);
        assert.notEqual(JSON.stringify(turned), JSON.stringify(rules));
        assert.equal(formatLifecycle(planLifecycle(turned)), formatLifecycle(planLifecycle(rules)));
    });
});

describe("listLifecycleNotices()", () => {
    const images = ["web-1", "api-1"].map((tag) => ({ repository: "shop", tags: [tag], floatingTags: [] }));
    const rows: [title: string, rule: LifecycleRuleSpec, ...want: RegExp[]][] = [
        ["nothing of an ordinary rule", { tagPatterns: ["pr-*"], keep: 10, archive: false }],
        ["what untagged takes", { untagged: true, pushedDays: 3, archive: false }, /^lifecycle\[1\]: what is deployed by a digest/],
        ["what any counts", { any: true, keep: 9, archive: false }, /parts of images with several platforms, attestations/, /counts several images of this stack/],
        ["that a list is about images with all of it", { tagPrefixes: ["web", "api"], keep: 9, archive: false }, /for one or the other write two rules/],
        ["what archives do", { tagPatterns: ["x*"], pushedDays: 9, archive: true }, /404/],
        ["what the last pull is", { any: true, pulledDays: 9, archive: true }, /404/, /without being pulled/],
    ];
    for (const [title, rule, ...want] of rows) {
        it(`says ${title}`, () => {
            const said = listLifecycleNotices([{ tagPatterns: ["other"], keep: 1, archive: false }, rule], images);
            assert.equal(said.length, want.length, said.join("\n"));
            want.forEach((pattern, index) => assert.match(said[index] ?? "", pattern));
        });
    }
});
