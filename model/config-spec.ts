/** The registry that images are pushed to. */
export interface RegistrySpec {
    readonly kind: "local";

    /**
     * The `host[:port]` of an existing registry, whose credentials are those of `docker login`.
     *
     * @default - one is started on this machine
     */
    readonly host?: string;
}

/** An image that was asked for, with its defaults filled in. */
export interface ImageSpec {
    /** Relative to the project, normalised, with `/`. */
    readonly context: string;

    /** Relative to the context, normalised, with `/`. */
    readonly dockerfile: string;

    /** Without host. */
    readonly repository: string;

    /** A semantic version, or `git`. */
    readonly version: string;

    /** More tags than those of the version and the commit. */
    readonly tags: readonly string[];

    /** Empty for the builder's own. */
    readonly platforms: readonly string[];

    readonly buildArgs: Readonly<Record<string, string>>;

    /** @default - the Dockerfile's last stage */
    readonly target?: string;

    readonly labels: Readonly<Record<string, string>>;
}

/** Who may do what with a registry. */
export interface AccessSpec {
    readonly may: readonly ("pull" | "push" | "delete")[];

    readonly principal: string;

    /** @default - found out from the registry */
    readonly type?: string;

    /**
     * How the names of the repositories start that it holds for.
     *
     * @default - all
     */
    readonly repositories?: string;
}

/** What a stack file asks for. */
export interface Config {
    readonly registry: RegistrySpec;

    /** By name. */
    readonly images: Readonly<Record<string, ImageSpec>>;

    readonly access: readonly AccessSpec[];

    /**
     * An existing buildx builder.
     *
     * @default - BuildKit is started on this machine
     */
    readonly builder?: string;
}
