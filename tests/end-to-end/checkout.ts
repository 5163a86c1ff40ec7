import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Report } from "../../automation/report";

const PROJECT = join(__dirname, "..", "..");

/** What a command left behind. */
export interface Finished {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** A command under way. */
export interface Started {
    readonly child: ChildProcess;
    readonly finished: Promise<Finished>;
    /** Resolves as soon as stderr matches. */
    saw(pattern: RegExp): Promise<void>;
}

/** A copy of this project in a folder of its own, with a git history of one commit. */
export class Checkout {
    readonly root = mkdtempSync(join(tmpdir(), "registries-e2e-"));

    /** What every program that is started finds in its environment, besides that of the tests. */
    environment: NodeJS.ProcessEnv = {};

    constructor() {
        const files = git(PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0");
        // A file that was just deleted is in the index still; node_modules may be a link, which .gitignore does not name.
        for (const file of files.filter((name) => !["", "node_modules"].includes(name) && existsSync(join(PROJECT, name)))) {
            cpSync(join(PROJECT, file), join(this.root, file));
        }
        symlinkSync(join(PROJECT, "node_modules"), join(this.root, "node_modules"));
        git(this.root, "init", "-q");
        this.commit("all");
    }

    /** Writes a file, and the folders above it. */
    write(file: string, text: string | Uint8Array): void {
        mkdirSync(dirname(join(this.root, file)), { recursive: true });
        writeFileSync(join(this.root, file), text);
    }

    read(file: string): string {
        return readFileSync(join(this.root, file), "utf8");
    }

    commit(message: string): void {
        git(this.root, "add", "-A");
        git(this.root, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-qm", message);
    }

    /** Starts a program in the checkout, in a process group of its own. */
    start(program: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Started {
        const child = spawn(program, args, {
            cwd: this.root,
            env: { ...process.env, ...this.environment, ...environment },
            stdio: ["ignore", "pipe", "pipe"],
            detached: true,
        });
        const output = { stdout: "", stderr: "" };
        child.stdout.on("data", (data: Buffer) => (output.stdout += data.toString()));
        child.stderr.on("data", (data: Buffer) => (output.stderr += data.toString()));
        const finished = new Promise<Finished>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (code) => resolve({ code, ...output }));
        });
        const saw = (pattern: RegExp): Promise<void> => new Promise((resolve, reject) => {
            const look = () => pattern.test(output.stderr) && resolve();
            child.stderr.on("data", look);
            look();
            void finished.then(() => reject(new Error(`ended without ${String(pattern)}:\n${output.stderr}`)));
        });
        return { child, finished, saw };
    }

    /** Runs `npm run COMMAND -- ARGS`. */
    npm(command: string, ...args: string[]): Promise<Finished> {
        return this.start("npm", ["run", "-s", command, "--", ...args]).finished;
    }

    /** Runs `npm run COMMAND -- --json ARGS` and reads its document. */
    async report(command: string, ...args: string[]): Promise<Report & Finished> {
        const finished = await this.npm(command, "--json", ...args);
        try {
            return { ...finished, ...(JSON.parse(finished.stdout) as Report) };
        } catch {
            throw new Error(`no JSON on stdout:\n${finished.stdout}\n${finished.stderr}`);
        }
    }

    /** Runs `npm run COMMAND -- --json ARGS`, which has to go well, and reads its document. */
    async done(command: string, ...args: string[]): Promise<Report & Finished> {
        const report = await this.report(command, ...args);
        assert.deepEqual(report.errors, [], report.stderr);
        assert.equal(report.code, 0, report.stderr);
        return report;
    }

    /** Runs plain `pulumi` as a shell does after `eval "$(npm run -s env -- --stack STACK)"`. */
    async pulumi(stack: string, ...args: string[]): Promise<Finished> {
        const script = `eval "$(npm run -s env -- --stack ${stack})" && exec pulumi "$@" --stack ${stack}`;
        return this.start("bash", ["-c", script, "pulumi", ...args]).finished;
    }

    /** Stops the local services and removes the folder. */
    async remove(): Promise<void> {
        await this.npm("down");
        rmSync(this.root, { recursive: true, force: true });
    }
}

/** Returns the rules of the pack that spoke at a level, each once. */
export function rulesOf({ policies }: Report, level: string): readonly string[] {
    return [...new Set(policies.filter((verdict) => verdict.level === level).map(({ rule }) => rule))].sort();
}

function git(folder: string, ...args: string[]): string {
    return execFileSync("git", args, { cwd: folder, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } });
}
