import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findSourceProblems } from "../model/images/image-problem";
import { parseConfig } from "../model/config";
import { formatProblem } from "../model/problem";
import { readContextContents } from "../source/context-contents";
import { readIgnoreRules } from "../source/ignore-rules";
import { readImageSources } from "../source/image-source";
import { readRemotes } from "../source/remote-contexts";
import { GitServer } from "./end-to-end/git-server";
import { Checkout } from "./git-checkout";

describe("readContextContents()", () => {
    let here: Checkout;

    beforeEach(() => {
        here = new Checkout().write("index.html", "x");
    });

    afterEach(() => here.remove());

    const paths = async (ignoreFile?: string) => {
        const { rules } = await readIgnoreRules(here.root, ignoreFile === undefined ? undefined : join(here.root, ignoreFile));
        const { suspects } = await readContextContents(here.root, rules);
        return suspects.map(({ path, files, bytes }) => [path, files, bytes]).sort();
    };

    it("counts what hardly anybody wants to build with, where it lies", async () => {
        here.write(".env", "A=1").write("a/b/key.pem", "x").write("a/node_modules/x/y.js", "12345").write("a/node_modules/z.js", "1");
        assert.deepEqual(await paths(), [[".env", 1, 3], ["a/b/key.pem", 1, 1], ["a/node_modules/", 2, 6]]);
    });

    it("leaves out what is ignored, but for exceptions", async () => {
        here.write(".env", "A=1").write("node_modules/x.js", "1").write("node_modules/y.js", "12").write(".dockerignore", ".env\nnode_modules\n!node_modules/y.js\n");
        assert.deepEqual(await paths(), [["node_modules/", 1, 2]]);
    });

    it("prefers the Dockerfile's own ignore file", async () => {
        here.write(".env", "A=1").write("x.pem", "1").write(".dockerignore", ".env\n").write("docker/web.dockerignore", "*.pem\n");
        assert.deepEqual(await paths("docker/web.dockerignore"), [[".env", 1, 3]]);
        assert.deepEqual(await paths("docker/none.dockerignore"), [["x.pem", 1, 1]]);
    });

    it("follows no link, and minds no folder that cannot be read", async () => {
        mkdirSync(join(here.root, "closed"));
        chmodSync(join(here.root, "closed"), 0);
        symlinkSync(here.root, join(here.root, "loop"));
        here.write("id_rsa", "x");
        assert.deepEqual(await paths(), [["id_rsa", 1, 1]]);
        chmodSync(join(here.root, "closed"), 0o700);
    });
});

describe("readImageSources() of further contexts", () => {
    let here: Checkout;

    beforeEach(() => {
        here = new Checkout().init().write("web/Dockerfile", "FROM base\n").write("base/a", "1").write("other/a", "1");
        here.commit();
    });

    afterEach(() => here.remove());

    const read = async (contexts: Record<string, { folder: string }>) =>
        (await readImageSources(here.root, { web: { context: "web", dockerfile: "Dockerfile", version: "1.0.0", contexts } }))["web"];

    it("counts their commits and changes", async () => {
        const commit = here.write("base/a", "2").commit();
        assert.equal((await read({ base: { folder: "base" } }))?.commit, commit);
        assert.notEqual((await read({ base: { folder: "other" } }))?.commit, commit);
        here.write("base/b", "");
        assert.deepEqual([(await read({ base: { folder: "base" } }))?.dirty, (await read({}))?.dirty], [true, false]);
    });

    it("says which is none", async () => {
        assert.deepEqual((await read({ base: { folder: "base" }, none: { folder: "none" }, file: { folder: "base/a" } }))?.missingContexts, ["none", "file"]);
    });

    it("reads the Dockerfile, when its commit was made, and where it is published", async () => {
        here.git(["remote", "add", "origin", "git@example.com:team/shop.git"]);
        const { commitTime, origin, dockerfileText } = (await read({})) ?? {};
        assert.equal(dockerfileText, "FROM base\n");
        assert.equal(origin, "https://example.com/team/shop");
        assert.equal(commitTime?.text, new Date((commitTime?.seconds ?? 0) * 1000).toISOString().replace(".000", ""));
        assert.equal(`${commitTime?.seconds}`, here.git(["log", "-1", "--format=%ct"]));
    });
});

describe("readImageSources() of what is no file to read", () => {
    let here: Checkout;

    beforeEach(() => {
        here = new Checkout().write("web/Dockerfile", "FROM base\n").write("web/.env", "A=1");
    });

    afterEach(() => here.remove());

    const image = { context: "web", dockerfile: "Dockerfile", version: "1.0.0" };

    const problems = async () => {
        const source = (await readImageSources(here.root, { web: image }))["web"] ?? assert.fail();
        const spec = parseConfig({ registry: { kind: "local" }, images: { web: image } }).images["web"] ?? assert.fail();
        return findSourceProblems("web", spec, source).map(formatProblem);
    };

    const unfit: [title: string, make: (file: string) => void][] = [
        ["a pipe", (file) => void execFileSync("mkfifo", [file])],
        ["a link to what never ends", (file) => symlinkSync("/dev/zero", file)],
        ["a link to a pipe", (file) => {
            execFileSync("mkfifo", [`${file}.pipe`]);
            symlinkSync(`${file}.pipe`, file);
        }],
        ["a folder", (file) => void mkdirSync(file)],
        ["more than 1 MB", (file) => void here.write(file.slice(here.root.length + 1), "#".repeat(1_000_001))],
    ];
    for (const [title, make] of unfit) {
        it(`refuses ${title} as an ignore file, and does not read it`, async () => {
            make(join(here.root, "web/.dockerignore"));
            assert.deepEqual(await problems(), [
                "registries:images.web.context: required is an ignore file of at most 1 MB, or none; it is now with web/.dockerignore, which is too long or no file",
            ]);
            make(join(here.root, "web/Dockerfile.dockerignore"));
            assert.deepEqual(await problems(), [
                "registries:images.web.dockerfile: required is an ignore file of at most 1 MB, or none; it is now with web/Dockerfile.dockerignore, which is too long or no file",
            ]);
        });

        it(`does not read ${title} as a Dockerfile`, async () => {
            rmSync(join(here.root, "web/Dockerfile"));
            make(join(here.root, "web/Dockerfile"));
            const { dockerfileExists, dockerfileText } = (await readImageSources(here.root, { web: image }))["web"] ?? assert.fail();
            assert.deepEqual([dockerfileExists, dockerfileText], [title === "more than 1 MB", undefined]);
        });
    }

    it("takes a link that leads nowhere for none, and one to what the system makes up for empty", async () => {
        symlinkSync("nowhere", join(here.root, "web/.dockerignore"));
        assert.deepEqual(await problems(), []);
        rmSync(join(here.root, "web/.dockerignore"));
        symlinkSync("/proc/self/status", join(here.root, "web/.dockerignore"));
        assert.deepEqual(await problems(), []);
    });

    it("does not mind the context's ignore file where the Dockerfile has its own", async () => {
        symlinkSync("/dev/zero", join(here.root, "web/.dockerignore"));
        here.write("web/Dockerfile.dockerignore", ".env\n");
        const { contents, unfitIgnoreFile } = (await readImageSources(here.root, { web: image }))["web"] ?? assert.fail();
        assert.deepEqual([contents, unfitIgnoreFile], [undefined, undefined]);
    });

    it("reads a link to a file", async () => {
        here.write("ignored", ".env\n");
        symlinkSync("../ignored", join(here.root, "web/.dockerignore"));
        assert.equal((await readImageSources(here.root, { web: image }))["web"]?.contents, undefined);
    });
});

describe("readRemotes()", () => {
    const server = new GitServer();
    let commits: { one: string; two: string };

    before(async () => {
        await server.start();
        const one = server.commit("a", "1");
        server.git("tag", "v1.0.0");
        server.git("-c", "user.name=Test", "-c", "user.email=test@example.com", "tag", "--annotate", "--message=x", "v1.1.0");
        server.git("branch", "release/1");
        commits = { one, two: server.commit("a", "2") };
        await server.ready();
    });

    after(() => server.stop());

    const read = async (fragment: string, wantsVersion = false) => Object.values(await readRemotes(__dirname, [{ text: server.url + fragment, wantsVersion }]))[0];

    it("finds branches, tags and the first branch, with the version of the commit", async () => {
        assert.deepEqual(await read(""), { commit: commits.two });
        assert.deepEqual(await read("#main:web"), { commit: commits.two });
        for (const ref of ["release/1", "v1.0.0", "v1.1.0", "refs/tags/v1.1.0"]) {
            assert.deepEqual(await read(`#${ref}`), { commit: commits.one, versionTag: "v1.1.0" }, ref);
        }
    });

    it("asks nobody for a commit, unless its version is wanted", async () => {
        const nowhere = `git://127.0.0.1:1/x.git#${commits.one}`;
        assert.deepEqual(await readRemotes(__dirname, [{ text: nowhere, wantsVersion: false }]), { [nowhere]: { commit: commits.one } });
        assert.deepEqual(await read(`#${commits.one}`, true), { commit: commits.one, versionTag: "v1.1.0" });
    });

    it("says why not", async () => {
        assert.deepEqual(await read("#mian"), { message: "it has no branch or tag mian" });
        const nowhere = "git://127.0.0.1:1/x.git";
        const found = (await readRemotes(__dirname, [{ text: nowhere, wantsVersion: false }]))[nowhere];
        assert.match(found !== undefined && "message" in found ? found.message : "", /unable to connect/);
    });
});
