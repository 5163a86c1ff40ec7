import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand, Stack, type EngineEvent, type PulumiFn } from "@pulumi/pulumi/automation";
import { POLICY_PACK } from "../../automation/engine";
import { EngineLog } from "../../automation/engine-log";
import type { EngineListener } from "../../automation/engine-listener";
import { findTools } from "../../toolchain/find";
import { skip } from "../tools-at-hand";
import type { Started } from "./start";

const ROOT = join(__dirname, "..", "..");

const SILENT: EngineListener = { started() {}, step() {}, finished() {}, message() {} };

/** What to deploy to the double. */
export interface DoubledStackOptions {
    readonly double: Pick<Started, "environment">;

    /** @default - that of this project */
    readonly program?: PulumiFn;

    /** Text of `Pulumi.<stack>.yaml`; @default - no configuration */
    readonly stackFile?: string;

    /** @default "test" */
    readonly stack?: string;

    /** Whether the project's policy pack judges previews and ups. */
    readonly policies?: boolean;

    /** Further variables for the engine and its plugins. */
    readonly environment?: Readonly<Record<string, string>>;
}

/** A step of the engine, which is one resource's. */
export interface Step {
    /** The engine's verb: `create`, `update`, `same`, `replace`, `delete-replaced`, `refresh` … */
    readonly op: string;
    readonly type: string;
    readonly name: string;
    readonly failed: boolean;
    /** Paths of inputs that differ. */
    readonly diffs: readonly string[];
    /** Outputs as the engine has them afterwards; secrets are masked, and unknown ones absent. */
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** What one run of the engine came to. */
export interface Ran {
    readonly ok: boolean;
    readonly steps: readonly Step[];
    /** With their resources' names in front. */
    readonly errors: readonly string[];
    readonly log: EngineLog;
    /** Of the stack, as the run leaves them. */
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack in a folder of its own, with its state in files, whose provider is a double; the engine is the real one. */
export class DoubledStack {
    private constructor(readonly folder: string, readonly options: DoubledStackOptions, readonly stack: Stack) {}

    /** Makes the stack, or skips the test if there is no Pulumi CLI. */
    static async create(context: Mocha.Context, options: DoubledStackOptions): Promise<DoubledStack> {
        const [pulumi] = await findTools(["pulumi"]);
        if (pulumi?.path === undefined) {
            skip(context, "missing pulumi");
        }
        const { program = require("../../index") as PulumiFn, stack = "test", stackFile = "config: {}\n" } = options;
        const folder = mkdtempSync(join(tmpdir(), "doubled-"));
        // The engine wants to see the file that `main` names, though an inline program stands in for it.
        const project = readFileSync(join(ROOT, "Pulumi.yaml"), "utf8").replace(/^main: .*\n/m, "");
        writeFileSync(join(folder, "Pulumi.yaml"), options.program === undefined ? project : "name: registries\nruntime: nodejs\n");
        writeFileSync(join(folder, `Pulumi.${stack}.yaml`), stackFile);
        mkdirSync(join(folder, "state"));
        const workspace = await LocalWorkspace.create({
            workDir: folder,
            program,
            pulumiCommand: await PulumiCommand.get({ root: join(dirname(pulumi.path), "..") }),
            envVars: {
                PULUMI_BACKEND_URL: pathToFileURL(join(folder, "state")).href,
                PULUMI_CONFIG_PASSPHRASE: "test",
                PULUMI_SKIP_UPDATE_CHECK: "true",
                ...options.double.environment,
                ...options.environment,
            },
        });
        return new DoubledStack(folder, options, await Stack.createOrSelect(stack, workspace));
    }

    preview(): Promise<Ran> {
        return this.#run((onEvent) => this.stack.preview({ onEvent, ...this.#packs(), color: "never" }));
    }

    up(): Promise<Ran> {
        return this.#run((onEvent) => this.stack.up({ onEvent, ...this.#packs(), color: "never" }));
    }

    refresh(): Promise<Ran> {
        return this.#run((onEvent) => this.stack.refresh({ onEvent, color: "never" }));
    }

    destroy(): Promise<Ran> {
        return this.#run((onEvent) => this.stack.destroy({ onEvent, color: "never" }));
    }

    /** Changes the configuration, as an edit of the stack's file does. */
    configure(stackFile: string): void {
        const file = join(this.folder, `Pulumi.${this.stack.name}.yaml`);
        const salt = /^encryptionsalt: .+\n/m.exec(readFileSync(file, "utf8"))?.[0] ?? "";
        writeFileSync(file, salt + stackFile);
    }

    /** Returns the whole state, as it lies on the disk: what is secret is encrypted in it. */
    state(): string {
        return readFileSync(join(this.folder, "state", ".pulumi", "stacks", "registries", `${this.stack.name}.json`), "utf8");
    }

    /** Forgets the stack; what is in the double's cloud stays. */
    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }

    #packs() {
        return this.options.policies === true ? { policyPacks: [join(ROOT, POLICY_PACK)] } : {};
    }

    async #run(operate: (onEvent: (event: EngineEvent) => void) => Promise<unknown>): Promise<Ran> {
        const log = new EngineLog(SILENT);
        const steps: Step[] = [];
        let failure: unknown;
        await operate((event) => {
            log.read(event);
            const done = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
            if (done !== undefined) {
                steps.push({
                    op: done.op,
                    failed: event.resOpFailedEvent !== undefined,
                    type: done.type,
                    name: done.urn.split("::").slice(3).join("::"),
                    diffs: Object.keys(done.detailedDiff ?? {}),
                    outputs: done.new?.outputs ?? {},
                });
            }
        }).catch((error: unknown) => (failure = error));
        if (failure !== undefined && log.errors.length === 0) {
            throw failure;
        }
        return { ok: failure === undefined, steps, errors: log.errors, log, outputs: log.outputs.after };
    }
}
