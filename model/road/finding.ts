import type { RegistryFault } from "../advice/fault";

/** How a step went; `unknown` is what nobody tells, `skipped` what an earlier step makes impossible. */
export type StepState = "ok" | "failed" | "unknown" | "skipped";

/** What is known after a step. */
export interface Finding {
    readonly state: StepState;

    /** In words. */
    readonly found: string;

    /** What is wrong, though a step that is `ok` may have something that is worth a look; @default - nothing */
    readonly fault?: RegistryFault;

    /** The tag that something is wrong with; @default - it is not about one */
    readonly tag?: string;
}

/** A step of the road to a registry. */
export interface RoadStep {
    readonly step: string;

    readonly state: StepState;

    /** In words. */
    readonly found: string;

    /** What to do, in the order to try it. */
    readonly next: readonly string[];
}

/** Says what to do about what is wrong at a step. */
export type Advise = (fault: RegistryFault, at: { readonly step: string; readonly tag?: string | undefined }) => readonly string[];

/**
 * Returns findings as steps in the order of `names`; one that has several is there several times. Those that were not come
 * to are skipped.
 *
 * @param end the step at which the road ends
 */
export function completeSteps(
    names: readonly string[],
    findings: ReadonlyMap<string, Finding | readonly Finding[]>,
    end: string,
    advise: Advise,
): readonly RoadStep[] {
    const skipped: Finding = { state: "skipped", found: `needs ${end}` };
    return names.flatMap((step) => [findings.get(step) ?? skipped].flat().map(({ state, found, fault, tag }) =>
        ({ step, state, found, next: fault === undefined ? [] : advise(fault, { step, tag }) })));
}
