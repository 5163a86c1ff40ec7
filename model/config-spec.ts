import type { AccessSpec } from "./access/access-spec";
import type { BuilderSpec } from "./builder/builder-spec";
import type { EcrSpec } from "./ecr/ecr-spec";
import type { EcrPublicSpec } from "./ecr/public/ecr-public-spec";
import type { AcrSpec } from "./acr/acr-spec";
import type { ContainerGroupSpec } from "./acr/containers/container-group-spec";
import type { ImageSpec } from "./images/image-spec";
import type { PipelineSpec } from "./pipelines/pipeline-spec";

export type { ImageSpec } from "./images/image-spec";

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
     * What builds the images; as a text the name of an existing buildx builder.
     *
     * @default - BuildKit is started on this machine
     */
    readonly builder?: string | BuilderSpec;

    /** Whether previews build. */
    readonly buildOnPreview: boolean;
}
