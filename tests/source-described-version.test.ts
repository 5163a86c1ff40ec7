import assert from "node:assert/strict";
import { join } from "node:path";
import { deriveVersion, type DescribedCommit } from "../model/tags/derived-version";
import { readBranch, readDescribedCommits } from "../source/described-version";
import { openRepository } from "../source/repository";
import { Checkout } from "./git-checkout";

describe("readDescribedCommits()", () => {
    let here: Checkout;

    beforeEach(() => {
        here = new Checkout().init();
    });

    afterEach(() => here.remove());

    async function describeOf(commit: string, folder = "."): Promise<DescribedCommit> {
        const repository = await openRepository(join(here.root, folder));
        const found = (await readDescribedCommits(repository, [commit])).get(commit);
        assert.ok(found !== undefined);
        return found;
    }

    const commits = (count: number): string[] => Array.from({ length: count }, () => here.commit());

    it("counts the commits since the last version tag", async () => {
        const [tagged = "", , last = ""] = commits(3);
        here.git(["tag", "--annotate", "--message=x", "v1.4.2", tagged]);
        assert.deepEqual(await describeOf(last), { commit: last, lastVersion: "v1.4.2", distance: 2, shallow: false });
        assert.equal(
            deriveVersion({ ...(await describeOf(last)), dirty: false }),
            `1.4.3-dev.2.g${last.slice(0, 12)}`,
        );
    });

    it("counts all commits where there is no version tag", async () => {
        const [first = "", last = ""] = commits(2);
        ["nightly", "v9", "release-1.0.0", "1.x"].forEach((tag) => here.git(["tag", tag, first]));
        here.git(["tag", "8.0.0", here.git(["hash-object", "-w", "--stdin"], ".", "no commit")]);
        assert.deepEqual(await describeOf(last), { commit: last, distance: 2, shallow: false });
    });

    it("takes the highest version below, not the nearest, and none above", async () => {
        const [first = "", second = "", third = "", fourth = ""] = commits(4);
        here.git(["tag", "1.10.0", first]);
        here.git(["tag", "v1.9.0", second]);
        here.git(["tag", "1.10.0-rc.1", second]);
        here.git(["tag", "2.0.0", fourth]);
        assert.deepEqual(await describeOf(third), { commit: third, lastVersion: "1.10.0", distance: 2, shallow: false });
    });

    it("takes the tag of the commit itself first, though a higher one lies below", async () => {
        const [first = "", second = ""] = commits(2);
        here.git(["tag", "2.0.0", first]);
        ["1.1.9", "v1.1.8"].forEach((tag) => here.git(["tag", tag, second]));
        assert.deepEqual(await describeOf(second), { commit: second, lastVersion: "1.1.9", distance: 0, shallow: false });
    });

    it("counts the commits of both sides of a merge", async () => {
        const [first = ""] = commits(1);
        here.git(["tag", "1.0.0", first]);
        here.git(["checkout", "--quiet", "-b", "side"]);
        commits(2);
        here.git(["checkout", "--quiet", "main"]);
        commits(1);
        here.git(["merge", "--quiet", "--no-edit", "--no-ff", "side"]);
        assert.equal((await describeOf(here.git(["rev-parse", "HEAD"]))).distance, 4);
    });

    it("describes many commits, each once", async () => {
        const all = commits(11);
        here.git(["tag", "1.0.0", all[0] ?? ""]);
        const found = await readDescribedCommits(await openRepository(here.root), [...all, ...all]);
        assert.deepEqual([...found.values()].map(({ distance }) => distance), all.map((_, index) => index));
        assert.equal((await readDescribedCommits(await openRepository(here.root), [])).size, 0);
    });

    describe("of a shallow clone", () => {
        const clone = (depth: number): void => {
            here.git(["clone", "--quiet", `--depth=${depth}`, `file://${here.root}`, "clone"]);
        };

        it("says that the history is cut off, also where it shows a tag", async () => {
            const [, second = "", , last = ""] = commits(4);
            here.git(["tag", "1.0.0", second]);
            clone(3);
            assert.equal(here.git(["tag", "--list"], "clone"), "1.0.0");
            const described = await describeOf(last, "clone");
            assert.deepEqual(described, { commit: last, distance: 0, shallow: true });
            assert.equal(deriveVersion({ ...described, dirty: false }), undefined);
        });

        it("knows the tag of the commit itself", async () => {
            const last = commits(3).at(-1) ?? "";
            here.git(["tag", "1.0.0", last]);
            clone(1);
            assert.deepEqual(await describeOf(last, "clone"), { commit: last, lastVersion: "1.0.0", distance: 0, shallow: false });
        });

        it("knows all once it has the rest", async () => {
            const last = commits(3).at(-1) ?? "";
            clone(1);
            here.git(["fetch", "--quiet", "--unshallow"], "clone");
            assert.deepEqual(await describeOf(last, "clone"), { commit: last, distance: 3, shallow: false });
        });
    });
});

describe("readBranch()", () => {
    it("names the branch, before the first commit too, and none on a detached HEAD", async () => {
        const here = new Checkout().init();
        try {
            assert.equal(await readBranch(await openRepository(here.root)), "main");
            here.commit();
            here.git(["checkout", "--quiet", "-b", "feature/login"]);
            assert.equal(await readBranch(await openRepository(here.root)), "feature/login");
            here.git(["checkout", "--quiet", "--detach"]);
            assert.equal(await readBranch(await openRepository(here.root)), undefined);
        } finally {
            here.remove();
        }
    });
});
