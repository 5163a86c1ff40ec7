import assert from "node:assert/strict";
import type { ImageSpec } from "../model/config";
import { findBase } from "../model/images/base-image";
import { planBuild } from "../model/images/build";
import { defaultImage } from "../model/images/image-schema";
import type { ImageSource } from "../model/images/image-source";
import { formatOrigin } from "../model/images/origin";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const DIGEST = `sha256:${"0a".repeat(32)}`;
const spec: ImageSpec = { ...defaultImage("web"), context: "web", version: "1.4.2" };
const source: ImageSource = {
    contextExists: true, dockerfileExists: true, dirty: false, shallow: false, commit: COMMIT,
    commitTime: { seconds: 1_769_860_800, text: "2026-01-31T12:00:00Z" }, origin: "https://example.com/team/shop",
};
const PREFIX = "org.opencontainers.image.";
const short = (labels: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(labels).map(([key, value]) => [key.replace(PREFIX, ""), value]));
const build = (image: Partial<ImageSpec> = {}, found: Partial<ImageSource> = {}) => planBuild("web", { ...spec, ...image }, { ...source, ...found }, "1.4.2");

describe("planBuild()", () => {
    it("says what an image is, sorted, with nothing of the time of its build", () => {
        const { labels, buildArgs } = build();
        assert.deepEqual(Object.entries(short(labels)), [
            ["created", "2026-01-31T12:00:00Z"], ["revision", COMMIT], ["source", "https://example.com/team/shop"], ["title", "web"], ["version", "1.4.2"],
        ]);
        assert.deepEqual(buildArgs, { SOURCE_DATE_EPOCH: "1769860800" });
    });

    it("names no commit of what is not committed, and no time", () => {
        const { labels, buildArgs, output } = build({}, { dirty: true });
        assert.deepEqual(Object.keys(short(labels)), ["source", "title", "version"]);
        assert.deepEqual(buildArgs, {});
        assert.doesNotMatch(output, /rewrite-timestamp/);
    });

    it("lets own labels, annotations and times win", () => {
        const own = { labels: { [`${PREFIX}title`]: "The shop", a: "b" }, annotations: { [`${PREFIX}version`]: "x", z: "y" }, buildArgs: { SOURCE_DATE_EPOCH: "0" } };
        const { labels, output, buildArgs } = build(own, { commit: COMMIT, dirty: true });
        assert.deepEqual(short(labels), { a: "b", source: "https://example.com/team/shop", title: "The shop", version: "1.4.2" });
        assert.equal(output, `type=registry,rewrite-timestamp=true,annotation.${PREFIX}source=https://example.com/team/shop,`
            + `annotation.${PREFIX}title=The shop,annotation.${PREFIX}version=x,annotation.z=y`);
        assert.deepEqual(buildArgs, { SOURCE_DATE_EPOCH: "0" });
    });

    it("quotes what has a comma, and leaves out of the annotations what the provider misreads", () => {
        const { output } = build({ annotations: { a: 'b, "c"' }, labels: { [`${PREFIX}title`]: "type=x" } }, { dirty: true });
        assert.match(output, /,"annotation\.a=b, ""c""",/);
        assert.doesNotMatch(output, /title/);
    });

    it("annotates the index of several platforms too", () => {
        assert.match(build({ platforms: ["linux/amd64", "linux/arm64"], annotations: { a: "b" } }).output, /,annotation-index\.a=b,.*,annotation\.a=b/);
        assert.doesNotMatch(build({ platforms: ["linux/amd64"] }).output, /index/);
    });

    const bases: [title: string, image: Partial<ImageSpec>, dockerfile: string, want: Readonly<Record<string, string>>][] = [
        ["of Docker Hub", {}, "FROM nginx", { name: "docker.io/library/nginx:latest" }],
        ["of a team there", {}, "FROM team/web:2", { name: "docker.io/team/web:2" }],
        ["by its digest", {}, `FROM mcr.microsoft.com/dotnet/runtime:10.0@${DIGEST}`, { name: "mcr.microsoft.com/dotnet/runtime:10.0", digest: DIGEST }],
        ["by its digest alone", {}, `FROM nginx@${DIGEST}`, { name: `docker.io/library/nginx@${DIGEST}`, digest: DIGEST }],
        ["of a build argument", { buildArgs: { BASE: "a.io/b:1" } }, "ARG BASE=nginx\nFROM ${BASE}", { name: "a.io/b:1" }],
        ["in the place of another", { contexts: { "nginx:1.29": { ref: `a.io/nginx:1.29@${DIGEST}` } } }, "FROM docker.io/library/nginx:1.29", { name: "a.io/nginx:1.29", digest: DIGEST }],
        ["not of a folder", { contexts: { base: { folder: "base" } } }, "FROM base", {}],
        ["not of nothing", {}, "FROM scratch", {}],
    ];
    for (const [title, image, dockerfileText, want] of bases) {
        it(`names a base ${title}`, () => {
            const { labels } = build(image, { dockerfileText });
            const found = Object.entries(short(labels)).flatMap(([key, value]) => (key.startsWith("base.") ? [[key.slice(5), value]] : []));
            assert.deepEqual(Object.fromEntries(found), want);
        });
    }

    it("leaves a base of the same stack to the build", () => {
        const { base, labels } = build({ contexts: { base: { image: "common" } }, dockerfileInline: "FROM base" });
        assert.deepEqual(base, { image: "common" });
        assert.ok(!Object.keys(labels).some((key) => key.includes("base")));
    });
});

describe("findBase()", () => {
    it("takes a named context in place of a stage", () => {
        const dockerfile = "FROM python:3.12-slim AS base\nFROM base\n";
        assert.equal(findBase(dockerfile, { buildArgs: {}, contexts: { base: { ref: "images.example.com/python" } } }), "base");
        assert.equal(findBase(dockerfile, { buildArgs: {}, contexts: { other: {} } }), "python:3.12-slim");
    });

    const good: [title: string, dockerfile: string, want: string | undefined, target?: string][] = [
        ["the last stage", "FROM a AS one\nFROM b", "b"],
        ["the stage that is asked for", "FROM a AS one\nFROM b", "a", "ONE"],
        ["what a stage starts from that starts from others", "FROM a AS one\nFROM one AS two\nFROM two", "a"],
        ["a stage that has its own name's image", "FROM one AS one", "one"],
        ["a platform beside it", "FROM --platform=$BUILDPLATFORM golang:1.26 AS build", "golang:1.26"],
        ["small letters, comments and joined lines", "# x\nfrom \\\n  # y\n  a:1 \\\n  as b", "a:1"],
        ["a default", "ARG V=1.29 TAG='x'\nFROM nginx:${V}-$TAG", "nginx:1.29-x"],
        ["a default of the place", "FROM ${BASE:-alpine}", "alpine"],
        ["an argument of a stage, which is none of FROM", "FROM a AS b\nARG BASE=x\nFROM ${BASE}", undefined],
        ["an argument without a value", "ARG BASE\nFROM ${BASE}", undefined],
        ["an argument that is altered", "ARG BASE=a\nFROM ${BASE%x}", undefined],
        ["FROM in a text", "FROM a\nCOPY <<EOF /x\nFROM b\nEOF\nRUN x", "a"],
        ["another sign that joins lines", "# escape=`\nFROM a", undefined],
        ["an unknown stage", "FROM a", undefined, "none"],
        ["nothing", "", undefined],
    ];
    for (const [title, dockerfile, want, target] of good) {
        it(`reads ${title}`, () => assert.equal(findBase(dockerfile, { target, buildArgs: {} }), want));
    }
});

describe("formatOrigin()", () => {
    const good: [remote: string, want: string | undefined][] = [
        ["https://github.com/contoso/shop.git", "https://github.com/contoso/shop"],
        ["https://x-access-token:t0ken@github.com/contoso/shop", "https://github.com/contoso/shop"],
        ["git@github.com:contoso/shop.git", "https://github.com/contoso/shop"],
        ["ssh://git@example.com:2222/team/shop.git/", "https://example.com/team/shop"],
        ["/srv/git/shop.git", undefined],
        ["../shop.git", undefined],
        ["C:/shop.git", undefined],
        ["file:///srv/shop.git", undefined],
        ["", undefined],
    ];
    for (const [remote, want] of good) {
        it(`reads ${remote || "nothing"}`, () => assert.equal(formatOrigin(remote), want));
    }
});
