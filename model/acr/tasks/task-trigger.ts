import type { SourceTrigger, TaskTrigger } from "./task-properties";
import { parseGitSource } from "./task-source";
import type { TaskSpec } from "./task-spec";
import { contextOf } from "./task-steps";

/**
 * Returns what makes a task run. A status that is left out would stay as it is in Azure, so all are enabled in words.
 *
 * @throws {RangeError} If commits or pull requests of no git repository, or without a token, are to make it run.
 */
export function planTrigger(spec: TaskSpec): TaskTrigger {
    const { baseImage, timers = [] } = spec.triggers ?? {};
    return {
        sourceTriggers: planSource(spec),
        timerTriggers: timers.map(({ name, schedule }) => ({ name, schedule, status: "Enabled" })),
        ...(baseImage === undefined ? {} : {
            baseImageTrigger: {
                name: "base-image",
                baseImageTriggerType: baseImage,
                updateTriggerPayloadType: "Default",
                status: "Enabled",
            },
        }),
    };
}

function planSource(spec: TaskSpec): readonly SourceTrigger[] {
    const { commit, pullRequest } = spec.triggers ?? {};
    const branch = commit ?? pullRequest;
    if (branch === undefined) {
        return [];
    }
    const { repositoryUrl, control } = parseGitSource(contextOf(spec) ?? "") ?? {};
    const token = spec.gitToken;
    if (repositoryUrl === undefined || control === undefined || token === undefined) {
        throw new RangeError(`Cannot plan task "${spec.name}" to run on commits: it has no git repository with webhooks, or no token`);
    }
    return [{
        name: "source",
        status: "Enabled",
        sourceTriggerEvents: [
            ...(commit === undefined ? [] : ["commit" as const]),
            ...(pullRequest === undefined ? [] : ["pullrequest" as const]),
        ],
        sourceRepository: {
            sourceControlType: control,
            repositoryUrl,
            branch,
            sourceControlAuthProperties: { tokenType: "PAT", token, scope: "repo" },
        },
    }];
}
