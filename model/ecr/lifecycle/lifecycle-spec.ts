/** Which images a lifecycle rule is about. */
export type LifecycleSelection =
    | { readonly untagged: true }
    /** Every image that no rule before it is about. */
    | { readonly any: true }
    /** Patterns with at most four `*` each, all of which an image's tags have to match. */
    | { readonly tagPatterns: readonly string[] }
    /** Starts of tags, all of which an image's tags have to have. */
    | { readonly tagPrefixes: readonly string[] };

/** When a lifecycle rule takes an image. */
export type LifecycleLimit =
    /** Once there are this many newer ones. */
    | { readonly keep: number }
    /** Days after it was pushed. */
    | { readonly pushedDays: number }
    /** Days after it was last pulled, or if it never was, pushed. Such a rule archives. */
    | { readonly pulledDays: number }
    /** Days after it was archived, at least 90. Such a rule is about the archive. */
    | { readonly archivedDays: number };

/** A rule of what goes from a repository, or into its archive. */
export type LifecycleRuleSpec = LifecycleSelection & LifecycleLimit & {
    readonly description?: string;

    /** Whether images are put into the archive instead of being deleted. */
    readonly archive: boolean;
};
