/** Machines of one's own for ACR Tasks, as they are to be made. */
export interface AgentPoolPlan {
    readonly name: string;
    readonly tier: string;
    readonly count: number;
    readonly subnet?: string;
}

/** A task as it is to be made. */
export interface TaskPlan {
    readonly name: string;
}
