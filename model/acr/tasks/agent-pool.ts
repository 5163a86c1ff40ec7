import type { TaskContext } from "./task-context";
import type { AgentPoolPlan } from "./task-plan";
import type { AgentPoolSpec } from "./task-spec";

/** Names and processor cores of the machines. Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools#pool-tiers */
const POOL_CORES = { S1: 2, S2: 4, S3: 8, I6: 64 } as const;

/** The cores of all S machines of a registry, unless Azure was asked for more. Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools#preview-limitations */
const STANDARD_CORES = 16;

const DEFAULT_TIER = "S1";
const DEFAULT_COUNT = 1;

/** Returns how many machines a pool has. */
export function countOf({ count = DEFAULT_COUNT }: AgentPoolSpec): number {
    return count;
}

/** Returns the agent pools to make, and what Azure may have to be asked for. */
export function planAgentPools(context: TaskContext): {
    readonly plans: readonly AgentPoolPlan[];
    readonly notices: readonly string[];
} {
    const { agentPools } = context;
    return { plans: agentPools.map((pool) => planPool(pool, context)), notices: noticeQuota(agentPools) };
}

function planPool(pool: AgentPoolSpec, { location, tags }: TaskContext): AgentPoolPlan {
    const { name, subnet, tier = DEFAULT_TIER } = pool;
    return { name, location, tags, tier, count: countOf(pool), os: "Linux", ...(subnet === undefined ? {} : { subnet }) };
}

function noticeQuota(pools: readonly AgentPoolSpec[]): readonly string[] {
    const cores = (isolated: boolean) => pools
        .filter(({ tier = DEFAULT_TIER }) => (tier === "I6") === isolated)
        .reduce((sum, pool) => sum + POOL_CORES[pool.tier ?? DEFAULT_TIER] * countOf(pool), 0);
    return [
        ...(cores(false) > STANDARD_CORES
            ? [`agent pools: ${cores(false)} cores, of which Azure gives a registry ${STANDARD_CORES} unless its support was asked for more`]
            : []),
        ...(cores(true) > 0 ? ["agent pools: machines of tier I6 have to be asked for at Azure's support first"] : []),
    ];
}
