import type { AccessSpec } from "./access/access-spec";
import type { EcrSpec } from "./ecr/ecr-spec";
import type { EcrPublicSpec } from "./ecr/public/ecr-public-spec";
import type { AcrSpec } from "./acr/acr-spec";
import type { ContainerGroupSpec } from "./acr/containers/container-group-spec";
import type { PipelineSpec } from "./pipelines/pipeline-spec";

/** A registry of this machine, or of whoever runs it at its host. */
export interface LocalRegistrySpec {
    readonly kind: "local";

    /**
     * The `host[:port]` of an existing registry, whose credentials are those of `docker login`.
     *
     * @default - one is started on this machine
     */
    readonly host?: string;
}

/** A registry that images are pushed to. */
export type RegistrySpec = LocalRegistrySpec | AcrSpec | EcrSpec | EcrPublicSpec;

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

/** What a stack file asks for. */
export interface Config {
    /** At least one, each of another kind. */
    readonly registries: readonly RegistrySpec[];

    /** By name. */
    readonly images: Readonly<Record<string, ImageSpec>>;

    readonly access: readonly AccessSpec[];

    /** By name. */
    readonly pipelines: Readonly<Record<string, PipelineSpec>>;

    /** By name. */
    readonly containerGroups: Readonly<Record<string, ContainerGroupSpec>>;

    /**
     * An existing buildx builder.
     *
     * @default - BuildKit is started on this machine
     */
    readonly builder?: string;
}
