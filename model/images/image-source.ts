import type { DescribedCommit } from "../tags/derived-version";
import type { ContextContents } from "./suspects";

/** What is known of an image's context, Dockerfile and further contexts, where they are. */
export interface ImageSource {
    readonly contextExists: boolean;

    /** True also where the Dockerfile is none of the checkout's files. */
    readonly dockerfileExists: boolean;

    /** The further contexts that are no folders, by their names; @default - all are there */
    readonly missingContexts?: readonly string[];

    /**
     * The full id of the last commit that changed the context, the Dockerfile or a further context.
     *
     * @default - git does not know, or does not keep all of what is built
     */
    readonly commit?: string;

    /** When that commit was made; @default - not known, as it is in another repository */
    readonly commitTime?: CommitTime;

    /** The highest semantic version among the tags of that very commit. */
    readonly versionTag?: string;

    /** Where that very commit stands among versions; @default - nobody asked */
    readonly described?: DescribedCommit;

    /** The branch that is checked out; @default - nobody asked, or there is none */
    readonly branch?: string;

    /** Whether there are changes that are not committed, new files among them; ignored files do not count. */
    readonly dirty: boolean;

    /** Whether the last commit is out of reach, as it lies where the history of a shallow clone is cut off. */
    readonly shallow: boolean;

    /** Why git could not be asked, in git's words. */
    readonly gitMessage?: string;

    /** Where the repository is published, without a login in it; @default - nowhere that is known */
    readonly origin?: string;

    /** @default - it is in no file of the checkout */
    readonly dockerfileText?: string;

    /** Whose ignore file is no file, or longer than 1 MB, so that nobody read it; @default - none, or none is there */
    readonly unfitIgnoreFile?: "context" | "dockerfile";

    /** What hardly anybody wants to build with; @default - nothing */
    readonly contents?: ContextContents;

    /** The git repositories among the contexts, by what is written of them; @default - none */
    readonly remotes?: Readonly<Record<string, RemoteSource>>;
}

/** When a commit was made. */
export interface CommitTime {
    /** Seconds since 1970. */
    readonly seconds: number;

    /** In UTC: `2026-01-31T12:00:00Z`. */
    readonly text: string;
}

/** What a git repository elsewhere says of a branch, a tag or a commit. */
export type RemoteSource =
    | {
        /** The full id. */
        readonly commit: string;
        /** The highest semantic version among the tags of that commit. */
        readonly versionTag?: string;
    }
    /** Why it could not be found, in git's words. */
    | { readonly message: string };
