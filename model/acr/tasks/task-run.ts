import type { Problem } from "../../problem";
import { isRestricted } from "../acr-network";
import type { AcrPlan } from "../acr-plan";
import type { AcrSpec } from "../acr-spec";
import { formatRegion } from "../values/region";
import { planAgentPools } from "./agent-pool";
import { planPurge } from "./purge";
import type { PushedImage } from "./purge-command";
import { planTasks } from "./task";
import type { TaskContext } from "./task-context";

/**
 * Returns all that runs in a registry, and what is wrong with it.
 *
 * @param images what this stack pushes to the registry, which no purge deletes
 */
export function planRuns(spec: AcrSpec, images: readonly PushedImage[]): Pick<AcrPlan, "agentPools" | "tasks" | "notices"> & {
    readonly problems: readonly Problem[];
} {
    const { tags, permissions, tasksBypass, agentPools } = spec;
    const context: TaskContext = {
        location: formatRegion(spec.location), tags, permissions, tasksBypass, agentPools, restrictedNetwork: isRestricted(spec),
    };
    const pools = planAgentPools(context);
    const tasks = planTasks(spec.tasks, context);
    const purges = (spec.purge === undefined ? [] : [spec.purge]).map((purge) => planPurge(purge, context, images));
    return {
        agentPools: pools.plans,
        tasks: [...tasks.plans, ...purges.flatMap(({ plan }) => plan ?? [])],
        problems: [...tasks.problems, ...purges.flatMap(({ problems }) => problems)],
        notices: [...pools.notices, ...purges.flatMap(({ notices }) => notices)],
    };
}
