import type { StepContext, TaskStep, TaskValue } from "./task-properties";
import type { TaskBuildSpec, TaskFileSpec, TaskSpec, TaskStepsSpec } from "./task-spec";

/** The version of the language of steps that has aliases. Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml#task-properties */
const STEPS_VERSION = "v1.1.0";

const DEFAULT_DOCKERFILE = "Dockerfile";
const DEFAULT_TASK_FILE = "acr-task.yaml";

/** The kinds of work, of which a task has one. */
export const WORK_KEYS = ["build", "file", "steps", "command"] as const;

/**
 * Returns steps that run images one after the other, each with its arguments, as YAML. In double quotes every command is
 * YAML, whatever it holds: JSON is a part of YAML.
 *
 * @param timeoutSeconds of each; the task's own ends all of them
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml
 */
export function formatSteps(commands: readonly string[], timeoutSeconds: number): string {
    const steps = commands.flatMap((command) => [
        `  - cmd: ${JSON.stringify(command)}`,
        // There is no source code, so no folder of it to start in.
        "    disableWorkingDirectoryOverride: true",
        `    timeout: ${timeoutSeconds}`,
    ]);
    return [`version: ${STEPS_VERSION}`, "steps:", ...steps, ""].join("\n");
}

/**
 * Returns what a task does.
 *
 * @throws {RangeError} If it does nothing.
 */
export function planStep(spec: TaskSpec, timeoutSeconds: number): TaskStep {
    const { build, file, steps, command } = spec;
    if (build !== undefined) {
        return planBuild(build, spec);
    }
    if (file !== undefined) {
        return planFile(file, spec);
    }
    if (steps !== undefined) {
        return planEncoded(steps, spec);
    }
    if (command !== undefined) {
        return planEncoded({ yaml: formatSteps([command], timeoutSeconds) }, spec);
    }
    throw new RangeError(`Cannot plan task "${spec.name}": it has no work`);
}

/** Returns the git repository that a task reads; `undefined` if it reads none. */
export function contextOf({ build, file, steps }: TaskSpec): string | undefined {
    return build?.context ?? file?.context ?? steps?.context;
}

function planContext(contextPath: string, { gitToken }: TaskSpec): StepContext & { contextPath: string } {
    return { contextPath, ...(gitToken === undefined ? {} : { contextAccessToken: gitToken }) };
}

function planBuild(build: TaskBuildSpec, spec: TaskSpec): TaskStep {
    return {
        type: "Docker",
        ...planContext(build.context, spec),
        dockerFilePath: build.dockerfile ?? DEFAULT_DOCKERFILE,
        imageNames: build.images,
        arguments: planValues(build.arguments, build.secretArguments),
        ...(build.target === undefined ? {} : { target: build.target }),
        noCache: build.cache === false,
        isPushEnabled: build.push ?? true,
    };
}

function planFile(file: TaskFileSpec, spec: TaskSpec): TaskStep {
    return {
        type: "FileTask",
        ...planContext(file.context, spec),
        taskFilePath: file.path ?? DEFAULT_TASK_FILE,
        ...(file.valuesPath === undefined ? {} : { valuesFilePath: file.valuesPath }),
        values: planValues(file.values, file.secretValues),
    };
}

function planEncoded({ yaml, context, values, secretValues }: TaskStepsSpec, spec: TaskSpec): TaskStep {
    return {
        type: "EncodedTask",
        ...(context === undefined ? {} : planContext(context, spec)),
        encodedTaskContent: Buffer.from(yaml, "utf8").toString("base64"),
        values: planValues(values, secretValues),
    };
}

function planValues(
    clear: Readonly<Record<string, string>> = {},
    secret: Readonly<Record<string, string>> = {},
): readonly TaskValue[] {
    const values = [
        ...Object.entries(clear).map(([name, value]) => ({ name, value, isSecret: false })),
        ...Object.entries(secret).map(([name, value]) => ({ name, value, isSecret: true })),
    ];
    return values.sort((one, other) => (one.name < other.name ? -1 : 1));
}
