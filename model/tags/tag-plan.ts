/** What is known of a build that is to be named, and which tags were asked for. */
export interface TagRequest {
    /** A semantic version, also one that `deriveVersion()` made; @default - none, so no tag follows versions */
    readonly version?: string | undefined;

    /** The id of the commit, at least 7 digits of it; @default - not known, as where there are uncommitted changes */
    readonly commit?: string | undefined;

    /** The name of the branch as git has it; @default - not known, as on a detached HEAD */
    readonly branch?: string | undefined;

    /** The day of the commit, `2026-01-31`, with or without a time behind it; @default - not known */
    readonly date?: string | undefined;

    /** Stands before every tag: `web-`; @default "" */
    readonly prefix?: string | undefined;

    /** Stands behind every tag: `-alpine`; @default "" */
    readonly suffix?: string | undefined;

    /** More tags, with or without placeholders such as `{major}`; @default - none */
    readonly templates?: readonly string[] | undefined;

    /** Tags that follow releases (`latest`, `stable`) or prereleases of their name (`beta`); @default - none */
    readonly channels?: readonly string[] | undefined;
}

/** A tag that stays where it is. */
export interface KeptTag {
    /** The tag; where a placeholder has no value, the template. */
    readonly tag: string;

    /** The reason, in words: `1.2.0 exists, which is higher`. */
    readonly why: string;
}

/** Which tags a build gets, and which it leaves alone. */
export interface TagPlan {
    /** The version's own tag, the floating ones of the version, channels, templates, the commit's; each once. */
    readonly tags: readonly string[];

    /** Those of `tags` that later builds move. */
    readonly floating: readonly string[];

    /** Tags that one could expect to move to this build, in the order that they would have in `tags`. */
    readonly kept: readonly KeptTag[];

    /**
     * Those of `tags` that name one version and exist already: to be refused if they have other content, which only
     * digests can tell. The tag of a commit is none of them: the commit that was built each day is the one that is released.
     */
    readonly taken: readonly string[];
}
