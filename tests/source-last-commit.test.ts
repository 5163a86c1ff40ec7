import assert from "node:assert/strict";
import { readLastCommits } from "../source/last-commit";
import { openRepository } from "../source/repository";
import { Checkout } from "./git-checkout";

/** Returns numbers that look random and are the same in every run. */
function seeded(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
}

const FOLDERS = ["a", "a/b", "c", "d", "e/f"];

/** Makes branches that change, undo and merge each other's work. */
function writeHistory(here: Checkout, seed: number): void {
    const pick = seeded(seed);
    FOLDERS.forEach((folder) => here.write(`${folder}/x`, "0"));
    here.commit();
    ["one", "two"].forEach((branch) => here.git(["branch", branch]));
    for (let step = 0; step < 25; step += 1) {
        const branch = ["main", "one", "two"][pick(3)] ?? "main";
        here.git(["checkout", "--quiet", "--force", branch]);
        if (pick(4) === 0) {
            const strategy = ["ours", "theirs"][pick(2)] ?? "ours";
            const other = ["one", "two", "main"][pick(3)] ?? "one";
            here.git(["merge", "--quiet", "--no-edit", "--no-ff", `--strategy-option=${strategy}`, other]);
        } else {
            here.write(`${FOLDERS[pick(FOLDERS.length)]}/x`, String(pick(2))).commit();
        }
    }
    here.git(["checkout", "--quiet", "--force", "main"]);
    here.git(["merge", "--quiet", "--no-edit", "--strategy=ours", "one", "two"]);
}

describe("readLastCommits()", () => {
    for (const seed of [1, 2, 3]) {
        it(`agrees with rev-list on the history ${seed}`, async () => {
            const here = new Checkout().init();
            try {
                writeHistory(here, seed);
                const subjects = new Map([...FOLDERS, "."].map((folder) => [folder, [folder, "c/x"]]));
                FOLDERS.forEach((folder) => subjects.set(`only ${folder}`, [folder]));
                const found = await readLastCommits(await openRepository(here.root), subjects);
                for (const [name, paths] of subjects) {
                    assert.equal(found.get(name), here.git(["rev-list", "--max-count=1", "HEAD", "--", ...paths]), name);
                }
            } finally {
                here.remove();
            }
        });
    }

    it("walks further than it looks at first, though the clock ran backwards", async () => {
        const here = new Checkout().init();
        try {
            const first = here.write("a/x", "").write("c/x", "").commit();
            const commits = Array.from({ length: 2000 }, (_, index) => [
                "commit refs/heads/main",
                `committer test <test@example.com> ${1_600_000_000 - 60 * index} +0000`,
                "data 0",
                ...(index === 0 ? [`from ${first}`] : []),
                `M 100644 inline ${index === 700 ? "c" : "d"}/x`,
                `data ${String(index).length}`,
                String(index),
            ].join("\n"));
            here.git(["fast-import", "--quiet"], ".", `${commits.join("\n")}\n`);
            const found = await readLastCommits(await openRepository(here.root), new Map([["a", ["a"]], ["c", ["c"]]]));
            assert.deepEqual([...found], [["c", here.git(["rev-parse", "HEAD~1299"])], ["a", first]]);
        } finally {
            here.remove();
        }
    });
});
