import * as v from "valibot";
import { closedMap, listOf, needed, optional } from "../../config-field";
import type { ReplicationRuleSpec } from "../ecr-part-spec";
import type { EcrSpec } from "../ecr-spec";
import { account, nameStarts, region } from "../values/ecr-text";

/** The keys of a destination of replication. */
export const DESTINATION_KEYS = {
    region: needed("The region.", region()),
    account: optional("The account, which has to name this one in its replicationFrom.", account(), "the registry's own"),
};

const DESTINATION_TAKES = "a region such as eu-west-1, or a map with at least region";

/** A region alone is the registry's own account there. */
const DESTINATION = v.pipe(
    v.lazy((input) => (typeof input === "string"
        ? v.pipe(region(), v.transform((name): ReplicationRuleSpec["to"][number] => ({ region: name })))
        : v.pipe(
            closedMap(DESTINATION_TAKES, DESTINATION_KEYS),
            v.transform((destination): ReplicationRuleSpec["to"][number] => destination),
        ))),
    v.title(DESTINATION_TAKES),
);

const DESTINATIONS_TAKE = "a list of at least one region or map with region";

/** The keys of a rule of replication. */
export const REPLICATION_KEYS = {
    to: needed("Where images are copied to once they are pushed.", v.pipe(
        listOf(DESTINATIONS_TAKE, DESTINATION),
        v.minLength(1, DESTINATIONS_TAKE),
        v.title(DESTINATIONS_TAKE),
    )),
    prefixes: optional("Which repositories.", nameStarts(), "all"),
};

/** The keys of a source of replication. */
export const SOURCE_KEYS = {
    account: needed("The account that may replicate to here, from any region.", account()),
    prefixes: optional("Which repositories.", nameStarts(), "all"),
};

type SourceSpec = EcrSpec["replicationFrom"][number];

const SOURCE_TAKES = "an account's id: 12 digits in quotes, or a map with at least account";

/** An account alone may replicate all. */
const SOURCE = v.pipe(
    v.lazy((input) => (typeof input === "string"
        ? v.pipe(account(), v.transform((id): SourceSpec => ({ account: id, prefixes: [] })))
        : v.pipe(
            closedMap(SOURCE_TAKES, SOURCE_KEYS),
            v.transform((source): SourceSpec => ({ prefixes: [], ...source })),
        ))),
    v.title(SOURCE_TAKES),
);

/** The keys of a registry that say what is replicated from and to it. */
export const COPY_KEYS = {
    replication: optional(
        "Where pushed images are copied to, for the whole account and region.",
        listOf("a list of rules of replication", v.pipe(
            closedMap("a map with at least to", REPLICATION_KEYS),
            v.transform((rule): ReplicationRuleSpec => ({ prefixes: [], ...rule })),
        )),
        "nowhere",
    ),
    replicationFrom: optional(
        "Accounts that may replicate to here. The registry's own may anyway.",
        listOf("a list of accounts", SOURCE),
        "no other",
    ),
};
