import { listOf, optional } from "../../config-field";
import { AGENT_POOL_SCHEMA } from "./agent-pool-schema";
import { PURGE_SCHEMA } from "./purge-schema";
import { TASK_SCHEMA } from "./task-schema";

/** The keys of a registry that say what runs in it. */
export const RUN_KEYS = {
    agentPools: optional("Machines of your own for tasks. Needs tier Premium.", listOf("a list of agent pools", AGENT_POOL_SCHEMA), "none"),
    tasks: optional("Work that runs in the registry.", listOf("a list of tasks", TASK_SCHEMA), "none"),
    purge: optional("What goes from the registry, and when.", PURGE_SCHEMA, "nothing goes"),
};
