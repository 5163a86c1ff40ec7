import assert from "node:assert/strict";
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { ImageSource } from "../model/images/image-source";
import { readImageSources } from "../source/image-source";
import { Checkout } from "./git-checkout";

describe("readImageSources()", () => {
    let here: Checkout;

    /** Web was committed first, worker second, and the rest third. */
    let commits: { web: string; worker: string; rest: string };

    beforeEach(() => {
        here = new Checkout().init().write("web/Dockerfile", "FROM scratch\n").write(".gitignore", "ignored\n");
        const web = here.commit();
        const worker = here.write("worker/Dockerfile", "FROM scratch\n").commit();
        commits = { web, worker, rest: here.write("README.md", "").commit() };
    });

    afterEach(() => here.remove());

    async function read(context: string, dockerfile = "Dockerfile", project = ".") {
        const image = { context, dockerfile, version: "git" };
        const source = (await readImageSources(join(here.root, project), { image }))["image"];
        assert.ok(source !== undefined);
        return whereabouts(source);
    }

    /** What is in the files, and when a commit was made, is looked at elsewhere. */
    function whereabouts({ dockerfileText: _, contents: _contents, commitTime, ...source }: ImageSource) {
        assert.equal(commitTime === undefined, source.commit === undefined);
        return source;
    }

    const clean = { contextExists: true, dockerfileExists: true, dirty: false, shallow: false };

    it("names the commit that last touched each context", async () => {
        const image = { dockerfile: "Dockerfile", version: "1.0.0" };
        const images = { web: { ...image, context: "web" }, worker: { ...image, context: "worker" } };
        const sources = await readImageSources(here.root, images);
        assert.deepEqual(Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, whereabouts(source)])), {
            web: { ...clean, commit: commits.web },
            worker: { ...clean, commit: commits.worker },
        });
        assert.deepEqual(await readImageSources(here.root, {}), {});
    });

    it("names the last commit for the whole checkout", async () => {
        here.write("Dockerfile", "FROM scratch\n");
        const commit = here.commit();
        assert.deepEqual(await read("."), { ...clean, commit });
    });

    it("takes the highest semantic version of that very commit", async () => {
        here.git(["tag", "v1.9.0", commits.web]);
        here.git(["tag", "--annotate", "--message=x", "v1.10.0", commits.web]);
        here.git(["tag", "1.10.0-rc.1", commits.web]);
        here.git(["tag", "v9", commits.web]);
        here.git(["tag", "v3.0.0", commits.rest]);
        assert.equal((await read("web")).versionTag, "v1.10.0");
        assert.equal((await read("worker")).versionTag, undefined);
    });

    it("says where a commit stands among versions, and on which branch, to whom asks", async () => {
        here.git(["checkout", "-q", "-B", "feature/login"]);
        const web = { context: "web", dockerfile: "Dockerfile", version: "1.0.0" };
        const sources = await readImageSources(here.root, { derived: { ...web, version: "derived" }, named: { ...web, tags: ["{branch}"] }, plain: web });
        const { derived, named, plain } = sources;
        assert.deepEqual([derived?.described?.commit, derived?.described?.shallow, derived?.branch], [commits.web, false, undefined]);
        assert.deepEqual([named?.described, named?.branch], [undefined, "feature/login"]);
        assert.deepEqual([plain?.described, plain?.branch], [undefined, undefined]);
    });

    const changes: [title: string, change: (root: string) => void, dirty: boolean][] = [
        ["an edited file", () => here.write("web/Dockerfile", "FROM busybox\n"), true],
        ["a new file", () => here.write("web/new", ""), true],
        ["a file in a new folder", () => here.write("web/a/b/new", ""), true],
        ["a staged file", () => here.write("web/new", "").git(["add", "web/new"]), true],
        ["a deleted file", () => here.write("web/x", "").commit() && rmSync(join(here.root, "web/x")), true],
        ["a moved file", (root) => here.write("web/x", "").commit() && renameSync(join(root, "web/x"), join(root, "y")), true],
        ["a changed mode", (root) => chmodSync(join(root, "web/Dockerfile"), 0o755), true],
        ["a nested repository", () => here.init("web/nested").write("web/nested/x", "").commit("x", "web/nested"), true],
        ["an ignored file", () => here.write("web/ignored", ""), false],
        ["a change elsewhere", () => here.write("worker/new", "").write("web2/Dockerfile", "").write("webx", ""), false],
        ["a new file that a setting hides", () => {
            here.write("web/new", "").git(["config", "status.showUntrackedFiles", "no"]);
        }, true],
    ];
    for (const [title, change, dirty] of changes) {
        it(`takes ${title} as ${dirty ? "a" : "no"} change`, async () => {
            change(here.root);
            assert.equal((await read("web")).dirty, dirty);
        });
    }

    it("takes a new context as a change", async () => {
        here.write("new/web/Dockerfile", "FROM scratch\n");
        assert.deepEqual(await read("new/web"), { ...clean, dirty: true });
    });

    it("names no commit for what is not all committed", async () => {
        here.write("ignored/Dockerfile", "FROM scratch\n").write("web/ignored", "FROM scratch\n");
        assert.deepEqual(await read("ignored"), clean);
        assert.deepEqual(await read("web", "ignored"), clean);
        assert.deepEqual(await read("ignored", "../web/Dockerfile"), clean);
    });

    it("says what is missing", async () => {
        mkdirSync(join(here.root, "empty"));
        const { gitMessage: _, ...missing } = await read("nowhere");
        assert.deepEqual(missing, { ...clean, contextExists: false, dockerfileExists: false });
        assert.deepEqual(await read("empty"), { ...clean, dockerfileExists: false });
        const file = await read("README.md");
        assert.equal(file.contextExists, false);
        assert.equal((await read(".", "web")).dockerfileExists, false);
    });

    it("counts a Dockerfile outside of the context, its ignore file, and what it links to", async () => {
        const commit = here.write("docker/web", "FROM scratch\n").commit();
        assert.equal((await read("web", "../docker/web")).commit, commit);
        const ignoring = here.write("docker/web.dockerignore", "x\n").commit();
        assert.equal((await read("web", "../docker/web")).commit, ignoring);
        symlinkSync("../docker/web", join(here.root, "web/Linked"));
        here.commit();
        const linked = here.write("docker/web", "FROM busybox\n").commit();
        assert.equal((await read("web", "Linked")).commit, linked);
        here.write("docker/web", "FROM alpine\n");
        assert.equal((await read("web", "Linked")).dirty, true);
        assert.equal((await read("web")).dirty, false);
    });

    it("follows a context that is a symbolic link", async () => {
        symlinkSync("web", join(here.root, "link"));
        here.commit();
        assert.deepEqual(await read("link"), { ...clean, commit: commits.web });
    });

    it("takes a path as it is written", async () => {
        const commit = here.write("my *[web]/:(top) \"ä\"/Dockerfile", "FROM scratch\n").commit();
        here.write("my web/x", "").commit();
        assert.deepEqual(await read("my *[web]/:(top) \"ä\""), { ...clean, commit });
    });

    it("reads a project below the top of the repository, and contexts beside it", async () => {
        here.write("deploy/Pulumi.yaml", "").commit();
        assert.deepEqual(await read("../web", "Dockerfile", "deploy"), { ...clean, commit: commits.web });
    });

    it("asks a context's own repository", async () => {
        const other = new Checkout().init().write("api/Dockerfile", "FROM scratch\n");
        const commit = other.commit();
        other.write("README.md", "").commit();
        here.git(["submodule", "--quiet", "add", other.root, "vendored"]);
        here.commit();
        other.remove();
        assert.deepEqual(await read("vendored/api"), { ...clean, commit });
        assert.match((await read("vendored/api", "../../web/Dockerfile")).gitMessage ?? "", /is in the repository of its context/);
        here.write("vendored/api/new", "");
        assert.equal((await read("vendored/api")).dirty, true);
        assert.equal((await read("web")).dirty, false);
    });

    it("reads a linked work tree", async () => {
        here.git(["worktree", "add", "--quiet", "tree"]);
        assert.deepEqual(await read("web", "Dockerfile", "tree"), { ...clean, commit: commits.web });
    });

    it("does not take the end of a shallow clone for the last commit", async () => {
        here.write("web/x", "").commit();
        here.git(["clone", "--quiet", "--depth=2", `file://${here.root}`, "ignored"]);
        assert.deepEqual(await read("worker", "Dockerfile", "ignored"), { ...clean, shallow: true });
        assert.equal((await read("web", "Dockerfile", "ignored")).commit, here.git(["rev-parse", "HEAD"]));
    });

    it("knows no commit before the first one", async () => {
        here.init("fresh").write("fresh/Dockerfile", "FROM scratch\n");
        assert.deepEqual(await read(".", "Dockerfile", "fresh"), { ...clean, dirty: true });
    });

    it("says that there is no repository", async () => {
        rmSync(join(here.root, ".git"), { recursive: true });
        assert.deepEqual(await read("web"), { ...clean, gitMessage: "its context is in no git repository" });
    });

    it("says that there is no git, or what it refuses", async () => {
        const path = process.env["PATH"];
        try {
            process.env["PATH"] = here.root;
            assert.deepEqual(await read("web"), { ...clean, gitMessage: "git was not found" });
        } finally {
            process.env["PATH"] = path;
        }
        here.write(".git/index", "broken");
        assert.match((await read("web")).gitMessage ?? "", /index file/);
        here.write(".git/HEAD", "broken");
        assert.match((await read("web")).gitMessage ?? "", /not a git repository/);
    });

    it("is not led elsewhere by a hook's variables", async () => {
        try {
            process.env["GIT_DIR"] = join(here.root, "nowhere");
            assert.equal((await read("web")).commit, commits.web);
        } finally {
            delete process.env["GIT_DIR"];
        }
    });
});
