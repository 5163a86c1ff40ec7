import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const { ensureDependencies } = require("../../toolchain/dependencies.cjs") as {
    readonly ensureDependencies: (root: string) => Promise<void>;
};

const ROOT = join(__dirname, "..", "..");

/** Stryker is not installed below `tests`, where its packages' own tests would be taken for the project's. */
const INSTALLED = join(ROOT, ".local", "mutation");

const STRYKER = join(INSTALLED, "node_modules", "@stryker-mutator", "core", "bin", "stryker.js");

/**
 * Mutates the policy rules, and gets Stryker where no earlier run has. Words behind `npm run mutate --` are options of
 * `stryker run`, such as `--mutate policies/rules/acr-logged.ts`. Ends with Stryker's own code: 1 if too many survive.
 */
async function main(words: readonly string[]): Promise<number> {
    mkdirSync(INSTALLED, { recursive: true });
    ["package.json", "package-lock.json"].forEach((file) => copyFileSync(join(__dirname, file), join(INSTALLED, file)));
    await ensureDependencies(INSTALLED);
    const config = join(__dirname, "stryker.config.mjs");
    const stryker = spawn(process.execPath, [STRYKER, "run", config, ...words], { cwd: ROOT, stdio: "inherit" });
    return new Promise((resolve, reject) => {
        stryker.once("error", reject);
        stryker.once("close", (code) => resolve(code ?? 1));
    });
}

void main(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
        process.stderr.write(`Cannot mutate the rules: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
    },
);
