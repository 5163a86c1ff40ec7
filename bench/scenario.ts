import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";
import type { LocalServices } from "../toolchain/local-services";
import { fillSmall, type Fill } from "./contexts";

const PROJECT = join(__dirname, "..");
const run = promisify(execFile);

/** The environment of what is timed: this one, without what npm puts into it. */
const ENVIRONMENT = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));

/** Returns the name of the image, and so of its repository, that a context is for. */
export function nameImage(context: string): string {
    return context.replaceAll("/", "-");
}

/** A copy of this project in a folder of its own, with as many images as are asked for. */
export class Scenario {
    readonly root = mkdtempSync(join(tmpdir(), "registries-bench-"));

    constructor() {
        const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: PROJECT, encoding: "utf8" });
        for (const file of files.split("\0").filter(Boolean)) {
            cpSync(join(PROJECT, file), join(this.root, file));
        }
        symlinkSync(join(PROJECT, "node_modules"), join(this.root, "node_modules"));
        this.#git("init", "-q");
        this.#commit();
    }

    /**
     * Makes contexts that were never built, under a name of their own, and commits them.
     *
     * @param fill writes what is copied into each image; @default - one small file
     */
    makeContexts(name: string, count: number, fill: Fill = fillSmall): string[] {
        const contexts = Array.from({ length: count }, (_, at) => `contexts/${name}/${at}`);
        for (const context of contexts) {
            mkdirSync(join(this.root, context), { recursive: true });
            writeFileSync(join(this.root, context, "Dockerfile"), "FROM scratch\nCOPY data /data\n");
            fill(join(this.root, context, "data"));
        }
        this.#commit();
        return contexts;
    }

    /** Writes a stack's file with an image a context; `image` is what is said of each besides. */
    writeStack(stack: string, contexts: readonly string[], image: object = { version: "1.4.2" }): void {
        const images = Object.fromEntries(contexts.map((context) => [nameImage(context), { context, ...image }]));
        this.writeConfig(stack, { "registries:registry": { kind: "local" }, "registries:images": images });
    }

    /** Writes a stack's file. */
    writeConfig(stack: string, config: object): void {
        writeFileSync(join(this.root, `Pulumi.${stack}.yaml`), stringify({ config }));
    }

    /** Loses the state of all stacks, and nothing else. */
    forget(): void {
        rmSync(join(this.root, ".local", "state"), { recursive: true, force: true });
    }

    /** Runs what `npm run VERB` runs, and returns its JSON document. */
    async deploy(verb: string): Promise<unknown> {
        const args = ["toolchain/bootstrap.cjs", "automation/main.ts", verb, "--json"];
        const { stdout } = await run(process.execPath, args, { cwd: this.root, env: ENVIRONMENT, maxBuffer: 1e9 });
        return JSON.parse(stdout);
    }

    /** Runs what `npm run check -- WORDS` runs, and returns the number of resources that it has judged. */
    async check(words: readonly string[]): Promise<number> {
        const args = ["toolchain/bootstrap.cjs", "automation/main.ts", "check", ...words, "--json"];
        const { stdout } = await run(process.execPath, args, { cwd: this.root, env: ENVIRONMENT, maxBuffer: 1e9 }).catch(requireVerdict);
        return (JSON.parse(stdout) as { readonly resources: number }).resources;
    }

    /** Reads a JSON document in a process of its own, and does nothing with it. */
    async parse(file: string): Promise<void> {
        await run(process.execPath, ["-e", "JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))", file], { env: ENVIRONMENT });
    }

    /** Runs a script of this folder in the copy. */
    async script(name: string, ...words: string[]): Promise<void> {
        await run(process.execPath, ["toolchain/bootstrap.cjs", join("bench", name), ...words], { cwd: this.root, env: ENVIRONMENT, maxBuffer: 1e9 });
    }

    /** Builds and pushes the same contexts with the same BuildKit, in one call of `buildx bake`. */
    async bake(buildx: string, contexts: readonly string[], services: LocalServices): Promise<void> {
        const target = Object.fromEntries(contexts.map((context, at) => [`t${at}`, {
            context,
            tags: ["1.4.2", "1.4", "1", "sha-0123456789ab"].map((tag) => `${services.host}/bake/${nameImage(context)}:${tag}`),
            output: ["type=registry"],
            attest: ["type=provenance,disabled=true"],
        }]));
        const file = join(this.root, "bake.json");
        writeFileSync(file, JSON.stringify({ group: { default: { targets: Object.keys(target) } }, target }));
        await run(buildx, ["bake", "--allow=fs.read=*", "--file", file, "--builder", services.builder, "--progress", "plain"], {
            cwd: this.root,
            env: { ...ENVIRONMENT, BUILDX_CONFIG: services.buildxConfig, DOCKER_CONFIG: services.dockerConfig, BUILDX_GIT_INFO: "false" },
            maxBuffer: 1e9,
        });
    }

    remove(): void {
        rmSync(this.root, { recursive: true, force: true });
    }

    #commit(): void {
        this.#git("-c", "core.compression=0", "add", "-A");
        // Git would clean up after a commit, and take folders away from the next one.
        this.#git("-c", "user.name=Bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0", "commit", "-qm", "contexts");
    }

    #git(...args: string[]): void {
        execFileSync("git", args, { cwd: this.root, env: { ...ENVIRONMENT, GIT_CONFIG_GLOBAL: "/dev/null" } });
    }
}

/** A check that finds what a mandatory rule is against ends with 1. */
function requireVerdict(error: Error & { readonly code?: unknown; readonly stdout?: string }): { readonly stdout: string } {
    if (error.code !== 1 || error.stdout === undefined) {
        throw error;
    }
    return { stdout: error.stdout };
}
