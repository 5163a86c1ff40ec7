import * as v from "valibot";
import { LineCounter, parseDocument, visit, type Document } from "yaml";
import { formatNow } from "../model/config-problem";
import { isMap } from "../model/one-of";
import { ConfigError, onceEach, type Problem } from "../model/problem";
import { DEFAULT_CONFIG, type PackConfig, type RuleConfig } from "./configured";
import type { Exemption } from "./exemption";
import { fileSchema, LEVELS } from "./file-schema";
import type { Rule } from "./rule";

/** The file in which a project sets the pack up, beside `Pulumi.yaml`. */
export const POLICY_FILE = "policies.yaml";

/** What a project has set. */
export interface PolicyFile {
    readonly config: PackConfig;
    readonly exemptions: readonly Exemption[];
}

/** What holds without a file. */
export const NO_FILE: PolicyFile = { config: DEFAULT_CONFIG, exemptions: [] };

/**
 * Returns what a project has set; an empty text sets nothing.
 *
 * @param text YAML or JSON
 * @param rules those that can be set
 * @throws {ConfigError} With every mistake in it.
 */
export function readPolicyFile(text: string, rules: readonly Rule[]): PolicyFile {
    const { success, issues = [], output } = v.safeParse(fileSchema(rules), parseYaml(text));
    if (!success) {
        throw new ConfigError(onceEach(issues.map(problemOf)));
    }
    const { preset = DEFAULT_CONFIG.preset, settings = {}, rules: entries = {}, exemptions = [] } = output;
    const configs = Object.entries(entries).map(([id, entry]) => [id, ruleConfig(entry)] as const);
    return { config: { preset, settings, rules: Object.fromEntries(configs) }, exemptions };
}

function parseYaml(text: string): unknown {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) {
        throw new ConfigError(document.errors.map(({ message, pos: [at] }) =>
            ({ key: `${POLICY_FILE}:${lines.linePos(at).line}`, required: "YAML", now: message })));
    }
    const written = followAliases(document, lines) ?? {};
    if (Array.isArray(written)) {
        throw new ConfigError([{ key: POLICY_FILE, required: "a map", now: "a list" }]);
    }
    return written;
}

/** Aliases are followed only here, and may be of nothing, of what they are in, or of too much. */
function followAliases(document: Document, lines: LineCounter): unknown {
    try {
        return document.toJS();
    } catch {
        const at = findLostAlias(document);
        const key = at === undefined ? POLICY_FILE : `${POLICY_FILE}:${lines.linePos(at).line}`;
        const now = at === undefined ? "aliases (*) of too much" : "an alias (*) of nothing";
        throw new ConfigError([{ key, required: "YAML", now }]);
    }
}

/** Returns where the first alias is that has no anchor before it. */
function findLostAlias(document: Document): number | undefined {
    let at: number | undefined;
    visit(document, {
        Alias: (_, alias) => {
            if (alias.resolve(document) === undefined) {
                at = alias.range?.[0] ?? 0;
                return visit.BREAK;
            }
            return undefined;
        },
    });
    return at;
}

function problemOf(issue: v.BaseIssue<unknown>): Problem {
    const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
    const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("").slice(1);
    const isUnknownKey = issue.type === "raw_check" || issue.type === "never";
    return {
        key: place === "" ? POLICY_FILE : `${POLICY_FILE}: ${place}`,
        required: issue.message,
        now: isUnknownKey ? JSON.stringify(path.at(-1)) : formatNow(path, issue.input),
    };
}

function ruleConfig(entry: unknown): RuleConfig {
    const { level, ...settings } = isMap(entry) ? entry : { level: entry };
    const known = LEVELS.find((candidate) => candidate === level);
    return { settings, ...(known === undefined ? {} : { level: known }) };
}
