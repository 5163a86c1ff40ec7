/** Machines of one's own for ACR Tasks. */
export interface AgentPoolSpec {
    readonly name: string;

    readonly tier: "S1" | "S2" | "S3" | "I6";

    readonly count: number;

    /** ARM id of the subnet that the machines stand in; @default - none */
    readonly subnet?: string;
}

/** Work that runs in the registry: on a commit, on a new base image, on a timer. */
export interface TaskSpec {
    readonly name: string;
}

/** What goes from the registry, and when. */
export interface PurgeSpec {
    readonly schedule: string;
}
