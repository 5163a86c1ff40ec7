import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder of its own for one test, and a git that knows nothing of the user's settings. */
export class Checkout {
    readonly root = realpathSync(mkdtempSync(join(tmpdir(), "checkout-")));

    #seconds = 1_700_000_000;

    /** Runs git in the folder or below it; each call is a minute later than the one before. */
    git(args: readonly string[], folder = ".", input = ""): string {
        this.#seconds += 60;
        const date = `${this.#seconds} +0000`;
        const fixed = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "protocol.file.allow=always"];
        return execFileSync("git", [...fixed, ...args], {
            cwd: join(this.root, folder),
            env: {
                PATH: process.env["PATH"], HOME: this.root, LC_ALL: "C", GIT_CONFIG_GLOBAL: "/dev/null",
                GIT_CONFIG_NOSYSTEM: "1", GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date,
            },
            encoding: "utf8",
            input,
            stdio: ["pipe", "pipe", "pipe"],
        }).trim();
    }

    /** Makes a repository of the folder or of one below it. */
    init(folder = "."): this {
        mkdirSync(join(this.root, folder), { recursive: true });
        this.git(["init", "--quiet", "--initial-branch=main"], folder);
        return this;
    }

    write(path: string, text: string): this {
        mkdirSync(dirname(join(this.root, path)), { recursive: true });
        writeFileSync(join(this.root, path), text);
        return this;
    }

    /** Commits everything and returns the commit's id. */
    commit(message = "change", folder = "."): string {
        this.git(["add", "--all"], folder);
        this.git(["commit", "--quiet", "--allow-empty", `--message=${message}`], folder);
        return this.git(["rev-parse", "HEAD"], folder);
    }

    remove(): void {
        rmSync(this.root, { recursive: true, force: true });
    }
}
