/** What this stack pushes to a repository, which no rule of the repository may lose or refuse. */
export interface PushedImage {
    /** Without host. */
    readonly repository: string;

    /** All of its tags. */
    readonly tags: readonly string[];

    /** Those of the tags that later builds move. */
    readonly floatingTags: readonly string[];
}
