import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { TOOLS_OF_A_LOCAL_STACK } from "../automation/services";
import { requireTools } from "../toolchain/require";

const ROOT = join(__dirname, "..");

/**
 * Runs everything that CI runs: type check, then all tests, with the tools that the end-to-end tests need. Words behind
 * `npm test --` name test files; without them all are run. Ends with a line `N passed, N failed, N skipped`.
 */
async function main(words: readonly string[]): Promise<number> {
    const say = (line: string) => void process.stderr.write(`${line}\n`);
    say("type check");
    const typed = spawnSync(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-p", ROOT], { stdio: "inherit" });
    await requireTools([...TOOLS_OF_A_LOCAL_STACK, "regctl", "buildctl"], say).catch((error: Error) => say(`${error.message}\nend-to-end tests are skipped`));
    const { passed, failed, skipped } = await runMocha(words);
    const all = failed + (typed.status === 0 ? 0 : 1);
    process.stdout.write(`${passed} passed, ${all} failed, ${skipped} skipped\n`);
    return all === 0 && passed > 0 ? 0 : 1;
}

/** Runs the test files in this process. */
async function runMocha(words: readonly string[]): Promise<{ passed: number; failed: number; skipped: number }> {
    const { default: Mocha } = await import("mocha");
    const mocha = new Mocha({ timeout: 60_000, forbidOnly: true });
    process.chdir(ROOT);
    const files = words.length > 0 ? words : readdirSync("tests", { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".test.ts"))
        .map((file) => join("tests", file))
        .sort(endToEndLast);
    files.forEach((file) => mocha.addFile(join(ROOT, file)));
    return new Promise((resolve) => {
        const runner = mocha.run(() => {
            const { passes = 0, failures = 0, pending = 0 } = runner.stats ?? {};
            resolve({ passed: passes, failed: failures, skipped: pending });
        });
    });
}

function endToEndLast(one: string, other: string): number {
    return Number(one.includes("end-to-end")) - Number(other.includes("end-to-end")) || one.localeCompare(other);
}

void main(process.argv.slice(2)).then((code) => process.exit(code));
