import { checkResources } from "../../policies/check";
import { resolveRule, type PackConfig } from "../../policies/configured";
import type { Found } from "../../policies/exemptions";
import type { Verdict } from "../../policies/report";
import type { Facts } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { stackOf } from "../../policies/urn";
import type { Source } from "./sources";

/** What the rules say of several stacks. */
export interface JudgedStacks {
    readonly found: Found;
    /** Names of the stacks that were looked at; `undefined` if these are all that there are. */
    readonly stacks: readonly string[] | undefined;
    /** Where each verdict is from. */
    readonly places: ReadonlyMap<Verdict, Source>;
}

/**
 * Judges stacks one after the other, each for itself; of a stack nothing is kept but what was found.
 *
 * @param isWhole whether the sources are all stacks of the project. @default false
 */
export async function judgeStacks(sources: readonly Source[], config: PackConfig, isWhole = false): Promise<JudgedStacks> {
    const places = new Map<Verdict, Source>();
    const found: { violations: Verdict[]; undecided: Verdict[]; resources: number } = { violations: [], undecided: [], resources: 0 };
    const stacks = new Set<string>();
    for (const source of sources) {
        const { resources, others } = await source.read();
        const { violations, undecided } = checkResources(rules, resources, { configOf: (rule) => resolveRule(rule, config), others });
        [...violations, ...undecided].forEach((verdict) => places.set(verdict, source));
        found.violations.push(...violations);
        found.undecided.push(...undecided);
        found.resources += resources.length;
        listStacks(source, resources).forEach((stack) => stacks.add(stack));
    }
    return { found, stacks: isWhole ? undefined : [...stacks], places };
}

function listStacks({ config }: Source, resources: readonly Facts[]): readonly string[] {
    return config === undefined ? resources.slice(0, 1).map(({ urn }) => stackOf(urn)) : [config.stack];
}
