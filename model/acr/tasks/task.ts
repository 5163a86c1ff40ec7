import type { Problem } from "../../problem";
import { problemIf, quote } from "../../registry-problem";
import { isSame } from "../values/arm-id";
import type { TaskContext } from "./task-context";
import { planIdentity, planTaskGrants } from "./task-identity";
import type { TaskPlan } from "./task-plan";
import { DEFAULT_TASK_PLATFORM, parseTaskPlatform } from "./task-platform";
import { findTaskProblems } from "./task-problem";
import { TASK_API_VERSION, type TaskProperties } from "./task-properties";
import type { TaskSpec } from "./task-spec";
import { planStep } from "./task-steps";
import { planTrigger } from "./task-trigger";

/** The name of the task that purges. */
export const PURGE_TASK = "purge";

/**
 * How long a task may take.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/RegistryTasks/models.tsp (`TaskProperties`)
 */
export const TASK_TIMEOUT_SECONDS = { least: 300, most: 28_800, default: 3600 } as const;

/** Source: https://github.com/Azure/azure-cli/blob/dev/src/azure-cli/azure/cli/command_modules/acr/task.py (`DEFAULT_CPU`) */
const DEFAULT_CPU = 2;

/** Returns the tasks to make, and what is wrong with them. A task with a mistake has no plan. */
export function planTasks(
    specs: readonly TaskSpec[],
    context: TaskContext,
): { readonly plans: readonly TaskPlan[]; readonly problems: readonly Problem[] } {
    const found = specs.map((spec, index) => {
        const at = ["tasks", index];
        const problems = [
            ...problemIf(isSame(spec.name, PURGE_TASK), [...at, "name"], "another name, as this is the task that purges", quote(spec.name)),
            ...findTaskProblems(spec, at, context),
        ];
        return { problems, plans: problems.length > 0 ? [] : [planTask(spec, context)] };
    });
    return { plans: found.flatMap(({ plans }) => plans), problems: found.flatMap(({ problems }) => problems) };
}

/**
 * Returns the task to make.
 *
 * @throws {RangeError} If it has no work, or triggers that it cannot have.
 */
export function planTask(spec: TaskSpec, context: TaskContext): TaskPlan {
    const { name } = spec;
    const agentPool = context.agentPools.find((pool) => isSame(pool.name, spec.agentPool ?? ""))?.name;
    return {
        name,
        location: context.location,
        tags: context.tags,
        apiVersion: TASK_API_VERSION,
        properties: planProperties(spec, agentPool),
        ...planIdentity(spec, context),
        ...(agentPool === undefined ? {} : { agentPool }),
        grants: planTaskGrants(spec, context),
    };
}

function planProperties(spec: TaskSpec, agentPool: string | undefined): TaskProperties {
    const { logTemplate, timeoutSeconds = TASK_TIMEOUT_SECONDS.default } = spec;
    return {
        status: spec.enabled === false ? "Disabled" : "Enabled",
        platform: parseTaskPlatform(spec.platform ?? DEFAULT_TASK_PLATFORM),
        agentConfiguration: { cpu: spec.cpu ?? DEFAULT_CPU },
        ...(agentPool === undefined ? {} : { agentPoolName: agentPool }),
        timeout: timeoutSeconds,
        step: planStep(spec, timeoutSeconds),
        trigger: planTrigger(spec),
        ...(logTemplate === undefined ? {} : { logTemplate }),
    };
}
