import type { CacheSpec } from "./cache-spec";
import type { Network } from "./input-schema";
import type { OldTagsChoice } from "./old-tags";

/** A further context of a build, by what it is made of. */
export type NamedContextSpec =
    /** Relative to the project, normalised, with `/`. */
    | { readonly folder: string }
    /** An image of any registry: `nginx:1.29-alpine`. */
    | { readonly ref: string }
    /** A git repository: `https://example.com/team/shop.git#v1.4.2:web`. */
    | { readonly git: string }
    /** An image of the same configuration, by its name there. */
    | { readonly image: string };

/** An agent's socket or private keys that build steps may log in with over SSH. */
export interface SshSpec {
    /** What a build step asks for. */
    readonly id: string;

    /** Empty for the agent of whoever runs it. */
    readonly paths: readonly string[];
}

/** An image that was asked for, with its defaults filled in. */
export interface ImageSpec {
    /** A folder relative to the project, normalised, with `/`; or a git repository. */
    readonly context: string;

    /** Relative to the context, normalised, with `/`. */
    readonly dockerfile: string;

    /** @default - the Dockerfile is a file */
    readonly dockerfileInline?: string;

    /** Without host. */
    readonly repository: string;

    /** A semantic version, `git` or `derived`. */
    readonly version: string;

    /** More tags than those of the version and the commit, with or without placeholders. */
    readonly tags: readonly string[];

    /** Tags that follow versions, such as `latest`. */
    readonly channels: readonly string[];

    /** Stands before every tag; @default - nothing */
    readonly tagPrefix?: string;

    /** Stands behind every tag; @default - nothing */
    readonly tagSuffix?: string;

    /** Empty for the builder's own. */
    readonly platforms: readonly string[];

    readonly buildArgs: Readonly<Record<string, string>>;

    /** By the id that a build step asks for. */
    readonly secrets: Readonly<Record<string, string>>;

    readonly ssh: readonly SshSpec[];

    /** By the name that the Dockerfile has for them. */
    readonly contexts: Readonly<Record<string, NamedContextSpec>>;

    readonly network: Network;

    /** Addresses by host names. */
    readonly addHosts: Readonly<Record<string, string>>;

    readonly noCache: boolean;

    readonly pull: boolean;

    /** @default - only what the builder keeps */
    readonly cache?: CacheSpec;

    /** @default - the Dockerfile's last stage */
    readonly target?: string;

    readonly labels: Readonly<Record<string, string>>;

    readonly annotations: Readonly<Record<string, string>>;

    readonly oldTags: OldTagsChoice;
}
