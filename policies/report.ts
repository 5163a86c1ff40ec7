import type { Level, Severity } from "./rule";

/** What a rule found in one resource of a stack. */
export interface Verdict {
    /** The rule's id. */
    readonly rule: string;

    readonly severity: Severity;

    /** What it does, as the team has set it; never `disabled`. */
    readonly level: Exclude<Level, "disabled">;

    /** The resource's URN. */
    readonly resource: string;

    /** The resource's type token. */
    readonly type: string;

    /** What is wrong now, or why nobody can tell; never a secret. */
    readonly message: string;

    /** What to write instead. */
    readonly fix: string;
}

/** A violation that somebody has let pass for a while. */
export interface Exempted extends Verdict {
    readonly reason: string;
    readonly owner: string;
    /** The last day that it holds for, `2027-03-31`. */
    readonly expires: string;
}

/** What the rules found in the resources of one or more stacks. */
export interface CheckReport {
    /** Worst first; those that an exemption covers are not among them. Expired and unused exemptions are. */
    readonly violations: readonly Verdict[];

    /** What no rule could tell, as something is not known yet. */
    readonly undecided: readonly Verdict[];

    readonly exempt: readonly Exempted[];

    /** How many resources were looked at. */
    readonly resources: number;
}
