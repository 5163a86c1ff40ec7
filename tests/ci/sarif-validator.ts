import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withCacheLock } from "../../toolchain/lock";
import { lastLine, run } from "../../toolchain/run";
import { cacheFolder, surroundingsOf, type Surroundings } from "../../toolchain/surroundings";

/** The package and its lock, by whose digests npm goes. */
const PACKAGE = join(__dirname, "sarif");

const FILES = ["package.json", "package-lock.json"];

const INSTALL_MS = 600_000;

const VALIDATE_MS = 120_000;

/** Nobody is to be asked whether the addresses in a file are there; and not every machine has the data of languages. */
const ENVIRONMENT = { HTTPS_PROXY: "http://127.0.0.1:9", HTTP_PROXY: "http://127.0.0.1:9", DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" };

/** What checks SARIF, or why it cannot be had. */
export type SarifValidator = SarifCheck | { readonly missing: string };

/** What checks SARIF. */
export interface SarifCheck {
    /** Returns the faults of a file, a line for each. */
    readonly validate: (file: string) => Promise<readonly string[]>;
    /** A file with the schema of SARIF 2.1.0, which that goes by but for lists of words. */
    readonly schema: string;
}

/**
 * Returns what checks SARIF by its schema, by what the standard says besides and by the rules of GitHub's code scanning; it is
 * gotten where no earlier run has.
 *
 * @see https://github.com/microsoft/sarif-sdk/blob/main/docs/multitool-usage.md
 */
export async function findSarifValidator(): Promise<SarifValidator> {
    const surroundings = surroundingsOf({ say: (line) => void process.stderr.write(`${line}\n`) });
    const digest = createHash("sha256");
    FILES.forEach((file) => digest.update(readFileSync(join(PACKAGE, file))));
    const folder = join(cacheFolder(surroundings.env), "sarif", digest.digest("hex").slice(0, 16));
    const installed = join(folder, "node_modules", "@microsoft", `sarif-multitool-${process.platform}`);
    const program = join(installed, "Sarif.Multitool");
    const fault = existsSync(whole(folder)) ? undefined : await withCacheLock(surroundings, (held) => fill(folder, program, held));
    return fault === undefined ? { validate: (file) => validate(program, file), schema: join(installed, "sarif-2.1.0.json") } : { missing: fault };
}

/** Installs the package; returns why it could not. */
async function fill(folder: string, program: string, { env, signal, say }: Surroundings): Promise<string | undefined> {
    say("getting what checks SARIF");
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await Promise.all(FILES.map((file) => copyFile(join(PACKAGE, file), join(folder, file))));
    const { code, output } = await run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { env, cwd: folder, limitMs: INSTALL_MS, signal });
    if (code !== 0 || !existsSync(program)) {
        await rm(folder, { recursive: true, force: true });
        return `what checks SARIF cannot be had: ${lastLine(output)}`;
    }
    await chmod(program, 0o755);
    const asked = await run(program, ["version"], { env: { ...env, ...ENVIRONMENT }, limitMs: VALIDATE_MS, signal });
    if (!asked.output.includes("SARIF")) {
        return `what checks SARIF does not run here: ${lastLine(asked.output)}`;
    }
    await writeFile(whole(folder), "");
    return undefined;
}

async function validate(program: string, file: string): Promise<readonly string[]> {
    const words = ["validate", file, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning", "--output", `${file}.faults`, "--log", "ForceOverwrite", "--max-file-size-in-kb", "1000000"];
    const { output } = await run(program, words, { env: { ...process.env, ...ENVIRONMENT }, limitMs: VALIDATE_MS });
    if (!/^Analysis completed successfully/m.test(output)) {
        throw new Error(`Cannot check ${file}: ${lastLine(output)}`);
    }
    return [...output.matchAll(/: (error|warning) (\w+): (.*)$/gm)].map(([, level = "", rule = "", text = ""]) => `${level} ${rule}: ${text}`);
}

function whole(folder: string): string {
    return join(folder, "whole");
}
