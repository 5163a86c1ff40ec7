import { worstFirst } from "./check";
import { formatExemption, holds, type Exemption } from "./exemption";
import { ExemptionUse, type UnusedExemption } from "./exemption-use";
import type { CheckReport, Exempted, Verdict } from "./report";

/** The rule id of what is said of an exemption that has ended. */
export const EXPIRED = "exemption-expired";

/** The rule id of what is said of an exemption that covers nothing, or nothing that another does not. */
export const UNUSED = "exemption-unused";

/** What the rules found, before exemptions. */
export type Found = Omit<CheckReport, "exempt">;

/**
 * Returns what is left of a report, and what was let pass. A violation whose exemption has ended stays, and the ended
 * exemption is told too; so is one that covers nothing, or nothing that another does not. What is undecided can be exempt too.
 *
 * @param today the day in UTC: `2027-03-31`
 * @param stacks the names of the stacks that were looked at; what is for others is not unused. @default - all
 */
export function applyExemptions(
    found: Found,
    exemptions: readonly Exemption[],
    today: string,
    stacks?: readonly string[],
): CheckReport {
    const use = new ExemptionUse(exemptions, today);
    const all = [...found.violations, ...found.undecided];
    const chosen = new Map(all.map((verdict) => [verdict, use.find(verdict.rule, verdict.resource)]));
    const isHeld = (verdict: Verdict) => {
        const exemption = chosen.get(verdict);
        return exemption !== undefined && use.holds(exemption);
    };
    return {
        violations: worstFirst([
            ...found.violations.filter((verdict) => !isHeld(verdict)),
            ...all.filter((verdict) => !isHeld(verdict)).flatMap((verdict) => expiredVerdicts(verdict, chosen.get(verdict))),
            ...use.unused(stacks).map((unused) => unusedVerdict(unused, today)),
        ]),
        undecided: found.undecided.filter((verdict) => !isHeld(verdict)),
        exempt: all.filter(isHeld).flatMap((verdict) => exempted(verdict, chosen.get(verdict))),
        resources: found.resources,
    };
}

function exempted(verdict: Verdict, exemption: Exemption | undefined): Exempted[] {
    if (exemption === undefined) {
        return [];
    }
    const { reason, owner, expires } = exemption;
    return [{ ...verdict, reason, owner, expires }];
}

function expiredVerdicts({ resource, type }: Verdict, exemption: Exemption | undefined): Verdict[] {
    return exemption === undefined ? [] : [exemptionVerdict(EXPIRED, resource, type, formatExpired(exemption))];
}

function unusedVerdict(unused: UnusedExemption, today: string): Verdict {
    return exemptionVerdict(UNUSED, unused.exemption.resource, "exemption", formatUnused(unused, today));
}

function exemptionVerdict(rule: string, resource: string, type: string, message: string): Verdict {
    const [severity, level] = ["medium", "advisory"] as const;
    return { rule, severity, level, resource, type, message, fix: EXEMPTION_FIXES[rule] ?? "" };
}

/** What to do about an exemption, by the rule id under which it is told. */
export const EXEMPTION_FIXES: Readonly<Record<string, string>> = {
    [EXPIRED]: "Correct the resource, or have a new date reviewed.",
    [UNUSED]: "Take it out of the file.",
};

/** Returns what is said of an exemption that has ended. */
export function formatExpired(exemption: Exemption): string {
    return `The exemption from ${exemption.rule} held ${formatExemption(exemption)}.`;
}

/** Returns what is said of an exemption that covers nothing, or nothing that another does not. */
export function formatUnused({ exemption, isShadowed }: UnusedExemption, today: string): string {
    const { rule, resource, stack } = exemption;
    const where = stack === undefined ? "" : ` in ${stack}`;
    const [verb, tense] = holds(exemption, today) ? ["covers", "holds"] : ["covered", "held"];
    const what = isShadowed ? "nothing that another one does not" : "nothing";
    return `The exemption from ${rule} for ${resource}${where} ${verb} ${what}; it ${tense} ${formatExemption(exemption)}.`;
}
