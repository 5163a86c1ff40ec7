/**
 * The version of the REST API that makes tasks. It is the first with `credentials.sourceRegistry.identity`, which a
 * registry with repository permissions needs, and has no successor yet.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/RegistryTasks/main.tsp
 */
export const TASK_API_VERSION = "2025-03-01-preview";

/**
 * What this program sets of a task's `properties`, but for `credentials`.
 *
 * @see https://github.com/Azure/azure-rest-api-specs/blob/main/specification/containerregistry/resource-manager/Microsoft.ContainerRegistry/RegistryTasks/models.tsp
 */
export interface TaskProperties {
    readonly status: "Enabled" | "Disabled";
    readonly platform: TaskPlatform;
    readonly agentConfiguration: { readonly cpu: number };
    readonly agentPoolName?: string;
    /** Seconds. */
    readonly timeout: number;
    readonly step: TaskStep;
    readonly trigger: TaskTrigger;
    readonly logTemplate?: string;
}

/** What a task runs on. */
export interface TaskPlatform {
    readonly os: "Linux" | "Windows";
    readonly architecture: "amd64" | "386" | "arm" | "arm64";
    readonly variant?: "v6" | "v7" | "v8";
}

/** What a task does. */
export type TaskStep = DockerStep | FileTaskStep | EncodedTaskStep;

/** Where a step gets its files from. */
export interface StepContext {
    readonly contextPath?: string;
    /** A secret. */
    readonly contextAccessToken?: string;
}

/** A build. */
export interface DockerStep extends StepContext {
    readonly type: "Docker";
    readonly contextPath: string;
    readonly dockerFilePath: string;
    readonly imageNames: readonly string[];
    readonly arguments: readonly TaskValue[];
    readonly target?: string;
    readonly noCache: boolean;
    readonly isPushEnabled: boolean;
}

/** Steps in a file of the context. */
export interface FileTaskStep extends StepContext {
    readonly type: "FileTask";
    readonly contextPath: string;
    readonly taskFilePath: string;
    readonly valuesFilePath?: string;
    readonly values: readonly TaskValue[];
}

/** Steps in Base64. */
export interface EncodedTaskStep extends StepContext {
    readonly type: "EncodedTask";
    readonly encodedTaskContent: string;
    readonly values: readonly TaskValue[];
}

/** A build argument, or a value that steps are filled in with. */
export interface TaskValue {
    readonly name: string;
    readonly value: string;
    readonly isSecret: boolean;
}

/** What makes a task run. */
export interface TaskTrigger {
    readonly sourceTriggers: readonly SourceTrigger[];
    readonly timerTriggers: readonly { readonly name: string; readonly schedule: string; readonly status: "Enabled" }[];
    readonly baseImageTrigger?: {
        readonly name: string;
        readonly baseImageTriggerType: "Runtime" | "All";
        readonly updateTriggerPayloadType: "Default";
        readonly status: "Enabled";
    };
}

/** Commits and pull requests of a git repository. */
export interface SourceTrigger {
    readonly name: string;
    readonly status: "Enabled";
    readonly sourceTriggerEvents: readonly ("commit" | "pullrequest")[];
    readonly sourceRepository: {
        readonly sourceControlType: "Github" | "VisualStudioTeamService";
        readonly repositoryUrl: string;
        readonly branch: string;
        readonly sourceControlAuthProperties: {
            readonly tokenType: "PAT";
            /** A secret. */
            readonly token: string;
            readonly scope: "repo";
        };
    };
}

/** What holds a secret wherever it stands in `properties`. */
const SECRET_KEYS: readonly string[] = ["contextAccessToken", "token"];

/**
 * Says whether a key of `properties` holds a secret.
 *
 * @param owner the object that has the key
 */
export function isSecretKey(key: string, owner: object): boolean {
    return SECRET_KEYS.includes(key) || (key === "value" && "isSecret" in owner && owner.isSecret === true);
}
