import { basename, dirname, join } from "node:path";
import { LocalWorkspace, PulumiCommand, Stack, type PulumiFn } from "@pulumi/pulumi/automation";

/** The policy pack as a program that the engine starts itself, so that no Node language host is needed. */
export const POLICY_PACK = "policies/main.cjs";

/** Returns a stack that the Automation API drives with the CLI at hand; it is created on first use. */
export async function openStack(root: string, stack: string, pulumi: string, program: PulumiFn): Promise<Stack> {
    const workspace = await LocalWorkspace.create({ workDir: root, program, pulumiCommand: await readCommand(pulumi) });
    return Stack.createOrSelect(stack, workspace);
}

/** The Automation API takes the folder above `bin/pulumi`, or finds the CLI on PATH. */
function readCommand(pulumi: string): Promise<PulumiCommand> {
    const folder = dirname(pulumi);
    return PulumiCommand.get(basename(folder) === "bin" ? { root: join(folder, "..") } : {});
}
