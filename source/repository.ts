import { readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { compareBuild } from "semver";
import type { CommitTime } from "../model/images/image-source";
import { formatOrigin } from "../model/images/origin";
import { isVersion } from "../model/version";
import { GitError, openGit, type Git } from "./git";

/** A git repository with a work tree. */
export interface Repository {
    readonly git: Git;

    /** The top of the work tree, free of symbolic links. */
    readonly root: string;

    /** The current commit; `undefined` before the first one. */
    readonly head: string | undefined;

    /** The commits where a shallow clone ends: which files they changed is not known. */
    readonly boundary: ReadonlySet<string>;
}

/**
 * Returns the repository that a folder belongs to.
 *
 * @throws {GitError} If git is not there, or sees no repository, or does not trust its owner.
 */
export async function openRepository(folder: string): Promise<Repository> {
    const answer = await openGit(folder)(["rev-parse", "--show-toplevel", "--git-path", "shallow", "--revs-only", "HEAD"]);
    const [root = folder, shallow = "", head] = answer.trimEnd().split("\n");
    // Source: https://git-scm.com/docs/shallow
    const boundary = await readFile(resolve(folder, shallow), "utf8").catch(() => "");
    return { git: openGit(root), root, head, boundary: new Set(boundary.split("\n").filter((line) => line !== "")) };
}

/** Returns a path relative to the top of the work tree (`.` for the top), or undefined if it lies elsewhere. */
export function formatPathspec({ root }: Repository, path: string): string | undefined {
    const way = relative(root, path).split(sep).join("/");
    return way === ".." || way.startsWith("../") ? undefined : way || ".";
}

/** Returns the paths with uncommitted changes at or below those given; a new folder is one path that ends with `/`. */
export async function readChanges({ git }: Repository, paths: readonly string[]): Promise<string[]> {
    const shape = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal", "--ignore-submodules=none"];
    if (paths.length === 0) {
        return [];
    }
    const answer = await git(["status", ...shape, "--", ...paths]);
    // Source: https://git-scm.com/docs/git-status#_short_format (two letters, a space, the path)
    return answer.split("\0").filter((entry) => entry !== "").map((entry) => entry.slice(3));
}

/** Returns those of the paths that the current commit has. */
export async function readCommitted({ git, head }: Repository, paths: readonly string[]): Promise<ReadonlySet<string>> {
    const asked = head === undefined ? [] : paths.filter((path) => !path.includes("\n"));
    const input = asked.map((path) => `${head}:${path === "." ? "" : path}\n`).join("");
    const answers = (await git(["cat-file", "--batch-check=%(objecttype)"], input)).split("\n");
    return new Set(asked.filter((_, index) => /^(?:tree|blob)$/.test(answers[index] ?? "")));
}

/** Returns the highest semantic version among the tags of each commit, as the tag is written. */
export async function readVersionTags({ git }: Repository): Promise<ReadonlyMap<string, string>> {
    const answer = await git(["for-each-ref", "--format=%(objectname) %(*objectname) %(refname:strip=2)", "refs/tags"]);
    const tags = answer.split("\n").flatMap((line) => {
        const [object = "", target = "", tag = ""] = line.split(" ");
        return isVersion(tag) ? [{ commit: target === "" ? object : target, tag }] : [];
    });
    // Of a commit's entries the map keeps the last.
    tags.sort((a, b) => compareBuild(a.tag, b.tag));
    return new Map(tags.map(({ commit, tag }) => [commit, tag]));
}

/** Returns when commits were made. */
export async function readCommitTimes({ git }: Repository, commits: readonly string[]): Promise<ReadonlyMap<string, CommitTime>> {
    if (commits.length === 0) {
        return new Map();
    }
    const answer = await git(["rev-list", "--no-walk=unsorted", "--timestamp", "--stdin"], commits.map((commit) => `${commit}\n`).join(""));
    return new Map(answer.trim().split("\n").map((line) => {
        const [time = "", commit = ""] = line.split(" ");
        const seconds = Number(time);
        return [commit, { seconds, text: new Date(seconds * 1000).toISOString().replace(".000", "") }];
    }));
}

/** Returns where the repository is published; `undefined` if it is nowhere. */
export async function readOrigin({ git }: Repository): Promise<string | undefined> {
    // Not `git remote get-url`, which says what this machine has instead of it.
    const answer = await git(["config", "--get", "remote.origin.url"]).catch((error: unknown) => {
        // Git has no words for a setting that there is not.
        if (error instanceof GitError) {
            return "";
        }
        throw error;
    });
    return formatOrigin(answer.trim());
}
