import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { ConfigError } from "../../model/problem";
import { worstFirst } from "../../policies/check";
import { applyExemptions } from "../../policies/exemptions";
import { NO_FILE, POLICY_FILE, readPolicyFile, type PolicyFile } from "../../policies/policy-file";
import { rules } from "../../policies/rules";
import { UsageError } from "../options";
import { formatReport } from "./formats";
import { InputError } from "./input-error";
import { judgeStacks } from "./judge-stacks";
import { readCheckOptions, type CheckOptions } from "./options";
import { placeIn } from "./place";
import { fails, formatCounts, oneLine } from "./report";
import { readSettingsFile } from "./settings-file";
import { listSources } from "./sources";

/**
 * Judges stacks by the rules without the engine, a login, credentials or a network, writes a report to stdout, and returns
 * the exit code: 0 good, 1 a mandatory rule is violated (or undecided, where that counts), 2 something cannot be read.
 *
 * @param words what stands behind `npm run check --`
 */
export async function runCheck(root: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
    // What never ends must not look good.
    process.exitCode = 2;
    try {
        return await check(root, readCheckOptions(words, env));
    } catch (error) {
        const isKnown = error instanceof UsageError || error instanceof ConfigError || error instanceof InputError;
        const message = error instanceof Error ? error.message : String(error);
        process.stderr.write(`${(isKnown ? message : `Cannot check: ${message}`).split("\n").map(oneLine).join("\n")}\n`);
        return 2;
    }
}

async function check(root: string, options: CheckOptions): Promise<number> {
    const { config, exemptions } = readPolicies(root, options.policies);
    const { sources, isWhole } = await listSources(root, options, (line) => process.stderr.write(`${line}\n`));
    const judged = await judgeStacks(sources, config, isWhole);
    const report = applyExemptions(judged.found, exemptions, new Date().toISOString().slice(0, 10), judged.stacks);
    const sorted = { ...report, violations: worstFirst(report.violations), exempt: worstFirst(report.exempt) };
    const policies = options.policies === undefined ? POLICY_FILE : relative(root, options.policies).split(sep).join("/");
    const checked = { report: sorted, gate: options.gate, rules, placeOf: placeIn(root, judged.places, policies) };
    await writeReport(formatReport(options.format, checked));
    process.stderr.write(options.format === "text" ? `${formatCounts(sorted)}\n` : "");
    return fails(checked) ? 1 : 0;
}

/** A reader who has seen enough does not change the verdict. */
async function writeReport(text: string): Promise<void> {
    const { stdout } = process;
    // What cannot be written is told twice, and only the callback is heard.
    stdout.on("error", () => {});
    await new Promise<void>((done, fail) => void stdout.write(text, (error) => {
        const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
        if (error === null || error === undefined || code === "EPIPE") {
            done();
        } else {
            fail(new InputError(`Cannot write the report: ${code ?? error.message}`));
        }
    }));
}

function readPolicies(root: string, chosen: string | undefined): PolicyFile {
    const file = chosen ?? join(root, POLICY_FILE);
    if (chosen === undefined && !existsSync(file)) {
        return NO_FILE;
    }
    return readPolicyFile(readSettingsFile(file), rules);
}
