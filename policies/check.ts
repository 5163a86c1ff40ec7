import { groupBy } from "../model/group-by";
import type { Configured } from "./configured";
import { judge, scopeOf } from "./judge";
import type { CheckReport, Verdict } from "./report";
import type { Facts, Rule, Severity } from "./rule";

/** What a check goes by besides the rules. */
export interface CheckSettings {
    /** What a team has set. */
    readonly configOf: (rule: Rule) => Configured;

    /** Resources that are looked at for what they say of others, and not judged. @default - none */
    readonly others?: readonly Facts[];
}

/** Worst last. */
const SEVERITIES: readonly Severity[] = ["low", "medium", "high", "critical"];

/**
 * Returns what rules find in the resources of one stack, each thing once and worst first. A rule gets the same facts as
 * from the engine: the others only where a resource cannot be judged alone.
 */
export function checkResources(
    rules: readonly Rule[],
    resources: readonly Facts[],
    { configOf, others = [] }: CheckSettings,
): Pick<CheckReport, "violations" | "undecided"> {
    const all = others.length === 0 ? resources : [...resources, ...others];
    // Stacks have few types, and a rule's pattern is tried on each once.
    const types = groupBy(resources, ({ type }) => type);
    const found = { violations: new Map<string, Verdict>(), undecided: new Map<string, Verdict>() };
    for (const rule of rules) {
        const { level, settings } = configOf(rule);
        if (level === "disabled") {
            continue;
        }
        const { id, severity, fix } = rule;
        for (const facts of types.flatMap(([type, ofType]) => (rule.appliesTo.test(type) ? ofType : []))) {
            const findings = scopeOf(rule, facts) === "stack"
                ? judge(rule, facts, { resources: all, settings })
                : judge(rule, { ...facts, propertyDependencies: {}, dependencies: [] }, { resources: [], settings });
            for (const { verdict, message } of findings) {
                const place = verdict === "violation" ? found.violations : found.undecided;
                place.set(`${id} ${facts.urn} ${message}`, { rule: id, severity, level, resource: facts.urn, type: facts.type, message, fix });
            }
        }
    }
    return { violations: worstFirst([...found.violations.values()]), undecided: worstFirst([...found.undecided.values()]) };
}

/** Returns verdicts by severity, then those that stop a run, then by resource and rule. */
export function worstFirst<V extends Verdict>(verdicts: readonly V[]): readonly V[] {
    return [...verdicts].sort((one, other) =>
        SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) ||
        Number(other.level === "mandatory") - Number(one.level === "mandatory") ||
        compare(one.resource, other.resource) ||
        compare(one.rule, other.rule) ||
        compare(one.message, other.message));
}

/** The same on every machine, whatever its language. */
function compare(one: string, other: string): number {
    return one < other ? -1 : one > other ? 1 : 0;
}
