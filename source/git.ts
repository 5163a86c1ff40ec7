import { execFile } from "node:child_process";

/** The longest that git may take for one answer, in milliseconds. */
const TIMEOUT_MS = 120_000;

/** The most that git may answer, in bytes. */
const ANSWER_BYTES_MAX = 256 * 1024 * 1024;

/**
 * What a hook or an outer git sets to point git to its own repository.
 *
 * Source: `git rev-parse --local-env-vars` without the variables of configuration, among which `safe.directory` may be
 */
const REPOSITORY_VARIABLES = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

function environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(([name]) => !REPOSITORY_VARIABLES.includes(name));
    return { ...Object.fromEntries(kept), LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
}

/** Git's refusal, in one line of its own words. */
export class GitError extends Error {
    override readonly name = "GitError";
}

/** What git answers in one folder. */
export type Git = (args: readonly string[], input?: string) => Promise<string>;

/**
 * Returns a git that only reads, takes every path as it is written, and starts nothing that outlives it.
 *
 * @param folder where it runs
 */
export function openGit(folder: string): Git {
    const env = environment();
    // A file system monitor would be a process that nobody stops.
    const fixed = ["--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false"];
    const options = { cwd: folder, env, timeout: TIMEOUT_MS, maxBuffer: ANSWER_BYTES_MAX, windowsHide: true };
    return (args, input = "") => new Promise((resolve, reject) => {
        const child = execFile("git", [...fixed, ...args], options, (error, stdout, stderr) => {
            if (error === null) {
                resolve(stdout);
            } else {
                const refusal = error.code === "ENOENT" ? "git was not found" : firstLine(stderr);
                reject(new GitError(refusal ?? error.message));
            }
        });
        // Git may end without reading what it is given, which is no failure of its own.
        child.stdin?.on("error", () => undefined).end(input);
    });
}

function firstLine(text: string): string | undefined {
    return text.split("\n").find((line) => line.trim() !== "")?.replace(/^fatal: /, "");
}
