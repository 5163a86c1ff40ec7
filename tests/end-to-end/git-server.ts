import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** A git repository that is served to whoever asks, over git's own protocol. */
export class GitServer {
    readonly #root = mkdtempSync(join(tmpdir(), "registries-git-"));

    readonly #repository = join(this.#root, "shop.git");

    #daemon: ChildProcess | undefined;

    #port = 0;

    get url(): string {
        return `git://127.0.0.1:${this.#port}/shop.git`;
    }

    async start(): Promise<void> {
        mkdirSync(this.#repository);
        this.git("init", "-q", "--initial-branch=main");
        this.#port = await findPort();
        this.#daemon = spawn("git", ["daemon", "--export-all", "--listen=127.0.0.1", `--port=${this.#port}`, `--base-path=${this.#root}`, this.#root], {
            stdio: "ignore", detached: true,
        });
    }

    /** Writes a file and commits it; returns the commit. */
    commit(file: string, text: string): string {
        mkdirSync(dirname(join(this.#repository, file)), { recursive: true });
        writeFileSync(join(this.#repository, file), text);
        this.git("add", "-A");
        this.git("-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "-qm", file);
        return this.git("rev-parse", "HEAD");
    }

    git(...args: string[]): string {
        return execFileSync("git", args, { cwd: this.#repository, encoding: "utf8", env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" } }).trim();
    }

    /** Waits until it answers. */
    async ready(): Promise<void> {
        for (let attempt = 0; ; attempt += 1) {
            try {
                execFileSync("git", ["ls-remote", this.url], { stdio: "ignore" });
                return;
            } catch (error) {
                if (attempt === 50) {
                    throw error;
                }
                await wait(100);
            }
        }
    }

    stop(): void {
        if (this.#daemon?.pid !== undefined) {
            // With the one that serves, which git starts.
            process.kill(-this.#daemon.pid);
        }
        rmSync(this.#root, { recursive: true, force: true });
    }
}

async function findPort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
