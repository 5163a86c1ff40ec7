import { join } from "node:path";
import { lightenSdk } from "../automation/light-sdk";

/**
 * Previews with the Automation API and nothing of ours around it: `empty`, a program without resources; `plain`, the local
 * stack's program without the policy pack; `judged`, with it.
 */
async function main(what: string): Promise<void> {
    lightenSdk();
    const { applyEnvironment } = require("../automation/environment") as typeof import("../automation/environment");
    const { readLocalServices } = require("../toolchain/local-services") as typeof import("../toolchain/local-services");
    const { openStack, POLICY_PACK } = require("../automation/engine") as typeof import("../automation/engine");
    const { requireTools } = require("../toolchain/require") as typeof import("../toolchain/require");
    const root = join(__dirname, "..");
    applyEnvironment(root, "local", readLocalServices(root), { registry: true, buildkit: true });
    const { pulumi } = await requireTools(["pulumi"], () => undefined);
    const program = what === "empty" ? async () => ({}) : (require("../index") as typeof import("../index"));
    const stack = await openStack(root, what === "empty" ? "empty" : "local", pulumi, () => program());
    await stack.preview({ ...(what === "judged" ? { policyPacks: [join(root, POLICY_PACK)] } : {}), onEvent: () => undefined });
}

void main(process.argv[2] ?? "").then(() => process.exit(0), (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
});
