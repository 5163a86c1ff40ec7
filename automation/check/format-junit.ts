import { groupBy } from "../../model/group-by";
import type { Exempted, Verdict } from "../../policies/report";
import { nameOf, stackOf } from "../../policies/urn";
import { fails, formatCounts, isMandatory, type Checked } from "./report";

/** A test case, and where it counts. */
interface Case {
    readonly suite: string;
    readonly kind: "failure" | "skipped" | "passed";
    readonly classname: string;
    readonly name: string;
    /** What it came to, as XML. */
    readonly body: string;
}

/**
 * Returns a report as JUnit's XML, a suite for each stack. What fails the check is a failure, what is undecided or exempt is
 * skipped, and what is advisory passes with a text; the check itself is a case too, so that there is always one. Of cases that
 * have class and name in common GitLab keeps one, in whatever suites they are; and it shows only what is inside of elements.
 *
 * @see https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 * @see https://docs.gitlab.com/ci/testing/unit_test_reports/#file-format-and-size-limits
 */
export function formatJunit(checked: Checked): string {
    const { report, gate } = checked;
    const nameOfCase = numbering();
    const cases = [
        ...report.violations.map((verdict) => caseOf(verdict, isMandatory(verdict) ? "failure" : "passed")),
        ...report.undecided.map((verdict) => caseOf(verdict, gate && isMandatory(verdict) ? "failure" : "skipped")),
        ...report.exempt.map((verdict) => caseOf(verdict, "skipped", formatReason(verdict))),
    ];
    const summary: Case = { suite: "check", kind: "passed", classname: "check", name: fails(checked) ? "failed" : "passed", body: element("system-out", {}, formatCounts(report)) };
    const suites = groupBy([summary, ...cases], ({ suite }) => suite).map(([name, own]) =>
        element("testsuite", { name, ...countsOf(own), skipped: count(own, "skipped") }, `\n${own.map((one) => formatCase(one, nameOfCase)).join("\n")}\n`, true));
    return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", { name: "policies", ...countsOf([summary, ...cases]) }, `\n${suites.join("\n")}\n`, true)}\n`;
}

function caseOf(verdict: Verdict, kind: Case["kind"], because = verdict.message): Case {
    const { rule, severity, level, resource, type, message, fix } = verdict;
    const text = `${message}\n${fix}\n${resource}`;
    const body = {
        failure: () => element("failure", { type: `${severity}, ${level}`, message }, text),
        skipped: () => element("skipped", { message: because }, because === message ? text : `${because}\n${text}`),
        passed: () => element("system-out", {}, `${severity}, ${level}: ${text}`),
    };
    const suite = stackOf(resource) || "exemptions";
    return { suite, kind, classname: `${suite}: ${type} ${nameOf(resource) || resource}`, name: rule, body: body[kind]() };
}

/** Returns what gives the second case of a class and name another name. */
function numbering(): (one: Case) => string {
    const counts = new Map<string, number>();
    return ({ classname, name }) => {
        const key = `${classname}\n${name}`;
        const number = (counts.get(key) ?? 0) + 1;
        counts.set(key, number);
        return number === 1 ? name : `${name} (${number})`;
    };
}

function formatReason({ expires, owner, reason }: Exempted): string {
    return `exempt until ${expires} (${owner}): ${reason}`;
}

function formatCase(one: Case, nameOfCase: (one: Case) => string): string {
    return element("testcase", { classname: one.classname, name: nameOfCase(one) }, `\n${one.body}\n`, true);
}

function countsOf(cases: readonly Case[]) {
    return { tests: String(cases.length), failures: count(cases, "failure"), errors: "0" };
}

function count(cases: readonly Case[], wanted: Case["kind"]): string {
    return String(cases.filter(({ kind }) => kind === wanted).length);
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
