import * as v from "valibot";
import { closedMap, needed, optional, text, wholeNumber, word } from "../../config-field";
import { armId } from "../values/acr-text";
import type { AgentPoolSpec } from "./agent-pool-spec";

/** More than Azure gives without being asked; it names no limit. */
const POOL_COUNT_MAX = 100;

/** Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/RegistryTasks/AgentPool.tsp */
const POOL_NAME = /^[a-zA-Z0-9-]{3,20}$/;

/** The keys of an agent pool. */
export const AGENT_POOL_KEYS = {
    name: needed(
        "What tasks call it by.",
        text("the name of an agent pool: 3 to 20 letters, digits and -", (pool) => POOL_NAME.test(pool)),
    ),
    tier: optional("2, 4, 8 or 64 cores for each machine.", word("S1, S2, S3 or I6", ["S1", "S2", "S3", "I6"]), "S1"),
    count: optional(
        "Machines. They cost as long as they are there.",
        wholeNumber(`a whole number, 0 to ${POOL_COUNT_MAX}`, 0, POOL_COUNT_MAX),
        "1",
    ),
    subnet: optional(
        "Where the machines stand.",
        armId("a subnet", "Microsoft.Network/virtualNetworks/subnets"),
        "in no network of yours",
    ),
};

/** One agent pool. */
export const AGENT_POOL_SCHEMA = v.pipe(
    closedMap("a map with at least name", AGENT_POOL_KEYS),
    v.transform((pool): AgentPoolSpec => pool),
);
