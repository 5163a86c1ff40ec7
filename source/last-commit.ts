import type { Git } from "./git";
import type { Repository } from "./repository";

/** How many commits are looked at first, how much more each time, and at most. */
const [COMMITS_FIRST, COMMITS_GROWTH, COMMITS_MAX] = [256, 4, 16_384];

/** By a name, the paths that belong together. */
type Subjects = ReadonlyMap<string, readonly string[]>;

/** By a commit, the subjects that are the same there as in the current commit. */
type Followed = Map<string, Set<string>>;

/** A commit, and which subjects differ between it and each of its parents. */
interface Step {
    readonly commit: string;
    readonly parents: readonly { readonly commit: string; readonly differing: ReadonlySet<string> }[];
}

/**
 * Returns, by each subject's name, the commit that `git rev-list --max-count=1 HEAD -- <paths>` names.
 *
 * That command would take a process a subject, and walk the same history in each. Here all subjects walk back together:
 * from a commit on to the first parent that has the same paths; where no parent has, this is the commit.
 *
 * @param subjects the current commit has one of each subject's paths
 * @see https://git-scm.com/docs/git-rev-list#_history_simplification
 */
export async function readLastCommits({ git, head }: Repository, subjects: Subjects): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    if (head === undefined || subjects.size === 0) {
        return found;
    }
    const followed: Followed = new Map([[head, new Set(subjects.keys())]]);
    for (let count = COMMITS_FIRST; followed.size > 0; count = Math.min(count * COMMITS_GROWTH, COMMITS_MAX)) {
        const tips = [...followed.keys()].map((commit) => `${commit}\n`).join("");
        const answer = await git(["rev-list", "--parents", `--max-count=${count}`, "--stdin"], tips);
        const commits = answer.trim().split("\n").map((line) => line.split(" "));
        const sought = new Set([...followed.values()].flatMap((names) => [...names]));
        const steps = await readSteps(git, commits, new Map([...subjects].filter(([name]) => sought.has(name))));
        // A parent that was listed before its child, as clocks differ, stays followed and is a tip of the next round.
        steps.forEach((step) => stepBack(followed, step, found));
    }
    return found;
}

/** Moves what is followed at a commit on to its parents, or into `found`. */
function stepBack(followed: Followed, { commit, parents }: Step, found: Map<string, string>): void {
    for (const name of followed.get(commit) ?? []) {
        const same = parents.find(({ differing }) => !differing.has(name));
        if (same === undefined) {
            found.set(name, commit);
        } else {
            followed.set(same.commit, (followed.get(same.commit) ?? new Set()).add(name));
        }
    }
    followed.delete(commit);
}

/** Returns the commits with the subjects that differ between each and its parents. */
async function readSteps(
    git: Git,
    commits: readonly (readonly string[])[],
    subjects: Subjects,
): Promise<Step[]> {
    const pairs = commits.flatMap(([commit = "", ...parents]) =>
        (parents.length === 0 ? [[commit]] : parents.map((parent) => [commit, parent])));
    const owners = indexByPath(subjects);
    const shape = ["--always", "--root", "-r", "--name-only", "--no-renames", "--ignore-submodules=none", "-z"];
    const input = pairs.map((pair) => `${pair.join(" ")}\n`).join("");
    const answer = await git(["diff-tree", "--stdin", ...shape, "--", ...owners.keys()], input);
    const differing: Set<string>[] = [];
    for (const token of answer.split("\0")) {
        // Each pair's paths follow its commit's id, which none of the commit's own paths can be.
        if (token === pairs[differing.length]?.[0]) {
            differing.push(new Set());
        } else {
            pathsAbove(token).flatMap((path) => owners.get(path) ?? []).forEach((name) => differing.at(-1)?.add(name));
        }
    }
    return commits.map(([commit = "", ...parents]) => {
        const sets = differing.splice(0, Math.max(1, parents.length));
        const compared = parents.map((parent, index) => ({ commit: parent, differing: sets[index] ?? new Set<string>() }));
        return { commit, parents: compared };
    });
}

function indexByPath(subjects: Subjects): ReadonlyMap<string, readonly string[]> {
    const owners = new Map<string, string[]>();
    for (const [name, paths] of subjects) {
        paths.forEach((path) => owners.set(path, [...owners.get(path) ?? [], name]));
    }
    return owners;
}

/** Returns `.`, `a`, `a/b` and `a/b/c` for `a/b/c`. */
function pathsAbove(path: string): string[] {
    const parts = path.split("/");
    return [".", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}
