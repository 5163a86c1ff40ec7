import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** What a script came to. */
export interface ShellRun {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** How a service starts bash; Azure Pipelines goes on after a command that has failed. */
export const SHELLS = {
    github: ["--noprofile", "--norc", "-eo", "pipefail"],
    gitlab: ["-eo", "pipefail"],
    azure: ["--noprofile", "--norc"],
} as const;

/** A service that runs pipelines. */
export type Service = keyof typeof SHELLS;

/** A folder of its own for what a pipeline's scripts read and write, and programs that stand before those on PATH. */
export class Runner {
    readonly folder = mkdtempSync(join(tmpdir(), "runner-"));

    constructor(private readonly service: Service, private readonly root: string) {
        ["bin", "temp"].forEach((name) => mkdirSync(join(this.folder, name)));
        ["output", "summary"].forEach((name) => writeFileSync(join(this.folder, name), ""));
    }

    /** Lets a bash script stand for a program. */
    program(name: string, script: string): this {
        const file = join(this.folder, "bin", name);
        writeFileSync(file, `#!/usr/bin/env bash\n${script}\n`);
        chmodSync(file, 0o755);
        return this;
    }

    write(name: string, text: string): this {
        mkdirSync(join(this.folder, name, ".."), { recursive: true });
        writeFileSync(join(this.folder, name), text);
        return this;
    }

    read(name: string): string {
        return readFileSync(join(this.folder, name), "utf8");
    }

    /** Runs a script as the service does, and not as a part of what runs this test. */
    run(script: string, env: NodeJS.ProcessEnv = {}): ShellRun {
        const { CI: _, TF_BUILD: __, NODE_OPTIONS: ___, ...own } = process.env;
        writeFileSync(join(this.folder, "script.sh"), script);
        const { status, stdout, stderr } = spawnSync("bash", [...SHELLS[this.service], join(this.folder, "script.sh")], {
            cwd: this.root,
            encoding: "utf8",
            env: {
                ...own,
                ...(this.service === "azure" ? { TF_BUILD: "True" } : { CI: "true" }),
                PATH: [join(this.folder, "bin"), process.env["PATH"]].join(delimiter),
                GITHUB_OUTPUT: join(this.folder, "output"),
                GITHUB_STEP_SUMMARY: join(this.folder, "summary"),
                RUNNER_TEMP: join(this.folder, "temp"),
                AGENT_TEMPDIRECTORY: join(this.folder, "temp"),
                // Whoever asked somebody would get no answer.
                HTTPS_PROXY: "http://127.0.0.1:9",
                HTTP_PROXY: "http://127.0.0.1:9",
                ...env,
            },
        });
        return { status, stdout, stderr };
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
