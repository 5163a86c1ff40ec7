import assert from "node:assert/strict";
import { parseConfig, type ImageSpec } from "../model/config";
import { planImages, type ImagePlan, type ImageSource } from "../model/images/image";
import { formatProblem } from "../model/problem";

type Values = Readonly<Record<string, unknown>>;

const GIT = "https://example.com/team/shop.git";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const source: ImageSource = { contextExists: true, dockerfileExists: true, dirty: false, shallow: false };
const parse = (images: Readonly<Record<string, Values>>) => parseConfig({
    registry: { kind: "local" }, images: Object.fromEntries(Object.entries(images).map(([name, image]) => [name, { context: name, version: "1.0.0", ...image }])),
});

function specOf(image: Values): Partial<ImageSpec> {
    const { images, problems } = parse({ web: image });
    assert.deepEqual(problems.map(formatProblem), []);
    return images["web"] ?? {};
}

function plan(images: Readonly<Record<string, Values>>, sources: Readonly<Record<string, Partial<ImageSource>>> = {}) {
    const { images: specs, problems } = parse(images);
    const planned = planImages({ images: specs, names: Object.keys(images) }, Object.fromEntries(Object.keys(specs).map((name) => [name, { ...source, ...sources[name] }])));
    return { plans: planned.plans, problems: [...problems, ...planned.problems].map(formatProblem) };
}

describe("an image's inputs", () => {
    const good: [title: string, image: Values, want: Partial<ImageSpec>][] = [
        ["a git repository", { context: `${GIT}#v1.4.2:services/web` }, { context: `${GIT}#v1.4.2:services/web` }],
        ["one over SSH", { context: "git@example.com:team/shop.git#main" }, { context: "git@example.com:team/shop.git#main" }],
        ["a named folder", { contexts: { base: "./base//" } }, { contexts: { base: { folder: "base" } } }],
        ["a neighbour", { contexts: { base: "../base" } }, { contexts: { base: { folder: "../base" } } }],
        ["a named image in the place of another", { contexts: { "nginx:1.29": "docker-image://contoso.azurecr.io/nginx:1.29" } },
            { contexts: { "nginx:1.29": { ref: "contoso.azurecr.io/nginx:1.29" } } }],
        ["one with its host", { contexts: { "docker.io/library/python": "docker-image://python@sha256:" + "0a".repeat(32) } },
            { contexts: { "docker.io/library/python": { ref: "python@sha256:" + "0a".repeat(32) } } }],
        ["a named git repository", { contexts: { lib: GIT } }, { contexts: { lib: { git: GIT } } }],
        ["another image", { contexts: { base: { image: "base" } } }, { contexts: { base: { image: "base" } } }],
        ["an agent and keys", { ssh: ["default", "deploy=/run/a.sock", "two=a,b"] },
            { ssh: [{ id: "default", paths: [] }, { id: "deploy", paths: ["/run/a.sock"] }, { id: "two", paths: ["a", "b"] }] }],
        ["addresses", { addHosts: { "db.test": "10.0.0.7", v6: "fd00::7" } }, { addHosts: { "db.test": "10.0.0.7", v6: "fd00::7" } }],
        ["the rest", { network: "none", noCache: true, pull: true, secrets: { NPM_TOKEN: "x" } }, { network: "none", noCache: true, pull: true, secrets: { NPM_TOKEN: "x" } }],
    ];
    for (const [title, image, want] of good) {
        it(`take ${title}`, () => assert.deepEqual({ ...specOf(image), ...want }, specOf(image)));
    }

    const bad: [title: string, image: Values, ...want: RegExp[]][] = [
        ["an archive as context", { context: "https://example.com/web.tgz" }, /web\.context: .*or a git repository, such as/],
        ["a login in a context, and hide it", { context: "https://me:s3cret@example.com/shop.git" }, /web\.context: .*without a login.*"…@example\.com\/shop\.git"$/],
        ["two fragments", { context: `${GIT}#a#b` }, /web\.context: /],
        ["a ref that is an option", { context: `${GIT}#--upload-pack=x` }, /web\.context: /],
        ["a word as named context", { contexts: { base: "base" } }, /web\.contexts\.base: .*with \/ in it.*"base"$/],
        ["an absolute named folder", { contexts: { base: "/srv/base" } }, /web\.contexts\.base: /],
        ["a name that no FROM can have", { contexts: { Base: "./base" } }, /web\.contexts\.Base: required is a map from names as FROM has them/],
        ["a map of more", { contexts: { base: { image: "a", tag: "b" } } }, /web\.contexts\.base: .*a map$/],
        ["a wrong agent", { ssh: ["default="] }, /web\.ssh\[0\]: .*id=path.*"default="$/],
        ["an agent twice", { ssh: ["a", "a=x"] }, /web\.ssh\[1\]: required is another id than ssh\[0\]/],
        ["a host name as address", { addHosts: { db: "db2" } }, /web\.addHosts\.db: required is an IP address/],
        ["no address", { addHosts: { db: "10.0.0.300" } }, /web\.addHosts\.db: /],
        ["an unknown network", { network: "hots" }, /web\.network: .*did you mean "host"/],
        ["an empty secret", { secrets: { A: "" } }, /web\.secrets\.A: .*empty$/],
        ["a secret that is no text, and hide it", { secrets: { A: 12345 } }, /web\.secrets\.A: .*a number, not shown/],
        ["secrets in a text, and hide them", { secrets: "A=s3cret" }, /web\.secrets: .*not shown/],
        ["an empty Dockerfile", { dockerfileInline: " " }, /web\.dockerfileInline: .*not shown/],
        ["two Dockerfiles", { dockerfileInline: "FROM scratch", dockerfile: "a" }, /web\.dockerfile: required is nothing beside dockerfileInline/],
        ["a Dockerfile beside a git repository", { context: GIT, dockerfile: "a" }, /web\.dockerfile: required is nothing beside a git repository/],
        ["an annotation that the provider misreads", { annotations: { a: "type=b" } }, /web\.annotations\.a: .*without type=/],
        ["an annotation in upper case", { annotations: { A: "b" } }, /web\.annotations\.A: .*lower-case names/],
    ];
    for (const [title, image, ...want] of bad) {
        it(`refuse ${title}`, () => {
            const { problems } = plan({ web: image });
            assert.equal(problems.length, want.length, problems.join("\n"));
            want.forEach((pattern, index) => assert.match(problems[index] ?? "", pattern));
            assert.doesNotMatch(problems.join("\n"), /12345|s3cret/);
        });
    }

    it("pin git repositories to their commits", () => {
        const remotes = { [`${GIT}#main:web`]: { commit: COMMIT, versionTag: "v2.0.0" }, [GIT]: { commit: COMMIT } };
        const images = { web: { context: `${GIT}#main:web`, version: "git", contexts: { lib: GIT } } };
        const { plans: [web], problems } = plan(images, { web: { remotes, commit: COMMIT, versionTag: "v2.0.0" } });
        assert.deepEqual(problems, []);
        assert.equal(web?.context, `${GIT}#${COMMIT}:web`);
        assert.deepEqual(web?.contexts, { lib: { location: `${GIT}#${COMMIT}` } });
        assert.deepEqual(web?.tags, ["2.0.0", "2.0", "2", "sha-0123456789ab"]);
        assert.ok(!("dockerfile" in web));
    });

    it("say why a git repository cannot be read, once", () => {
        const images = { web: { context: `${GIT}#mian`, version: "git" } };
        const { problems } = plan(images, { web: { remotes: { [`${GIT}#mian`]: { message: "it has no branch or tag mian" } } } });
        assert.deepEqual(problems, [
            `registries:images.web.context: required is a git repository that can be read from here, and a branch, tag or full commit id in it; it is now "${GIT}#mian", but it has no branch or tag mian`,
        ]);
    });

    it("say which named folder is missing", () => {
        const { problems } = plan({ web: { contexts: { base: "./bsae" } } }, { web: { missingContexts: ["base"] } });
        assert.match(problems.join("\n"), /^registries:images\.web\.contexts\.base: required is an existing folder.*"bsae", which is none$/);
    });
});

describe("images that depend on images", () => {
    const from = (...images: string[]) => ({ contexts: Object.fromEntries(images.map((image) => [image, { image }])) });
    const names = (plans: readonly ImagePlan[]) => plans.map(({ name }) => name);

    it("come after those that they are built from, else by name", () => {
        assert.deepEqual(names(plan({ a: from("z"), b: {}, z: from("m"), m: {} }).plans), ["b", "m", "z", "a"]);
    });

    const bad: [title: string, images: Readonly<Record<string, Values>>, ...want: RegExp[]][] = [
        ["an unknown image", { web: from("bsae"), base: {} }, /^registries:images\.web\.contexts\.bsae\.image: .*did you mean "base"\?; it is now "bsae"$/],
        ["itself", { web: from("web") }, /"web", which makes a circle: web from web$/],
        ["a circle, at each of its images", { a: from("b"), b: from("c"), c: from("a") },
            /a\.contexts\.b\.image: .*a from b from c from a$/, /b\.contexts.*b from c from a from b$/, /c\.contexts.*c from a from b from c$/],
        ["an unknown one beside other mistakes", { web: { ...from("none"), network: "x" } }, /web\.network: /],
    ];
    for (const [title, images, ...want] of bad) {
        it(`refuse ${title}`, () => {
            const { problems } = plan(images);
            assert.equal(problems.length, want.length, problems.join("\n"));
            want.forEach((pattern, index) => assert.match(problems[index] ?? "", pattern));
        });
    }

    it("do not complain of an image that has other mistakes", () => {
        const { problems } = plan({ web: from("base"), base: { version: "x" } });
        assert.deepEqual(problems.map((line) => line.split(":")[1]), ["images.base.version"]);
    });
});
