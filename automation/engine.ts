import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, PulumiCommand, Stack, StackAlreadyExistsError, type PulumiFn } from "@pulumi/pulumi/automation";

/** The policy pack as a program that the engine starts itself, so that no Node language host is needed. */
export const POLICY_PACK = "policies/main.cjs";

/** Returns a stack that the Automation API drives with the CLI at hand; it is created on first use. */
export async function openStack(root: string, stack: string, pulumi: string, program: PulumiFn): Promise<Stack> {
    const workspace = await LocalWorkspace.create({ workDir: root, program, pulumiCommand: await readCommand(pulumi) });
    try {
        return await Stack.createOrSelect(stack, workspace);
    } catch (error) {
        // Another run has created it between the two steps of the call above.
        return error instanceof StackAlreadyExistsError ? Stack.select(stack, workspace) : Promise.reject(error as Error);
    }
}

/**
 * Does work with a stack of its own, of which nothing is left. It knows no configuration, and its program runs in a folder
 * of its own.
 */
export async function withPassingStack<T>(pulumiCommand: PulumiCommand, program: PulumiFn, work: (stack: Stack) => Promise<T>): Promise<T> {
    // Only its owner may look into a folder that is made so.
    const folder = mkdtempSync(join(tmpdir(), "registries-"));
    const discard = () => rmSync(folder, { recursive: true, force: true });
    process.once("exit", discard);
    try {
        const workspace = await LocalWorkspace.create({
            workDir: folder,
            program,
            pulumiCommand,
            projectSettings: { name: "registries", runtime: "nodejs" },
            envVars: {
                PULUMI_BACKEND_URL: pathToFileURL(folder).href,
                PULUMI_CONFIG_PASSPHRASE: randomBytes(32).toString("base64url"),
            },
        });
        return await work(await Stack.create("passing", workspace));
    } finally {
        process.removeListener("exit", discard);
        discard();
    }
}

/** The Automation API takes the folder above `bin/pulumi`, or finds the CLI on PATH. */
function readCommand(pulumi: string): Promise<PulumiCommand> {
    const folder = dirname(pulumi);
    return PulumiCommand.get(basename(folder) === "bin" ? { root: join(folder, "..") } : {});
}
