import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..");

/** What a check came to. */
export interface CheckRun {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs `npm run check` as a person does in a shell, without npm's own second. */
export function check(words: readonly string[], { input = "", env = {} }: { input?: string; env?: NodeJS.ProcessEnv } = {}): CheckRun {
    const { CI: _, TF_BUILD: __, ...shell } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["toolchain/bootstrap.cjs", "automation/main.ts", "check", ...words], {
        cwd: ROOT,
        encoding: "utf8",
        input,
        maxBuffer: 64 * 1024 * 1024,
        // Whoever asked somebody would get no answer.
        env: { ...shell, PATH: process.env["PATH"], HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9", INIT_CWD: ROOT, ...env },
    });
    return { status, stdout, stderr };
}

/** Returns what `pulumi stack export` writes of resources. */
export function exportOf(resources: readonly object[], version = 3): string {
    return JSON.stringify({ version, deployment: { manifest: {}, resources } }, null, 4);
}
