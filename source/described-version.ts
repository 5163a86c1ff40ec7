import { compareBuild } from "semver";
import type { DescribedCommit } from "../model/tags/derived-version";
import { isVersion } from "../model/version";
import { readVersionTags, type Repository } from "./repository";

/** How many commits git is asked about at a time. */
const COMMITS_AT_ONCE = 8;

/** Returns the name of the current branch; undefined on a detached HEAD, which is what most pipelines check out. */
export async function readBranch({ git }: Repository): Promise<string | undefined> {
    const branch = (await git(["branch", "--show-current"])).trim();
    return branch === "" ? undefined : branch;
}

/**
 * Returns, by commit, its last version tag and how far away that is.
 *
 * A version tag of the commit itself goes first, and is known in a shallow clone too. Else it is the highest below the
 * commit, not the nearest: so the versions of a branch never become lower, whatever is merged into it. Tags that were
 * not fetched are not seen.
 *
 * @param commits full ids
 */
export async function readDescribedCommits(
    repository: Repository,
    commits: readonly string[],
): Promise<ReadonlyMap<string, DescribedCommit>> {
    const wanted = [...new Set(commits)];
    const own = wanted.length === 0 ? new Map<string, string>() : await readVersionTags(repository);
    const found = new Map<string, DescribedCommit>();
    for (let from = 0; from < wanted.length; from += COMMITS_AT_ONCE) {
        const some = wanted.slice(from, from + COMMITS_AT_ONCE);
        const described = await Promise.all(some.map((commit) => describeCommit(repository, commit, own.get(commit))));
        described.forEach((one) => found.set(one.commit, one));
    }
    return found;
}

async function describeCommit(repository: Repository, commit: string, own: string | undefined): Promise<DescribedCommit> {
    if (own !== undefined) {
        return { commit, lastVersion: own, distance: 0, shallow: false };
    }
    if (await isCutOff(repository, commit)) {
        return { commit, distance: 0, shallow: true };
    }
    const { git } = repository;
    const tags = await git(["for-each-ref", `--merged=${commit}`, "--format=%(refname:strip=2)", "refs/tags"]);
    const last = tags.split("\n").filter(isVersion).sort(compareBuild).at(-1);
    const range = last === undefined ? commit : `refs/tags/${last}..${commit}`;
    const distance = Number(await git(["rev-list", "--count", range, "--"]));
    return { commit, ...(last === undefined ? {} : { lastVersion: last }), distance, shallow: false };
}

/** Says whether a commit's history ends where a shallow clone was cut, and not with a first commit. */
async function isCutOff({ git, boundary }: Repository, commit: string): Promise<boolean> {
    if (boundary.size === 0) {
        return false;
    }
    const firsts = await git(["rev-list", "--max-parents=0", commit, "--"]);
    return firsts.split("\n").some((first) => boundary.has(first));
}
