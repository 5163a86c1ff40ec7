import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { withCacheLock } from "../../toolchain/lock";
import { lastLine, run } from "../../toolchain/run";
import { cacheFolder, surroundingsOf, type Surroundings } from "../../toolchain/surroundings";

/**
 * The oldest Python 3 that all of the requirements run on.
 *
 * Sources: https://github.com/getmoto/moto/blob/5.2.5/setup.cfg and https://github.com/aws-cloudformation/cfn-lint/blob/v1.58.0/pyproject.toml
 */
const OLDEST = 10;

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

const ASK_MS = 20_000;

const INSTALL_MS = 600_000;

/** A Python with some packages, or why there is none. */
export type Python = { readonly program: string } | { readonly missing: string };

/**
 * Returns a Python that has the packages, and gets them where no earlier run has.
 *
 * @param requirements a file with their names and versions
 */
export async function findPython(requirements: string): Promise<Python> {
    const surroundings = surroundingsOf({ say: (line) => process.stderr.write(`${line}\n`) });
    const found = await findBase(surroundings.env);
    if (found === undefined) {
        return { missing: `no Python 3.${OLDEST} or newer with venv and pip is on PATH` };
    }
    // An environment cannot be moved: it is made where it stays, and is good once it says so.
    const key = createHash("sha256").update(readFileSync(requirements)).update(found.version).digest("hex").slice(0, 16);
    const folder = join(cacheFolder(surroundings.env), "python", key);
    const python: Python = { program: join(folder, "bin", "python") };
    if (await isGood(folder, surroundings)) {
        return python;
    }
    const fault = await withCacheLock(surroundings, async (held) => (await isGood(folder, held) ? undefined : fill(folder, found.name, requirements, held)));
    return fault === undefined ? python : { missing: fault };
}

async function findBase(env: NodeJS.ProcessEnv): Promise<{ readonly name: string; readonly version: string } | undefined> {
    for (const name of NAMES) {
        const question = "import venv, ensurepip, sys; print(sys.executable, *sys.version_info[:3])";
        const { code, output } = await run(name, ["-c", question], { env, limitMs: ASK_MS });
        const [, major, minor] = / (\d+) (\d+) \d+$/.exec(output.trim()) ?? [];
        if (code === 0 && major === "3" && Number(minor) >= OLDEST) {
            return { name, version: output.trim() };
        }
    }
    return undefined;
}

/** Returns true if the environment was made whole, and its Python is still there. */
async function isGood(folder: string, { env }: Surroundings): Promise<boolean> {
    return existsSync(whole(folder)) && (await run(join(folder, "bin", "python"), ["-c", ""], { env, limitMs: ASK_MS })).code === 0;
}

/** Makes the environment; returns why it could not. */
async function fill(folder: string, base: string, requirements: string, { env, signal, say }: Surroundings): Promise<string | undefined> {
    say(`getting the packages of ${relative(process.cwd(), requirements)}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const steps = [
        [base, "-m", "venv", folder],
        // Wheels only: what is installed is not run before it is used.
        [join(folder, "bin", "python"), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check",
            "--only-binary", ":all:", "--requirement", requirements],
    ];
    for (const [program = "", ...args] of steps) {
        const { code, output } = await run(program, args, { env, limitMs: INSTALL_MS, signal });
        if (code !== 0) {
            await rm(folder, { recursive: true, force: true });
            return `the Python packages cannot be had: ${lastLine(output)}`;
        }
    }
    await writeFile(whole(folder), "");
    return undefined;
}

function whole(folder: string): string {
    return join(folder, "whole");
}
