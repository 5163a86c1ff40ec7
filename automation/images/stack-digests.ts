import { planLocalNeeds } from "../../model/local";
import { runProgram, ProgramError } from "../../registry-client/program";
import { readLocalServices } from "../../toolchain/local-services";
import { requireTools } from "../../toolchain/require";
import { applyEnvironment } from "../environment";
import { LOCAL_STACK } from "../stack-file";
import type { ImagesWork } from "./work";

/** Time for a backend to answer. */
const LIMIT_MS = 60_000;

/**
 * A digest in a reference, wherever it stands in the outputs.
 *
 * Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms
 */
const DIGEST = /sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}/g;

/** What the CLI says of a stack that was never deployed; of any but the local one also where its state is elsewhere. */
const NO_STACK = /no stack named/;

/** Returns the digests that the outputs of a stack name, or why they are not known. Nothing is asked of a person. */
export async function readStackDigests({ root, options, plan, env }: ImagesWork): Promise<ReadonlySet<string> | { readonly fault: string }> {
    const { pulumi } = await requireTools(["pulumi"], (line) => process.stderr.write(`${line}\n`));
    try {
        applyEnvironment(root, options.stack, readLocalServices(root), planLocalNeeds(plan.config));
        const args = ["stack", "output", "--json", "--stack", options.stack, "--non-interactive", "--cwd", root];
        const output = await runProgram(pulumi, args, { env: { ...env, ...process.env }, limitMs: LIMIT_MS });
        return new Set(output.match(DIGEST) ?? []);
    } catch (error) {
        const said = error instanceof ProgramError ? error.said : (error as Error).message;
        return NO_STACK.test(said) && options.stack === LOCAL_STACK ? new Set<string>() : { fault: said };
    }
}
