import assert from "node:assert/strict";
import { compare, parse } from "semver";
import { isTag } from "../model/image-ref";
import { planTags } from "../model/tags/plan-tags";
import type { TagRequest } from "../model/tags/tag-plan";

/** Returns numbers that look random and are the same in every run. */
function seeded(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

function shuffle<T>(items: readonly T[], pick: (below: number) => number): T[] {
    const left = [...items];
    return items.flatMap(() => left.splice(pick(left.length), 1));
}

const PRERELEASES = ["", "-beta.2", "-beta.10", "-rc.1", "-dev.3.g0a1b2c3"];

/** 0.0.0 to 2.10.2, each with its prereleases. */
const VERSIONS = [0, 1, 2].flatMap((major) => [0, 2, 10].flatMap((minor) => [0, 1, 2].flatMap((patch) =>
    PRERELEASES.map((prerelease) => `${major}.${minor}.${patch}${prerelease}`))));

const VARIANTS: readonly Pick<TagRequest, "prefix" | "suffix">[] = [
    {}, { suffix: "-alpine" }, { suffix: "-slim-alpine" }, { suffix: "-beta" }, { prefix: "web-" }, { prefix: "web-", suffix: ".slim" },
];

const CHANNELS = ["latest", "stable", "beta", "rc", "dev"];

const TEMPLATES = ["{major}-lts", "{major}.{minor}.x", "0", "v1", "1.2", "latest", "r{minor}.{major}", "{version}_{commit}"];

/** By each tag of a repository, which version of which variant it names. */
type Repository = Map<string, { readonly version: string; readonly variant: number }>;

function release(repository: Repository, version: string, variant: number): readonly string[] {
    const request = { version, commit: `${version.length}a1b2c3d4e5f6`, channels: CHANNELS, templates: TEMPLATES, ...VARIANTS[variant] };
    const { prefix = "", suffix = "" } = request;
    const plan = planTags(request, [...repository.keys()]);
    assert.ok(plan.tags.includes(`${prefix}${version}${suffix}`), version);
    assert.equal(new Set(plan.tags).size, plan.tags.length);
    for (const tag of plan.tags) {
        const before = repository.get(tag);
        assert.ok(isTag(tag) && tag.startsWith(prefix) && tag.endsWith(suffix), tag);
        // Builds of one commit share the commit's tag, which is no version's.
        if (before !== undefined && !tag.includes("sha-")) {
            assert.equal(before.variant, variant, `${tag} goes to another variant`);
            assert.ok(compare(before.version, version) <= 0, `${tag} goes from ${before.version} to ${version}`);
        }
    }
    for (const { tag, why } of plan.kept) {
        assert.ok(!plan.tags.includes(tag) && why !== "", tag);
    }
    plan.tags.forEach((tag) => repository.set(tag, { version, variant }));
    return plan.tags;
}

/** Returns the highest of the versions that pass. */
function highest(versions: readonly string[], passes: (version: string) => boolean): string | undefined {
    return versions.filter(passes).sort(compare).at(-1);
}

const isRelease = (version: string): boolean => parse(version)?.prerelease.length === 0;

describe("planTags(), in whatever order versions come", () => {
    for (const seed of [1, 2, 3, 4]) {
        it(`moves no tag backwards or to another variant (${seed})`, () => {
            const pick = seeded(seed);
            const repository: Repository = new Map([["main", { version: "0.0.0", variant: 0 }]]);
            const builds = VERSIONS.flatMap((version) => VARIANTS.map((_, variant) => ({ version, variant })));
            shuffle(builds, pick).slice(0, 250).forEach(({ version, variant }) => release(repository, version, variant));
        });

        it(`leaves each tag at the highest version in the end (${seed})`, () => {
            const pick = seeded(seed);
            const repository: Repository = new Map();
            const some = shuffle(VERSIONS, pick).slice(0, 60);
            some.forEach((version) => release(repository, version, 1));
            const expected: [tag: string, version: string | undefined][] = [
                ["latest", highest(some, isRelease)],
                ["1", highest(some, (version) => isRelease(version) && version.startsWith("1."))],
                ["2-lts", highest(some, (version) => isRelease(version) && version.startsWith("2."))],
                ["2.10", highest(some, (version) => isRelease(version) && version.startsWith("2.10."))],
                ["0.2", highest(some, (version) => isRelease(version) && version.startsWith("0.2."))],
                ["beta", highest(some, (version) => version.includes("-beta."))],
                ["dev", highest(some, (version) => version.includes("-dev."))],
            ];
            for (const [tag, version] of expected) {
                assert.equal(repository.get(`${tag}-alpine`)?.version, version, tag);
            }
            assert.ok(expected.filter(([, version]) => version !== undefined).length >= 5);
        });
    }

    it("says the same for the tags of a repository in any order", () => {
        const pick = seeded(5);
        const existing = [...VERSIONS.filter((version) => version < "2"), "1.2", "1", "latest", "v1.10.3", "main"];
        const request = { version: "1.2.1", channels: CHANNELS, templates: TEMPLATES, commit: "0a1b2c3d4e5f" };
        const plan = planTags(request, existing);
        assert.ok(plan.kept.length > 5);
        for (let time = 0; time < 20; time += 1) {
            assert.deepEqual(planTags(request, shuffle(existing, pick)), plan);
        }
    });
});
