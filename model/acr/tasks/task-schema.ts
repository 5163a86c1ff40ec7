import * as v from "valibot";
import { closedMap, flag, listOf, needed, optional, text, wholeNumber, word } from "../../config-field";
import { isRepositoryScope } from "../access/condition";
import { name } from "../values/acr-text";
import { TASK_TIMEOUT_SECONDS } from "./task";
import { DEFAULT_TASK_PLATFORM, TASK_PLATFORMS } from "./task-platform";
import type { TaskSpec } from "./task-spec";
import { branch, filled, identity, imageTemplate, logins, schedule } from "./task-text";
import { TASK_BUILD_KEYS, TASK_FILE_KEYS, TASK_STEPS_KEYS } from "./task-work-schema";

/** The cores of the largest machine. Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools#pool-tiers */
const CPU_MAX = 64;

/** The keys of a timer. */
export const TIMER_KEYS = {
    name: needed(
        "Unique among the task's timers.",
        text("a name of 1 to 50 letters, digits, - and _", (timer) => /^[\w-]{1,50}$/.test(timer)),
    ),
    schedule: needed("When. UTC has no summer time.", schedule()),
};

/** The keys of what makes a task run. */
export const TRIGGER_KEYS = {
    commit: optional("Commits to a branch.", branch(), "none"),
    pullRequest: optional("Pull requests against a branch.", branch(), "none"),
    baseImage: optional(
        "New images that the last stage (Runtime) or any stage (All) builds on.",
        word("Runtime or All", ["Runtime", "All"]),
        "none",
    ),
    timers: optional("Times.", listOf("a list of timers", closedMap("a map with name and schedule", TIMER_KEYS)), "none"),
};

/** The keys of a task. */
export const TASK_KEYS = {
    name: needed("Unique among the registry's tasks.", name("a task", "-_")),
    build: optional(
        "Work: an image to build.",
        v.pipe(closedMap("a map with at least context and images", TASK_BUILD_KEYS), v.title("a map with at least context and images")),
        "other work",
    ),
    file: optional(
        "Work: steps in a git repository.",
        v.pipe(closedMap("a map with at least context", TASK_FILE_KEYS), v.title("a map with at least context")),
        "other work",
    ),
    steps: optional(
        "Work: steps in place.",
        v.pipe(closedMap("a map with at least yaml", TASK_STEPS_KEYS), v.title("a map with at least yaml")),
        "other work",
    ),
    command: optional(
        "Work: an image to run.",
        text("an image with its arguments, on one line", (line) => /^[^\p{Cc}]*\S[^\p{Cc}]*$/u.test(line)),
        "other work",
    ),
    triggers: optional(
        "What makes it run.",
        v.pipe(closedMap("a map of triggers", TRIGGER_KEYS), v.title("a map of triggers")),
        "`az acr task run` alone",
    ),
    gitToken: optional(
        "Reads the git repository and sets up its webhook. A secret.",
        filled("a personal access token (a secret)"),
        "none",
    ),
    platform: optional(
        "What it runs on.",
        text(`one of ${TASK_PLATFORMS.join(", ")}`, (platform) => TASK_PLATFORMS.includes(platform), TASK_PLATFORMS),
        DEFAULT_TASK_PLATFORM,
    ),
    agentPool: optional("The machines that it runs on.", filled("the name of an agent pool"), "machines that Azure shares out"),
    cpu: optional("Processor cores.", wholeNumber(`a whole number of cores, 1 to ${CPU_MAX}`, 1, CPU_MAX), "2"),
    timeoutSeconds: optional(
        "How long a run may take.",
        wholeNumber(`a whole number of seconds, ${TASK_TIMEOUT_SECONDS.least} to ${TASK_TIMEOUT_SECONDS.most}`, TASK_TIMEOUT_SECONDS.least, TASK_TIMEOUT_SECONDS.most),
        `${TASK_TIMEOUT_SECONDS.default}`,
    ),
    enabled: optional("Whether its triggers make it run.", flag(), "true"),
    identities: optional(
        "Who it is. The first logs in to the registry, and is granted push on it.",
        listOf("a list of identities: system, or ARM ids of user-assigned ones", identity()),
        "system with permissions: abac, else none",
    ),
    repositories: optional(
        "What the first identity may pull and push. Needs permissions: abac.",
        listOf("a list of repositories, or with / last of all below", text("a repository such as team-a/web, or with / last all below", isRepositoryScope)),
        "all",
    ),
    registries: optional("Other registries, with the identity that logs in there.", logins(), "none"),
    logTemplate: optional("What the log is pushed as.", imageTemplate(), "it is not pushed"),
};

/** One task. */
export const TASK_SCHEMA = v.pipe(
    closedMap("a map with at least name and one of build, file, steps, command", TASK_KEYS),
    v.transform((task): TaskSpec => task),
);
