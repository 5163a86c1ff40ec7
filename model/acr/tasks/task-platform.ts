import type { TaskPlatform } from "./task-properties";

/**
 * What tasks run on.
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-tasks-overview#image-platforms
 */
const PLATFORMS: Readonly<Record<string, TaskPlatform>> = {
    "linux/amd64": { os: "Linux", architecture: "amd64" },
    "linux/386": { os: "Linux", architecture: "386" },
    "linux/arm": { os: "Linux", architecture: "arm" },
    "linux/arm/v6": { os: "Linux", architecture: "arm", variant: "v6" },
    "linux/arm/v7": { os: "Linux", architecture: "arm", variant: "v7" },
    "linux/arm64": { os: "Linux", architecture: "arm64" },
    "linux/arm64/v8": { os: "Linux", architecture: "arm64", variant: "v8" },
    "windows/amd64": { os: "Windows", architecture: "amd64" },
};

/** The names of what tasks run on. */
export const TASK_PLATFORMS: readonly string[] = Object.keys(PLATFORMS);

/** What a task runs on that names nothing. */
export const DEFAULT_TASK_PLATFORM = "linux/amd64";

/**
 * Returns what a name of {@link TASK_PLATFORMS} stands for.
 *
 * @throws {RangeError} If it is none of them.
 */
export function parseTaskPlatform(text: string): TaskPlatform {
    const platform = PLATFORMS[text];
    if (platform === undefined) {
        throw new RangeError(`Cannot run a task on "${text}": ACR Tasks has ${TASK_PLATFORMS.join(", ")}`);
    }
    return platform;
}
