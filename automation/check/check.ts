import { existsSync, readFileSync } from "node:fs";
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
import { fails, formatCounts } from "./report";
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
        if (error instanceof UsageError || error instanceof ConfigError || error instanceof InputError) {
            process.stderr.write(`${error.message}\n`);
            return 2;
        }
        throw error;
    }
}

async function check(root: string, options: CheckOptions): Promise<number> {
    const { config, exemptions } = readPolicies(root, options.policies);
    const sources = await listSources(root, options, (line) => process.stderr.write(`${line}\n`));
    const judged = await judgeStacks(sources, config);
    const report = applyExemptions(judged.found, exemptions, new Date().toISOString().slice(0, 10), judged.stacks);
    const sorted = { ...report, violations: worstFirst(report.violations), exempt: worstFirst(report.exempt) };
    const policies = options.policies === undefined ? POLICY_FILE : relative(root, options.policies).split(sep).join("/");
    const checked = { report: sorted, gate: options.gate, rules, placeOf: placeIn(root, judged.places, policies) };
    process.stdout.write(formatReport(options.format, checked));
    process.stderr.write(options.format === "text" ? `${formatCounts(sorted)}\n` : "");
    return fails(checked) ? 1 : 0;
}

function readPolicies(root: string, chosen: string | undefined): PolicyFile {
    const file = chosen ?? join(root, POLICY_FILE);
    if (chosen === undefined && !existsSync(file)) {
        return NO_FILE;
    }
    try {
        return readPolicyFile(readFileSync(file, "utf8"), rules);
    } catch (error) {
        throw error instanceof Error && "code" in error ? new InputError(`Cannot read ${file}: ${String(error.code)}`) : error;
    }
}
