import type { Problem } from "../../problem";
import { isSame } from "../values/arm-id";
import { formatPurge, type PushedImage } from "./purge-command";
import { scopeOf } from "./purge-pattern";
import { findPurgeProblems } from "./purge-problem";
import type { PurgeSpec } from "./purge-spec";
import { planTask, PURGE_TASK, TASK_TIMEOUT_SECONDS } from "./task";
import type { TaskContext } from "./task-context";
import { granteeOf, identitiesOf } from "./task-identity";
import type { TaskGrant, TaskPlan } from "./task-plan";
import { findTaskProblems } from "./task-problem";
import type { TaskSpec } from "./task-spec";
import { formatSteps } from "./task-steps";

/**
 * Returns the task that purges, what is wrong with it, and what to know of it.
 *
 * @param images what this stack pushes to the registry: its tags are spared, so the task changes with them
 */
export function planPurge(spec: PurgeSpec, context: TaskContext, images: readonly PushedImage[]): {
    /** `undefined` exactly if there are problems. */
    readonly plan: TaskPlan | undefined;
    readonly problems: readonly Problem[];
    readonly notices: readonly string[];
} {
    const at = ["purge"];
    const early = findPurgeProblems(spec, at, context);
    // Of expressions that are not well no command may be made.
    const commands = early.length > 0 ? [] : spec.rules.map((rule) => formatPurge(rule, spec, images));
    const task = toTask(spec, commands);
    const problems = [...early, ...findTaskProblems(task, at, context)];
    return {
        plan: problems.length > 0 ? undefined : { ...planTask(task, context), grants: planPurgeGrants(spec, task, context) },
        problems,
        notices: problems.length > 0 ? [] : noticePurge(spec, context),
    };
}

function toTask(spec: PurgeSpec, commands: readonly string[]): TaskSpec {
    const { schedule, agentPool, identity, timeoutSeconds = TASK_TIMEOUT_SECONDS.default } = spec;
    return {
        name: PURGE_TASK,
        steps: { yaml: formatSteps(commands, timeoutSeconds) },
        triggers: { timers: [{ name: "schedule", schedule }] },
        timeoutSeconds,
        ...(agentPool === undefined ? {} : { agentPool }),
        ...(identity === undefined ? {} : { identities: [identity] }),
    };
}

/** With repository permissions, `acr purge` stops at the first repository that it may not purge: so its rules say where it may. */
function planPurgeGrants({ rules }: PurgeSpec, task: TaskSpec, context: TaskContext): readonly TaskGrant[] {
    const [identity] = identitiesOf(task, context);
    if (identity === undefined) {
        return [];
    }
    const scopes = rules.map(({ repositories }) => scopeOf(repositories));
    const isAbac = context.permissions === "abac";
    const isEverywhere = !isAbac || scopes.includes(undefined);
    return [{
        // A role of legacy permissions that deletes does not read what it deletes.
        rights: isAbac ? ["delete"] : ["pull", "delete"],
        repositories: isEverywhere ? [] : [...new Set(scopes.flatMap((scope) => scope ?? []))].sort(),
        listsRepositories: isAbac,
        grantee: granteeOf(identity, task.name),
    }];
}

function noticePurge({ rules, dryRun = false, agentPool = "" }: PurgeSpec, { permissions, agentPools }: TaskContext): readonly string[] {
    const pool = agentPools.find(({ name }) => isSame(name, agentPool));
    return [
        ...(dryRun ? ["purge: it deletes nothing, and only writes into its log what it would delete"] : []),
        ...(!dryRun && rules.some(({ untagged = false }) => untagged)
            ? ["purge: with untagged, what is deployed by a digest without a tag cannot be pulled any more once it is old enough"]
            : []),
        ...(permissions === "abac"
            ? ["purge: some tasks could not purge with permissions: abac (https://github.com/Azure/acr-cli/issues/611); see what its first run logs"]
            : []),
        ...(pool?.subnet !== undefined
            ? ["purge: its agent pool's subnet has to reach mcr.microsoft.com, where the image of acr purge is"]
            : []),
    ];
}
