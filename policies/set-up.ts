import { readFileSync } from "node:fs";
import type { PolicyPackConfig } from "@pulumi/policy";
import { resolveRule } from "./configured";
import type { Exemption } from "./exemption";
import type { readPolicyFile as readPolicies } from "./policy-file";
import type { Rule } from "./rule";

/** The variable that names the project's file; `start.cjs` sets it, unless somebody has. */
const FILE_VARIABLE = "PULUMI_REGISTRIES_POLICIES";

/** With what the pack starts. */
export interface SetUp {
    /** Levels and settings as the engine takes them, before those of `--policy-pack-config`. */
    readonly initialConfig: PolicyPackConfig | undefined;

    readonly exemptions: readonly Exemption[];

    /** The day in UTC: `2027-03-31`. */
    readonly today: string;
}

/**
 * Returns with what the pack starts in a project. What reads the file is loaded only where there is one.
 *
 * @throws {ConfigError} With every mistake in the project's file.
 */
export function readSetUp(rules: readonly Rule[], environment: NodeJS.ProcessEnv, now: Date): SetUp {
    const today = now.toISOString().slice(0, "2027-03-31".length);
    const file = environment[FILE_VARIABLE];
    if (file === undefined) {
        return { initialConfig: undefined, exemptions: [], today };
    }
    const { readPolicyFile } = require("./policy-file") as { readonly readPolicyFile: typeof readPolicies };
    const { config, exemptions } = readPolicyFile(readText(file), rules);
    const configs = rules.map((rule) => {
        const { level, settings } = resolveRule(rule, config);
        return [rule.id, { ...settings, enforcementLevel: level }] as const;
    });
    return { initialConfig: Object.fromEntries(configs), exemptions, today };
}

function readText(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`Cannot set up the policy pack: ${reason}; correct ${FILE_VARIABLE}`, { cause: error });
    }
}
