import assert from "node:assert/strict";
import type { KeptImages } from "../model/ecr/lifecycle/lifecycle-problem";
import { findLifecycleProblems } from "../model/ecr/lifecycle/lifecycle-problem";
import type { LifecycleLimit, LifecycleRuleSpec, LifecycleSelection } from "../model/ecr/lifecycle/lifecycle-spec";
import { lintLifecycleDocument } from "../model/ecr/lifecycle/lint-lifecycle";
import { planLifecycle } from "../model/ecr/lifecycle/plan-lifecycle";

const rule = (selection: LifecycleSelection, limit: LifecycleLimit): LifecycleRuleSpec => ({ ...selection, ...limit, archive: "pulledDays" in limit });
const archiving = (selection: LifecycleSelection, limit: LifecycleLimit): LifecycleRuleSpec => ({ ...rule(selection, limit), archive: true });
const tags = (...tagPatterns: string[]): LifecycleSelection => ({ tagPatterns });
const starts = (...tagPrefixes: string[]): LifecycleSelection => ({ tagPrefixes });
const any: LifecycleSelection = { any: true };
const untagged: LifecycleSelection = { untagged: true };

const web = { repository: "shop/web", tags: ["1.4.2", "1.4", "1", "latest", "sha-0123456789ab"], floatingTags: ["1.4", "1", "latest"] };
const worker = { repository: "shop/web", tags: ["worker-2.0.0", "worker-2"], floatingTags: ["worker-2"] };
const api = { repository: "shop/api", tags: ["3.0.0", "sha-ba9876543210"], floatingTags: [] };
const nothing: KeptImages = { images: [], movableTags: [] };
const one: KeptImages = { images: [web], movableTags: [] };
const all: KeptImages = { images: [web, worker, api], movableTags: ["cache-*", "buildcache"] };

const said = (rules: readonly LifecycleRuleSpec[], kept: KeptImages): string[] =>
    findLifecycleProblems(rules, kept).map(({ path, required, now }) => `${path.join(".")}: ${required}; now ${now}`);

describe("findLifecycleProblems()", () => {
    const good: [title: string, kept: KeptImages, ...rules: LifecycleRuleSpec[]][] = [
        ["no rules", all],
        ["ordinary rules", one, rule(any, { keep: 30 }), rule(untagged, { pushedDays: 14 }), rule(tags("pr-*"), { pushedDays: 14 })],
        ["archiving and then deleting", one, rule(any, { pulledDays: 90 }), rule(any, { archivedDays: 180 })],
        ["an age that a rule before protects from", one, rule(tags("sha-*"), { keep: 50 }), rule(any, { pushedDays: 30 })],
        ["an age that a rule protects from which stands later, as any goes last", one, rule(any, { pushedDays: 30 }), rule(starts("1."), { keep: 50 })],
        ["an age of tags that the image has not all", one, rule(tags("1*", "pr-*"), { pushedDays: 3 })],
        ["an age of what has no tag", all, rule(untagged, { pushedDays: 1 })],
        ["as many as are counted together", { ...all, movableTags: [] }, rule(any, { keep: 2 })],
        ["movable tags that a rule is about alone", all, rule(tags("cache-*"), { pushedDays: 30 }), rule(tags("buildcache"), { keep: 1 }), rule(any, { keep: 30 })],
        ["movable tags that are the image's own", { images: [web], movableTags: ["latest", "1.*"] }, rule(any, { keep: 5 })],
        ["movable tags that are counted among themselves", { images: [], movableTags: ["cache-web", "cache-api"] }, rule(starts("cache-"), { keep: 2 })],
        ["movable tags that all are taken before", { images: [], movableTags: ["cache-*"] }, rule(starts("cache"), { keep: 9 }), rule(any, { pushedDays: 9 })],
        ["the age of what is in the archive", one, archiving(untagged, { pushedDays: 1 }), rule(any, { archivedDays: 90 })],
    ];
    for (const [title, kept, ...rules] of good) {
        it(`says nothing of ${title}`, () => {
            assert.deepEqual(said(rules, kept), []);
            assert.deepEqual(lintLifecycleDocument(planLifecycle(rules)), []);
        });
    }

    const idle: [title: string, rules: LifecycleRuleSpec[], ...want: RegExp[]][] = [
        ["a narrow rule after a wide one", [rule(tags("v*"), { keep: 3 }), rule(starts("v1."), { keep: 1 })],
            /^1\.tagPrefixes: images that no rule before is about: .*; now only images that lifecycle\[0\] takes or leaves$/],
        ["the same twice", [rule(tags("v*", "w"), { keep: 3 }), rule(tags("w", "v*"), { pushedDays: 1 })], /^1\.tagPatterns: .*lifecycle\[0\]/],
        ["any twice", [rule(any, { keep: 3 }), rule(any, { pushedDays: 1 })], /^1\.any: one rule with any for what is not in the archive; now one more beside lifecycle\[0\]$/],
        ["untagged of the archive twice", [archiving(untagged, { keep: 3 }), rule(untagged, { archivedDays: 90 }), rule(untagged, { archivedDays: 99 })],
            /^2\.untagged: one rule with untagged for what is in the archive; now one more beside lifecycle\[1\]$/],
        ["any that nothing is left for", [rule(any, { keep: 3 }), rule(untagged, { keep: 1 }), rule(tags("*"), { keep: 1 })],
            /^0\.any: images that no rule before is about.*lifecycle\[1\] and lifecycle\[2\] takes or leaves$/],
        ["an archive that nothing fills", [rule(tags("v*"), { archivedDays: 90 })], /^0\.archivedDays: a rule with archive: true beside it.*; now without one$/],
        ["too long a policy", [{ ...rule(any, { keep: 1 }), description: "x".repeat(31_000) }], /^: rules that make at most 30720 characters of JSON; now rules that make 31\d{3}$/],
    ];
    for (const [title, rules, ...want] of idle) {
        it(`finds ${title}`, () => {
            const lines = said(rules, nothing);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
            // The linter of documents says the same of what is made of them.
            assert.equal(lintLifecycleDocument(planLifecycle(rules)).length, want.length);
        });
    }

    const lost: [title: string, kept: KeptImages, rules: LifecycleRuleSpec[], ...want: RegExp[]][] = [
        ["what is pushed, by its age", one, [rule(any, { pushedDays: 30 })],
            /^0\.pushedDays: keep instead, or a rule with keep before it about what this stack pushes: shop\/web:1\.4\.2; now 30, after which they are deleted in use or not$/],
        ["what is pushed, by age into the archive", one, [archiving(tags("1.*"), { pushedDays: 3 })], /^0\.pushedDays: .*after which they are archived/],
        ["an image that has a tag for each pattern", one, [rule(tags("sha-*", "1.?"), { pushedDays: 3 }), rule(tags("sha-*", "1.*"), { pushedDays: 3 })], /^1\.pushedDays: .*shop\/web:1\.4\.2;/],
        ["images of which a rule before protects others", { ...all, movableTags: [] }, [rule(starts("sha-"), { keep: 9 }), rule(any, { pushedDays: 3 })], /^1\.pushedDays: .*pushes: shop\/web:worker-2\.0\.0;/],
        ["what a rule about some of its tags cannot protect", one, [rule(tags("1.*", "v*"), { keep: 9 }), rule(any, { pushedDays: 3 })], /^1\.pushedDays: /],
        ["movable tags by their age", { images: [], movableTags: ["cache-*", "b"] }, [rule(any, { pushedDays: 3 })], /^0\.pushedDays: .*about the movable tags cache-\*, b; now 3/],
        ["movable tags of which some are taken before", { images: [], movableTags: ["cache-*"] }, [rule(starts("cache-web"), { keep: 9 }), rule(any, { pushedDays: 3 })], /^1\.pushedDays: .*cache-\*/],
        ["movable tags of which the shortest is taken before", { images: [], movableTags: ["cache-*"] }, [rule(tags("cache-"), { keep: 9 }), rule(any, { pushedDays: 3 })], /^1\.pushedDays: .*cache-\*/],
        ["movable tags that are counted with all others", { images: [], movableTags: ["buildcache"] }, [rule(any, { keep: 30 })],
            /^0\.keep: before it a rule with tagPatterns: \["buildcache"\], a movable tag, whose images this one counts together with others; now 30, of all of them$/],
        ["movable tags that are counted with what is pushed", { images: [web], movableTags: ["1-cache"] }, [rule(starts("1"), { keep: 30 })], /^0\.keep: before it .*"1-cache"/],
        ["one of two images of a repository", { ...all, movableTags: [] }, [rule(any, { keep: 1 })],
            /^0\.keep: at least 2, as it counts shop\/web:1\.4\.2, shop\/web:worker-2\.0\.0 together; now 1$/],
        ["an image that is counted with one of a rule before", { ...all, movableTags: [] }, [rule(starts("worker-"), { keep: 9 }), rule(any, { keep: 1 })], /^1\.keep: at least 2/],
        ["one of two movable tags", { images: [], movableTags: ["cache-web", "cache-api"] }, [rule(tags("cache-*"), { keep: 1 })], /^0\.keep: at least 2, as it counts cache-web, cache-api together; now 1$/],
        ["an image without a tag", { images: [{ ...web, tags: [] }], movableTags: [] }, [rule(untagged, { pushedDays: 3 })], /^0\.pushedDays: .*pushes: shop\/web;/],
        ["much at once", all, [rule(tags("sha-*"), { pushedDays: 7 }), rule(any, { keep: 2 })],
            /^0\.pushedDays: .*shop\/web:1\.4\.2, shop\/api:3\.0\.0;/, /^1\.keep: before it .*"cache-\*"/, /^1\.keep: before it .*"buildcache"/, /^1\.keep: at least 4/],
    ];
    for (const [title, kept, rules, ...want] of lost) {
        it(`finds that rules lose ${title}`, () => {
            const lines = said(rules, kept);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }
});
