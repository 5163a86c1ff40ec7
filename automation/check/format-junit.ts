import type { Exempted, Verdict } from "../../policies/report";
import { nameOf, stackOf } from "../../policies/urn";
import { fails, formatCounts, isMandatory, type Checked } from "./report";

/** A test case, and where it counts. */
interface Case {
    readonly suite: string;
    readonly kind: "failure" | "skipped" | "passed";
    readonly xml: string;
}

/**
 * Returns a report as JUnit's XML, a suite for each stack. What fails the check is a failure, what is undecided or exempt is
 * skipped, and what is advisory passes with a text; the check itself is a case too, so that there is always one.
 *
 * @see https://github.com/testmoapp/junitxml
 */
export function formatJunit(checked: Checked): string {
    const { report, gate } = checked;
    const cases = [
        ...report.violations.map((verdict) => caseOf(verdict, isMandatory(verdict) ? "failure" : "passed")),
        ...report.undecided.map((verdict) => caseOf(verdict, gate && isMandatory(verdict) ? "failure" : "skipped")),
        ...report.exempt.map((verdict) => caseOf(verdict, "skipped", formatReason(verdict))),
    ];
    const summary: Case = { suite: "check", kind: "passed", xml: testCase("check", fails(checked) ? "failed" : "passed", element("system-out", {}, formatCounts(report))) };
    const suites = [...new Set([summary, ...cases].map(({ suite }) => suite))].map((name) => {
        const own = [summary, ...cases].filter(({ suite }) => suite === name);
        return element("testsuite", { name, ...countsOf(own) }, `\n${own.map(({ xml }) => xml).join("\n")}\n`, true);
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "policies", ...countsOf([summary, ...cases]) }, `\n${suites.join("\n")}\n`, true)}\n`;
}

function caseOf(verdict: Verdict, kind: Case["kind"], because = verdict.message): Case {
    const { rule, severity, level, resource, type, message, fix } = verdict;
    const text = `${message}\n${fix}\n${resource}`;
    const body = {
        failure: () => element("failure", { type: `${severity}, ${level}`, message }, text),
        skipped: () => element("skipped", { message: because }),
        passed: () => element("system-out", {}, `${severity}, ${level}: ${text}`),
    };
    return { suite: stackOf(resource) || "exemptions", kind, xml: testCase(`${type} ${nameOf(resource) || resource}`, rule, body[kind]()) };
}

function formatReason({ expires, owner, reason }: Exempted): string {
    return `exempt until ${expires} (${owner}): ${reason}`;
}

function testCase(classname: string, name: string, body: string): string {
    return element("testcase", { classname, name }, `\n${body}\n`, true);
}

function countsOf(cases: readonly Case[]) {
    const count = (wanted: Case["kind"]) => String(cases.filter(({ kind }) => kind === wanted).length);
    return { tests: String(cases.length), failures: count("failure"), errors: "0", skipped: count("skipped") };
}

function element(name: string, attributes: Readonly<Record<string, string>>, content = "", isXml = false): string {
    const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`).join("");
    return content === "" ? `<${name}${written}/>` : `<${name}${written}>${isXml ? content : escape(content)}</${name}>`;
}

/** XML has no way to write most control characters: https://www.w3.org/TR/xml/#charsets */
function escape(text: string): string {
    return text
        .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "\uFFFD")
        .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
