export type { AgentPoolSpec } from "./agent-pool-spec";
export type { PurgeRuleSpec, PurgeSpec } from "./purge-spec";

/** Work that runs in the registry: on a commit, on a new base image, on a timer, or when somebody starts it. */
export interface TaskSpec {
    /** Unique among the registry's tasks. */
    readonly name: string;

    /** One kind of work: the build of an image. */
    readonly build?: TaskBuildSpec;

    /** One kind of work: a file of steps that lies in a git repository. */
    readonly file?: TaskFileSpec;

    /** One kind of work: steps that are written right here. */
    readonly steps?: TaskStepsSpec;

    /** One kind of work: an image to run, with its arguments. */
    readonly command?: string;

    /** @default - it runs only when somebody starts it */
    readonly triggers?: TaskTriggersSpec;

    /** A secret: reads the git repository, and sets up its webhook for triggers. */
    readonly gitToken?: string;

    /** @default linux/amd64 */
    readonly platform?: string;

    /** Name of an agent pool; @default - machines that Azure shares out */
    readonly agentPool?: string;

    /** Processor cores; @default 2 */
    readonly cpu?: number;

    /** @default 3600 */
    readonly timeoutSeconds?: number;

    /** @default true */
    readonly enabled?: boolean;

    /**
     * `system` for one of its own, or ARM ids of user-assigned identities. The first logs in to the registry.
     *
     * @default - with permissions: abac `system`; else none, and it logs in with the registry's own token
     */
    readonly identities?: readonly string[];

    /**
     * What the first identity may pull and push: repositories, or with a `/` at the end all below.
     *
     * @default - all
     */
    readonly repositories?: readonly string[];

    /** Other registries by their hosts, with the one of the identities that logs in there. */
    readonly registries?: Readonly<Record<string, string>>;

    /** Repository and tag that the log is kept as; @default - it is kept without one */
    readonly logTemplate?: string;
}

/** An image that is built from a git repository. */
export interface TaskBuildSpec {
    /** URL of a git repository, with `#branch:folder` if need be. */
    readonly context: string;

    /** Relative to the context; @default Dockerfile */
    readonly dockerfile?: string;

    /** Repositories with tags, such as `web:{{.Run.ID}}`. */
    readonly images: readonly string[];

    /** Kept in clear. */
    readonly arguments?: Readonly<Record<string, string>>;

    /** Secrets. */
    readonly secretArguments?: Readonly<Record<string, string>>;

    /** @default - the last stage */
    readonly target?: string;

    /** @default true */
    readonly cache?: boolean;

    /** @default true */
    readonly push?: boolean;
}

/** What steps are filled in with, as `{{.Values.name}}`. */
export interface TaskValuesSpec {
    /** Kept in clear. */
    readonly values?: Readonly<Record<string, string>>;

    /** Secrets. */
    readonly secretValues?: Readonly<Record<string, string>>;
}

/** Steps in a file. */
export interface TaskFileSpec extends TaskValuesSpec {
    /** URL of a git repository, with `#branch:folder` if need be. */
    readonly context: string;

    /** Relative to the context; @default acr-task.yaml */
    readonly path?: string;

    /** A file of values, relative to the context; @default - none */
    readonly valuesPath?: string;
}

/** Steps in YAML. */
export interface TaskStepsSpec extends TaskValuesSpec {
    /** @see https://learn.microsoft.com/azure/container-registry/container-registry-tasks-reference-yaml */
    readonly yaml: string;

    /** URL of a git repository, with `#branch:folder` if need be; @default - none */
    readonly context?: string;
}

/** What makes a task run. */
export interface TaskTriggersSpec {
    /** Commits to this branch. */
    readonly commit?: string;

    /** Pull requests against this branch. */
    readonly pullRequest?: string;

    /** New base images: of the image's last stage, or of all stages. */
    readonly baseImage?: "Runtime" | "All";

    readonly timers?: readonly TimerSpec[];
}

/** A time at which a task runs. */
export interface TimerSpec {
    /** Unique among the task's timers. */
    readonly name: string;

    /** Minute, hour, day, month, day of the week; in UTC, whatever the season. */
    readonly schedule: string;
}
