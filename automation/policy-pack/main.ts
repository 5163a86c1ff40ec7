import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { packPolicies } from "./pack";

const ROOT = join(__dirname, "..", "..");

/** Makes the folder and the npm tarball of the policy pack, and says where they are. */
async function main(): Promise<void> {
    const made = join(ROOT, "policies", "dist");
    const folder = join(made, "pack");
    await packPolicies(ROOT, folder);
    const tarball = execFileSync("npm", ["pack", "--silent", "--pack-destination", made], { cwd: folder, encoding: "utf8" }).trim();
    process.stdout.write(`${folder}\n${join(made, tarball)}\n`);
}

void main().catch((error: unknown) => {
    process.stderr.write(`Cannot make the policy pack: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
