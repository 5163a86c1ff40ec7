import type { Problem } from "../problem";
import { isProtected } from "../protect";
import { listNotices } from "./acr-notices";
import type { AcrPlan } from "./acr-plan";
import { planApiVersion, planProperties } from "./acr-properties";
import type { AcrSpec } from "./acr-spec";
import { lowestTier } from "./acr-tier";
import { planParts } from "./plan-parts";
import { findAcrProblems } from "./rules/acr-rules";
import type { PushedImage } from "./tasks/purge-command";
import { planRuns } from "./tasks/task-run";
import { isSame } from "./values/arm-id";
import { formatRegion } from "./values/region";

/** What a registry's plan depends on besides what is asked for. */
export interface AcrFacts {
    /** The stack's name, with or without its organisation and project. */
    readonly stack: string;

    /** What the stack pushes to the registry, which no purge deletes. */
    readonly images: readonly PushedImage[];
}

/** Returns what to make of a registry, unless there are problems: every contradiction in what is asked for. */
export function planAcr(
    spec: AcrSpec,
    { stack, images }: AcrFacts,
): { readonly plan: AcrPlan | undefined; readonly problems: readonly Problem[] } {
    const runs = planRuns(spec, images);
    const problems = [...findAcrProblems(spec), ...runs.problems];
    if (problems.length > 0) {
        return { plan: undefined, problems };
    }
    const tier = spec.tier ?? lowestTier(spec).tier;
    const plan: AcrPlan = {
        name: spec.name,
        resourceGroup: spec.resourceGroup,
        location: formatRegion(spec.location),
        tier,
        tags: spec.tags,
        protect: isProtected(spec.protect, stack),
        permissions: spec.permissions,
        apiVersion: planApiVersion(spec),
        properties: planProperties(spec, tier),
        identity: planIdentity(spec),
        ...planParts(spec),
        ...(spec.lock === undefined ? {} : { lock: spec.lock }),
        defender: spec.defender,
        agentPools: runs.agentPools,
        tasks: runs.tasks,
        notices: [...listNotices(spec), ...runs.notices],
    };
    return { plan, problems };
}

/** The identity that may use the key is one of the registry's. */
function planIdentity({ systemIdentity, identities, customerManagedKey }: AcrSpec): AcrPlan["identity"] {
    const { identity } = customerManagedKey ?? {};
    const isThere = identity === undefined || identities.some((id) => isSame(id, identity));
    return { system: systemIdentity, existing: isThere ? identities : [...identities, identity] };
}
