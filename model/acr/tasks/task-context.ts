import type { AcrPermissions } from "../acr-spec";
import type { AgentPoolSpec } from "./task-spec";

/** What tasks have to know of the registry that they are a part of. */
export interface TaskContext {
    readonly location: string;

    readonly tags: Readonly<Record<string, string>>;

    readonly permissions: AcrPermissions;

    /** Whether the registry is closed to some of the internet, be it by IP rules or altogether. */
    readonly restrictedNetwork: boolean;

    /** Whether tasks pass a restricted network. */
    readonly tasksBypass: boolean;

    readonly agentPools: readonly AgentPoolSpec[];
}
