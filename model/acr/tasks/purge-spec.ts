/**
 * What goes from the registry, and when. Locked images always stay. Whether an image was pulled lately cannot be asked:
 * Azure tells nobody.
 *
 * @see https://github.com/Azure/acr/issues/654
 */
export interface PurgeSpec {
    /** Minute, hour, day, month, day of the week; in UTC, whatever the season. */
    readonly schedule: string;

    /** At least one. They run one after the other. */
    readonly rules: readonly PurgeRuleSpec[];

    /** Whether it only writes into its log what would go; @default false */
    readonly dryRun?: boolean;

    /** Requests at a time; @default - one for each processor core */
    readonly concurrency?: number;

    /** @default 3600 */
    readonly timeoutSeconds?: number;

    /** Name of an agent pool; @default - machines that Azure shares out */
    readonly agentPool?: string;

    /**
     * `system` for one of its own, or the ARM id of a user-assigned identity.
     *
     * @default - with permissions: abac `system`; else none, and it logs in with the registry's own token
     */
    readonly identity?: string;
}

/**
 * Tags that go, and with `untagged` also manifests. The tags that this stack pushes never do, whatever the rule says.
 *
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
 */
export interface PurgeRuleSpec {
    /** A regular expression that a repository's whole name has to match. */
    readonly repositories: string;

    /** A regular expression that is sought anywhere in a tag; @default .* */
    readonly tags?: string;

    /** How long a tag or manifest has not been pushed: days, hours and minutes such as `30d` or `1d12h`. */
    readonly olderThan: string;

    /** How many of the newest that would go stay in each repository; @default 0 */
    readonly keep?: number;

    /** Whether manifests that have no tag go too, and with them what is pulled by digest alone; @default false */
    readonly untagged?: boolean;
}
