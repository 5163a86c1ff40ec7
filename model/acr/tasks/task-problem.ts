import type { Problem } from "../../problem";
import { LEGACY_SCOPE } from "../access/role-plan";
import { registryProblem, findTwice, problemIf, quote, type RegistryPath } from "../../registry-problem";
import { isSame } from "../values/arm-id";
import { countOf } from "./agent-pool";
import type { TaskContext } from "./task-context";
import { hasIdentity, identitiesOf, OWN_IDENTITY } from "./task-identity";
import { DEFAULT_TASK_PLATFORM } from "./task-platform";
import { parseGitSource } from "./task-source";
import type { TaskSpec } from "./task-spec";
import { contextOf, WORK_KEYS } from "./task-steps";

/** Returns what of one task contradicts itself or the registry. Secrets are never shown. */
export function findTaskProblems(spec: TaskSpec, at: RegistryPath, context: TaskContext): readonly Problem[] {
    return [
        ...findWorkProblems(spec, at),
        ...findSourceProblems(spec, at),
        ...findTimerProblems(spec, at),
        ...findPoolProblems(spec, [...at, "agentPool"], context),
        ...findNetworkProblems(spec, [...at, "agentPool"], context),
        ...findIdentityProblems(spec, at, context),
        ...findTwiceProblems(spec, at),
    ];
}

function findWorkProblems(spec: TaskSpec, at: RegistryPath): readonly Problem[] {
    const kinds = WORK_KEYS.filter((key) => spec[key] !== undefined);
    return problemIf(kinds.length !== 1, at, `one of ${WORK_KEYS.join(", ")}`, kinds.length === 0 ? "none of them" : kinds.join(" and "));
}

function findSourceProblems(spec: TaskSpec, at: RegistryPath): readonly Problem[] {
    const { commit, pullRequest } = spec.triggers ?? {};
    if (commit === undefined && pullRequest === undefined) {
        return [];
    }
    const context = contextOf(spec);
    const source = context === undefined ? undefined : parseGitSource(context);
    const trigger = [...at, "triggers", commit === undefined ? "pullRequest" : "commit"];
    return [
        ...problemIf(source === undefined, trigger, "work whose context is the https URL of a git repository",
            context === undefined ? "none" : "another context"),
        ...problemIf(source !== undefined && source.control === undefined, trigger,
            "a context on github.com or Azure DevOps, whose webhooks ACR Tasks understands", quote(source?.repositoryUrl ?? "")),
        ...problemIf(spec.gitToken === undefined, [...at, "gitToken"],
            "a personal access token (a secret), as the trigger sets up a webhook", "nothing"),
        ...problemIf(commit !== undefined && pullRequest !== undefined && commit !== pullRequest, [...at, "triggers", "pullRequest"],
            `the same branch as commit: ${quote(commit ?? "")}`, quote(pullRequest ?? "")),
    ];
}

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-scheduled#about-scheduling-a-task */
function findTimerProblems({ triggers: { timers = [] } = {} }: TaskSpec, at: RegistryPath): readonly Problem[] {
    return (["name", "schedule"] as const).flatMap((key) => {
        const texts = timers.map((timer) => timer[key]);
        return findTwice(texts.map((text) => text.toLowerCase())).map(({ index, earlier }) => registryProblem(
            [...at, "triggers", "timers", index, key],
            `another ${key} than that of timers[${earlier}]`,
            quote(texts[index] ?? ""),
        ));
    });
}

function findPoolProblems(spec: TaskSpec, at: RegistryPath, { agentPools }: TaskContext): readonly Problem[] {
    const { agentPool, platform = DEFAULT_TASK_PLATFORM } = spec;
    if (agentPool === undefined) {
        return [];
    }
    const pool = agentPools.find(({ name }) => isSame(name, agentPool));
    const names = agentPools.map(({ name }) => name).join(", ");
    return [
        ...problemIf(pool === undefined, at,
            names === "" ? "nothing, as the registry has no agentPools" : `one of the agentPools ${names}`, quote(agentPool)),
        ...problemIf(pool !== undefined && countOf(pool) === 0, at, "an agent pool with at least one machine", quote(agentPool)),
        // Source: https://learn.microsoft.com/azure/container-registry/tasks-agent-pools#preview-limitations
        ...problemIf(!platform.startsWith("linux/"), at, "nothing, as agent pools have Linux alone", `${quote(agentPool)} for ${platform}`),
    ];
}

/** Since June 2025 tasks are no trusted service. Source: https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks */
function findNetworkProblems(spec: TaskSpec, at: RegistryPath, context: TaskContext): readonly Problem[] {
    const [first] = identitiesOf(spec, context);
    const isUserAssigned = first !== undefined && first !== OWN_IDENTITY;
    const pool = context.agentPools.find(({ name }) => isSame(name, spec.agentPool ?? ""));
    // One that there is not is told as such.
    const isPool = spec.agentPool !== undefined && (pool === undefined || pool.subnet !== undefined);
    const isKeptOut = context.restrictedNetwork && !context.tasksBypass && !isPool && !isUserAssigned;
    return problemIf(
        isKeptOut,
        at,
        "an agent pool with a subnet, a user-assigned identity first, or tasksBypass: true, as the registry's network is restricted",
        `${pool === undefined ? "none" : `${quote(pool.name)} without a subnet`}, and ${first === OWN_IDENTITY ? "the task's own identity" : "no identity"}`,
    );
}

function findIdentityProblems(spec: TaskSpec, at: RegistryPath, context: TaskContext): readonly Problem[] {
    const identities = identitiesOf(spec, context);
    const { repositories, registries = {} } = spec;
    return [
        ...problemIf(identities.length === 0 && context.permissions === "abac", [...at, "identities"],
            "at least one identity, as with permissions: abac there is no token of the registry's own", "an empty list"),
        ...problemIf(repositories !== undefined && context.permissions === "legacy", [...at, "repositories"],
            `nothing, as ${LEGACY_SCOPE}`, repositories?.join(", ") ?? ""),
        ...findTwice(identities.map((identity) => identity.toLowerCase())).map(({ index, earlier }) => registryProblem(
            [...at, "identities", index],
            `another than identities[${earlier}]`,
            quote(identities[index] ?? ""),
        )),
        ...Object.entries(registries).filter(([, identity]) => !hasIdentity(identities, identity)).map(([host, identity]) => registryProblem(
            [...at, "registries", host],
            "one of the task's identities",
            quote(identity),
        )),
    ];
}

function findTwiceProblems({ build, file, steps }: TaskSpec, at: RegistryPath): readonly Problem[] {
    const pairs: [kind: string, key: string, clear: object | undefined, secret: object | undefined][] = [
        ["build", "secretArguments", build?.arguments, build?.secretArguments],
        ["file", "secretValues", file?.values, file?.secretValues],
        ["steps", "secretValues", steps?.values, steps?.secretValues],
    ];
    return pairs.flatMap(([kind, key, clear = {}, secret = {}]) => Object.keys(secret)
        .filter((name) => Object.hasOwn(clear, name))
        .map((name) => registryProblem([...at, kind, key, name], "a name that is not also written in clear", `${quote(name)} twice`)));
}
