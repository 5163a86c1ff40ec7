import * as v from "valibot";
import { closedMap, flag, listOf, needed, optional, text, wholeNumber } from "../../config-field";
import { AGE_TAKES, isAge } from "./purge-age";
import { DEFAULT_TAGS } from "./purge-command";
import type { PurgeSpec } from "./purge-spec";
import { TASK_TIMEOUT_SECONDS } from "./task";
import { filled, identity, schedule } from "./task-text";

/** Source: https://github.com/Azure/acr-cli/blob/cfbb835/cmd/acr/purge.go (`maxPoolSize`) */
const CONCURRENCY_MAX = 32;

/** More tags than anybody keeps by number. */
const KEEP_MAX = 100_000;

/** The keys of one rule. */
export const PURGE_RULE_KEYS = {
    repositories: needed("A regular expression that has to match a repository's whole name.", filled("a regular expression such as team-a/.*")),
    tags: optional("A regular expression that is sought anywhere in a tag.", filled("a regular expression such as ^pr-"), DEFAULT_TAGS),
    olderThan: needed("How long nobody has pushed it.", text(AGE_TAKES, isAge)),
    keep: optional("The newest that stay all the same, in each repository.", wholeNumber(`a whole number, 0 to ${KEEP_MAX}`, 0, KEEP_MAX), "0"),
    untagged: optional("Whether manifests go that have no tag, and are no part of one that has.", flag(), "false"),
};

/** The keys of the purge. */
export const PURGE_KEYS = {
    schedule: needed("When. UTC has no summer time.", schedule()),
    rules: needed("What goes. Never what this stack pushes, nor what is locked.", v.pipe(
        listOf("a list of rules", closedMap("a map with at least repositories and olderThan", PURGE_RULE_KEYS)),
        v.minLength(1, "a list of at least one rule"),
    )),
    dryRun: optional("Whether it only logs what would go.", flag(), "false"),
    concurrency: optional("Requests at a time.", wholeNumber(`a whole number, 1 to ${CONCURRENCY_MAX}`, 1, CONCURRENCY_MAX), "one for each core"),
    timeoutSeconds: optional(
        "How long it may take; thousands of tags take longer than an hour.",
        wholeNumber(`a whole number of seconds, ${TASK_TIMEOUT_SECONDS.default} to ${TASK_TIMEOUT_SECONDS.most}`, TASK_TIMEOUT_SECONDS.default, TASK_TIMEOUT_SECONDS.most),
        `${TASK_TIMEOUT_SECONDS.default}`,
    ),
    agentPool: optional("The machines that it runs on.", filled("the name of an agent pool"), "machines that Azure shares out"),
    identity: optional("Who it is. It is granted delete.", identity(), "system with permissions: abac, else none"),
};

/** The purge. */
export const PURGE_SCHEMA = v.pipe(
    closedMap("a map with at least schedule and rules", PURGE_KEYS),
    v.transform((purge): PurgeSpec => purge),
);
