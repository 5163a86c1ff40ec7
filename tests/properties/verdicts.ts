import * as proxy from "@pulumi/policy/proxy";
import { judge, scopeOf, type Finding } from "../../policies/judge";
import type { Facts, Rule, Settings } from "../../policies/rule";
import { rules } from "../../policies/rules";

/** What the package exports and its type declarations leave out. */
const { unknownCheckingProxy } = proxy as unknown as { readonly unknownCheckingProxy: <T>(props: T) => T };

/** What a rule has to say of a resource. */
export type Verdict = "passes" | "violation" | "undecided";

/** Returns the rule with an id. */
export function ruleOf(id: string): Rule {
    const rule = rules.find((candidate) => candidate.id === id);
    if (rule === undefined) {
        throw new RangeError(`Cannot find the rule ${id}: there is none`);
    }
    return rule;
}

/** Returns what a rule finds in a resource of a stack, as the engine would show them to it: reading an unknown throws. */
export function findingsIn(rule: Rule, resource: Facts, stack: readonly Facts[], settings: Settings = {}): readonly Finding[] {
    if (!rule.appliesTo.test(resource.type)) {
        return [];
    }
    const shown = stack.map(show);
    const own = shown[stack.indexOf(resource)] ?? show(resource);
    return scopeOf(rule, own) === "stack"
        ? judge(rule, own, { resources: shown, settings })
        : judge(rule, { ...own, propertyDependencies: {}, dependencies: [] }, { resources: [], settings });
}

/** Returns what a rule has to say of a resource of a stack. */
export function verdictOn(id: string, resource: Facts, stack: readonly Facts[] = [resource], settings: Settings = {}): Verdict {
    return verdictOf(findingsIn(ruleOf(id), resource, stack, settings));
}

/** Returns what some findings come to. */
export function verdictOf(findings: readonly Finding[]): Verdict {
    return findings.some(({ verdict }) => verdict === "violation") ? "violation" : findings.length > 0 ? "undecided" : "passes";
}

/** Returns what rules have to say of a whole stack, a sorted line for each that does not pass: `acr-locked registry`. */
export function linesOn(judged: readonly Rule[], stack: readonly Facts[], settings: Settings = {}): readonly string[] {
    const lines = judged.flatMap((rule) =>
        stack.flatMap((resource) => {
            const verdict = verdictOf(findingsIn(rule, resource, stack, settings));
            return verdict === "passes" ? [] : [`${verdict === "undecided" ? "undecided: " : ""}${rule.id} ${resource.name}`];
        }),
    );
    return lines.sort();
}

function show(resource: Facts): Facts {
    return { ...resource, props: unknownCheckingProxy(resource.props) };
}
