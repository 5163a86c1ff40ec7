import { groupBy, type Group } from "../../model/group-by";
import type { CheckReport, Verdict } from "../../policies/report";
import type { Rule } from "../../policies/rule";

/** Where a person can change what a verdict is about. */
export interface Place {
    /** Relative to the project, with `/`. */
    readonly file: string;
    /** From 1 on. */
    readonly line: number;
}

/** What a report is written from. */
export interface Checked {
    /** Each list worst first. */
    readonly report: CheckReport;
    /** Whether mandatory rules that are undecided fail. */
    readonly gate: boolean;
    readonly rules: readonly Rule[];
    readonly placeOf: (verdict: Verdict) => Place;
}

/** Says whether a check fails. */
export function fails({ report, gate }: Pick<Checked, "report" | "gate">): boolean {
    return [...report.violations, ...(gate ? report.undecided : [])].some(isMandatory);
}

/** Says whether a verdict is of a rule that stops a run. */
export function isMandatory({ level }: Verdict): boolean {
    return level === "mandatory";
}

/** Returns verdicts by resource and place, each with the first of them at the place of the first. */
export function groupByResource({ placeOf }: Pick<Checked, "placeOf">, verdicts: readonly Verdict[]): readonly Group<Verdict>[] {
    return groupBy(verdicts, (verdict) => `${placeOf(verdict).file} ${verdict.resource}`).map(([, group]) => group);
}

/** Returns the numbers in words: `3 violations (2 mandatory), 1 undecided, 0 exempt in 41 resources`. */
export function formatCounts({ violations, undecided, exempt, resources }: CheckReport): string {
    const mandatory = (verdicts: readonly Verdict[]) => {
        const count = verdicts.filter(isMandatory).length;
        return count === 0 ? "" : ` (${count} mandatory)`;
    };
    return [
        `${violations.length} ${violations.length === 1 ? "violation" : "violations"}${mandatory(violations)}`,
        `${undecided.length} undecided${mandatory(undecided)}`,
        `${exempt.length} exempt in ${resources} ${resources === 1 ? "resource" : "resources"}`,
    ].join(", ");
}

/** Returns what to say of a check that fails only on what is undecided; nothing of any other. */
export function formatGate({ report, gate }: Pick<Checked, "report" | "gate">): string | undefined {
    return gate && !report.violations.some(isMandatory) && report.undecided.some(isMandatory)
        ? "Failed, as mandatory rules are undecided: give them what they lack, or check a preview with --preview; --no-gate lets them pass."
        : undefined;
}

/** Returns a text in which nothing moves a terminal or starts a line, which a pipeline may take for a command. */
export function oneLine(text: string): string {
    return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\uFFFD");
}
