import type { Right } from "../../access/right";
import type { TaskProperties } from "./task-properties";

/** Machines of one's own for ACR Tasks, as they are to be made. */
export interface AgentPoolPlan {
    readonly name: string;
    readonly location: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly tier: string;
    readonly count: number;
    /** Windows cannot be had. */
    readonly os: "Linux";
    readonly subnet?: string;
}

/** A task as it is to be made. */
export interface TaskPlan {
    readonly name: string;

    readonly location: string;

    readonly tags: Readonly<Record<string, string>>;

    /** Of the task's own resource. */
    readonly apiVersion: string;

    /** In the words of the REST API, without `credentials`. Holds secrets where {@link isSecretKey} says so. */
    readonly properties: TaskProperties;

    /** In the words of the REST API; @default - none */
    readonly identity?: {
        readonly type: "SystemAssigned" | "UserAssigned" | "SystemAssigned, UserAssigned";
        readonly userAssignedIdentities?: readonly string[];
    };

    /** Whether it has an identity of its own, whose principal is known once it is made. */
    readonly ownIdentity: boolean;

    /** How it logs in to the registry that it is a part of. */
    readonly sourceLogin: SourceLogin;

    /** How it logs in to other registries, by their hosts. */
    readonly registryLogins: Readonly<Record<string, TaskLogin>>;

    /** Name of the agent pool that it runs on; @default - machines that Azure shares out */
    readonly agentPool?: string;

    /** What the identity that logs in to the registry needs there; empty where none does. */
    readonly grants: readonly TaskGrant[];
}

/** The registry's own token, or an identity. */
export type SourceLogin = { readonly loginMode: "Default" } | { readonly identity: TaskLogin };

/** A task's own identity in the words of the REST API, or the ARM id of one whose client id is to be looked up. */
export type TaskLogin = { readonly keyword: "[system]" } | { readonly identity: string };

/** What an identity needs on the registry so that a task can do its work. */
export interface TaskGrant {
    readonly rights: readonly Right[];

    /** Repositories, or with a `/` at the end all below; empty for all. Only with repository permissions. */
    readonly repositories: readonly string[];

    /** Whether it has to list the names of all repositories; only with repository permissions, else every role may. */
    readonly listsRepositories: boolean;

    /** The task's own identity, or the ARM id of a user-assigned one. */
    readonly grantee: { readonly task: string } | { readonly identity: string };
}
