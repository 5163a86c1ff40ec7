import { adviseOnErrors, type Advice } from "../model/advice/advise-on-errors";
import type { ProgramPlan } from "../source/program-plan";
import type { LocalServices } from "../toolchain/local-services";

/** The most resources that are named. */
const SHOWN = 5;

/** What is known of a stack that is worked on. */
export interface AdvisedStack {
    readonly stack: string;
    /** Not known where all is to go. */
    readonly plan: Pick<ProgramPlan, "config" | "images"> | undefined;
    readonly services: Pick<LocalServices, "host"> | undefined;
}

/** Returns what to do next about the errors of a run, each thing once. */
export function adviseOnRun(errors: readonly string[], { stack, plan, services }: AdvisedStack): readonly Advice[] {
    return adviseOnErrors(errors, {
        stack,
        ...(plan === undefined ? {} : { config: plan.config }),
        images: plan?.images ?? [],
        ...(services === undefined ? {} : { ownHost: services.host }),
    });
}

/** Returns advice for people. */
export function formatAdvice(advice: readonly Advice[]): readonly string[] {
    return advice.flatMap(({ fault, host, resources, next }) => {
        const where = host === undefined ? "" : ` at ${host}`;
        const whose = resources.length === 0 ? "" : ` (${formatNames(resources)})`;
        return ["", `what to do about ${fault}${where}${whose}:`, ...next.map((line) => `  - ${line}`)];
    });
}

function formatNames(names: readonly string[]): string {
    const left = names.length - SHOWN;
    return left > 0 ? `${names.slice(0, SHOWN).join(", ")} and ${left} more` : names.join(", ");
}
