import { createHash } from "node:crypto";
import type { Exempted, Verdict } from "../../policies/report";
import type { Rule, Severity } from "../../policies/rule";
import type { Checked, Place } from "./report";

/**
 * Numbers that GitHub reads as low, medium, high and critical.
 *
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = { low: "2.0", medium: "5.5", high: "8.0", critical: "9.5" };

/**
 * The most results that GitHub takes of a file; with more it refuses the file.
 *
 * @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning#validating-your-sarif-file
 */
const MOST_RESULTS = 25_000;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * Returns a report as SARIF 2.1.0: a mandatory rule's violation is an error, an advisory one's a warning, what is undecided a
 * note, and what is exempt is suppressed.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function formatSarif({ report, rules, placeOf }: Checked): string {
    const { violations, undecided, exempt } = report;
    const known = new Set(rules.map(({ id }) => id));
    const others = [...violations, ...undecided, ...exempt].filter(({ rule }) => !known.has(rule));
    const descriptors = [...rules.map(describeRule), ...new Map(others.map((verdict) => [verdict.rule, describeOther(verdict)])).values()];
    const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
    const resultOf = (verdict: Verdict, kind: Kind) => formatResult(verdict, { kind, place: placeOf(verdict), ruleIndex: indexes.get(verdict.rule) ?? -1 });
    const results = [
        ...violations.map((verdict) => resultOf(verdict, "violation")),
        ...undecided.map((verdict) => resultOf(verdict, "undecided")),
        ...exempt.map((verdict) => ({ ...resultOf(verdict, "exempt"), suppressions: [suppressionOf(verdict)] })),
    ];
    const { version } = require("../../policies/package.json") as { readonly version: string };
    const driver = { name: "pulumi-registries", semanticVersion: version, rules: descriptors };
    const run = { tool: { driver }, columnKind: "utf16CodeUnits", ...tellLeftOut(results.length - MOST_RESULTS), results: results.slice(0, MOST_RESULTS) };
    return `${JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function tellLeftOut(count: number) {
    const text = `${count} results are left out, as code scanning refuses a file with more than ${MOST_RESULTS}: what is exempt first, then what is undecided, then the least severe. The format json has all.`;
    return count <= 0 ? {} : { invocations: [{ executionSuccessful: true, toolExecutionNotifications: [{ level: "warning", message: { text } }] }] };
}

type Kind = "violation" | "undecided" | "exempt";

function describeRule({ id, title, why, severity, level, fix, url, references }: Rule) {
    return {
        id,
        shortDescription: { text: title },
        fullDescription: { text: `${title}: ${why}.` },
        help: { text: fix, markdown: `${fix} [More](${url})` },
        helpUri: url,
        defaultConfiguration: { enabled: level !== "disabled", level: level === "mandatory" ? "error" : "warning" },
        properties: { "security-severity": SECURITY_SEVERITIES[severity], tags: ["security", ...references] },
    };
}

/** What is said of exemptions themselves. */
function describeOther({ rule, severity, fix }: Verdict): { readonly id: string } {
    const text = rule.replaceAll("-", " ");
    return {
        ...{ id: rule, shortDescription: { text }, fullDescription: { text }, help: { text: fix } },
        ...{ properties: { "security-severity": SECURITY_SEVERITIES[severity], tags: ["security"] } },
    };
}

function formatResult(verdict: Verdict, { kind, place, ruleIndex }: { readonly kind: Kind; readonly place: Place; readonly ruleIndex: number }) {
    const { rule, severity, level, resource, type, message, fix } = verdict;
    const fingerprint = fingerprintOf([rule, resource, message]);
    return {
        ruleId: rule,
        ruleIndex,
        level: kind === "undecided" ? "note" : level === "mandatory" ? "error" : "warning",
        message: { text: `${message} ${fix}` },
        locations: [{
            physicalLocation: { artifactLocation: { uri: uriOf(place.file) }, region: { startLine: place.line } },
            logicalLocations: [{ fullyQualifiedName: resource, kind: "resource" }],
        }],
        // The first is the only one that GitHub goes by; without it, results of one rule on one line would be one alert.
        partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, "ruleResourceMessage/v1": fingerprint },
        properties: { verdict: kind, severity, level, type },
    };
}

function suppressionOf({ reason, owner, expires }: Exempted) {
    return { kind: "external", status: "accepted", justification: `${reason} (${owner}, until ${expires})` };
}

/** The line is no part of it, as it moves. */
function fingerprintOf(parts: readonly string[]): string {
    return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32);
}

function uriOf(file: string): string {
    return file.split("/").map((part) => encodeURIComponent(part)).join("/");
}
