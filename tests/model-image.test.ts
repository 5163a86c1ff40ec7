import assert from "node:assert/strict";
import type { ImageSpec } from "../model/config";
import { defaultImage } from "../model/images/image-schema";
import { planImages, type ImageSource } from "../model/images/image";
import { formatProblem } from "../model/problem";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const spec: ImageSpec = { ...defaultImage("web"), context: "services/web", version: "1.4.2" };
const source: ImageSource = { contextExists: true, dockerfileExists: true, commit: COMMIT, dirty: false, shallow: false };
const { commit: _, ...uncommitted } = source;

function plan(image: Partial<ImageSpec>, found: ImageSource = source) {
    const { plans, problems } = planImages({ images: { web: { ...spec, ...image } } }, { web: found });
    assert.deepEqual(problems, []);
    assert.equal(plans.length, 1);
    return plans[0];
}

describe("planImages()", () => {
    it("plans an image", () => {
        const image = { target: "app", labels: { a: "b" }, buildArgs: { A: "1" }, platforms: ["linux/amd64", "linux/amd64"] };
        const { output: _, ...planned } = plan({ ...image, dockerfile: "../Dockerfile", repository: "team/web" }) ?? {};
        assert.deepEqual(planned, {
            name: "web", repository: "team/web", context: "services/web", dockerfile: "services/Dockerfile", contexts: {},
            version: "1.4.2", tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"], floatingTags: ["1.4", "1"], takenTags: [], cacheTags: [], cache: { from: [], to: [] },
            target: "app", buildArgs: { A: "1" }, platforms: ["linux/amd64"], secrets: {}, ssh: [],
            network: "default", addHosts: [], noCache: false, pull: false, notices: [],
            labels: {
                a: "b", "org.opencontainers.image.revision": COMMIT, "org.opencontainers.image.title": "web",
                "org.opencontainers.image.version": "1.4.2",
            },
        });
    });

    it("leaves floating tags with higher versions, and knows which version is there", () => {
        const { plans } = planImages({ images: { web: spec, other: { ...spec, repository: "other" } } }, { web: source, other: source }, {
            web: ["1.4.2", "1.5.0", "1", "sha-0123456789ab"],
        });
        assert.deepEqual(plans.map(({ name, tags, floatingTags, takenTags }) => ({ name, tags, floatingTags, takenTags })), [
            { name: "other", tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"], floatingTags: ["1.4", "1"], takenTags: [] },
            { name: "web", tags: ["1.4.2", "1.4", "sha-0123456789ab"], floatingTags: ["1.4"], takenTags: ["1.4.2"] },
        ]);
        assert.match(plans[1]?.notices.join() ?? "", /^image web: the tag 1 is left out: 1\.5\.0 exists, which is higher$/);
    });

    it("plans the project itself", () => assert.equal(plan({ context: "." })?.dockerfile, "Dockerfile"));

    const good: [title: string, image: Partial<ImageSpec>, found: ImageSource, tags: string[], floating: string[]][] = [
        ["tags a version without git", {}, uncommitted, ["1.4.2", "1.4", "1"], ["1.4", "1"]],
        ["leaves the commit out while there are changes", {}, { ...source, dirty: true }, ["1.4.2", "1.4", "1"], ["1.4", "1"]],
        ["tags a prerelease", { version: "2.0.0-rc.1" }, source, ["2.0.0-rc.1", "sha-0123456789ab"], []],
        ["sets the tags that are asked for", { version: "0.3.1", tags: ["latest", "0.3", "2024-10-31"] }, source,
            ["0.3.1", "0.3", "latest", "2024-10-31", "sha-0123456789ab"], ["0.3", "latest"]],
        ["takes git's version", { version: "git" }, { ...source, versionTag: "v1.5.0" },
            ["1.5.0", "1.5", "1", "sha-0123456789ab"], ["1.5", "1"]],
        ["takes git's commit", { version: "git", tags: ["latest"] }, source, ["latest", "sha-0123456789ab"], ["latest"]],
        ["derives a version from the last tag", { version: "derived" }, { ...source, described: { commit: COMMIT, lastVersion: "1.4.2", distance: 5, shallow: false } },
            ["1.4.3-dev.5.g0123456789ab", "sha-0123456789ab"], []],
        ["takes the tag of a commit as its derived version", { version: "derived", channels: ["latest"] }, { ...source, described: { commit: COMMIT, lastVersion: "1.4.2", distance: 0, shallow: false } },
            ["1.4.2", "1.4", "1", "latest", "sha-0123456789ab"], ["1.4", "1", "latest"]],
        ["puts a prefix and a suffix around every tag", { tagPrefix: "web-", tagSuffix: "-alpine", channels: ["stable"] }, source,
            ["web-1.4.2-alpine", "web-1.4-alpine", "web-1-alpine", "web-stable-alpine", "web-sha-0123456789ab-alpine"], ["web-1.4-alpine", "web-1-alpine", "web-stable-alpine"]],
        ["fills in a branch", { version: "git", tags: ["{branch}"] }, { ...source, branch: "feature/Login" },
            ["feature-Login", "sha-0123456789ab"], ["feature-Login"]],
        ["leaves git's version out where one is written", {}, { ...source, versionTag: "v9.0.0" },
            ["1.4.2", "1.4", "1", "sha-0123456789ab"], ["1.4", "1"]],
    ];
    for (const [title, image, found, tags, floatingTags] of good) {
        it(title, () => {
            const planned = plan(image, found);
            assert.deepEqual(planned?.tags, tags);
            assert.deepEqual(planned?.floatingTags, floatingTags);
        });
    }

    it("says which tag is left out, and why", () => {
        const { tags, notices } = plan({ version: "git", tags: ["{branch}"] }) ?? {};
        assert.deepEqual(tags, ["sha-0123456789ab"]);
        assert.match(notices?.join() ?? "", /^image web: the tag \{branch\} is left out: .*branch/);
    });

    const git = { version: "git" };
    const bad: [title: string, image: Partial<ImageSpec>, found: ImageSource, ...want: RegExp[]][] = [
        ["a missing context", git, { ...uncommitted, contextExists: false, dockerfileExists: false },
            /^registries:images\.web\.context: .*existing folder.*"services\/web"/],
        ["a missing Dockerfile", {}, { ...source, dockerfileExists: false },
            /^registries:images\.web\.dockerfile: .*there is no file services\/web\/Dockerfile$/],
        ["changes without a version", git, { ...source, dirty: true }, /^registries:images\.web\.version: .*commit them/],
        ["a new context without a version", git, { ...uncommitted, dirty: true }, /web\.version: .*commit them/],
        ["a shallow clone", git, { ...uncommitted, shallow: true }, /web\.version: .*git fetch --unshallow, or fetch-depth: 0/],
        ["a shallow clone with changes", git, { ...uncommitted, shallow: true, dirty: true }, /commit them/, /--unshallow/],
        ["no commit", git, uncommitted, /web\.version: .*committed to git, or a version.*services\/web/],
        ["no git", git, { ...uncommitted, gitMessage: "git was not found" }, /now "git", but git was not found$/],
        ["a derived version in a clone that ends before the last tag", { version: "derived" }, { ...source, described: { commit: COMMIT, distance: 0, shallow: true } },
            /web\.version: .*--unshallow.*now "derived", in a shallow clone that may end after the last version tag$/],
        ["a derived version of changes", { version: "derived" }, { ...source, dirty: true }, /web\.version: .*now "derived", with uncommitted changes/],
        ["a tag that gets too long", { tags: ["a".repeat(127)], tagSuffix: "-alpine" }, source, /^registries:images\.web\.tags\[0\]: .*1 to 128 characters; it is now ".*" with 134$/],
        ["several at once", git, { ...source, dirty: true, dockerfileExists: false }, /web\.dockerfile/, /web\.version/],
    ];
    for (const [title, image, found, ...want] of bad) {
        it(`refuses ${title}`, () => {
            const { plans, problems } = planImages({ images: { web: { ...spec, ...image } } }, { web: found });
            assert.deepEqual(plans, []);
            const lines = problems.map(formatProblem);
            assert.equal(lines.length, want.length, lines.join("\n"));
            want.forEach((pattern, index) => assert.match(lines[index] ?? "", pattern));
        });
    }

    it("sorts by name, and lets images of other repositories have the same tags", () => {
        const images = { b: { ...spec, repository: "b" }, a: { ...spec, repository: "a" } };
        const { plans, problems } = planImages({ images }, { a: source, b: source });
        assert.deepEqual(problems, []);
        assert.deepEqual(plans.map(({ name }) => name), ["a", "b"]);
    });

    it("refuses two images that push the same tag", () => {
        const images = { a: spec, b: { ...spec, version: "1.4.3" }, c: { ...spec, version: "2.0.0" } };
        const { problems } = planImages({ images }, { a: uncommitted, b: uncommitted, c: uncommitted });
        assert.deepEqual(problems.map(formatProblem), [
            "registries:images.b.repository: required is a repository or tags that no other image pushes: "
                + 'image "a" pushes the same; it is now "web" with the tags 1.4, 1',
        ]);
    });

    it("refuses an image without a source", () => {
        assert.throws(() => planImages({ images: { web: spec } }, {}), /^RangeError: Cannot plan image "web"/);
    });
});
