import * as pulumi from "@pulumi/pulumi";
import type { RegistryCredentials } from "./credentials";

/** A place that images are pushed to and pulled from, whoever runs it. */
export interface Registry {
    /** The host that image references start with, with its port where it has one. */
    readonly host: pulumi.Output<string>;

    /** What a push has to show; `undefined` where the Docker configuration of the shell knows it. */
    readonly credentials: RegistryCredentials | undefined;

    /**
     * Returns a repository that is a resource of its own.
     *
     * @default - every repository below the host is there as soon as it is pushed to
     * @throws {RangeError} If the registry has no such repository.
     */
    readonly repository?: (name: string) => RegistryRepository;
}

/** A repository of a registry that makes none by itself. */
export interface RegistryRepository {
    /** With its host, as references start with it. */
    readonly url: pulumi.Output<string>;

    /** Itself: with another one, what was in it is gone. */
    readonly resource: pulumi.Resource;

    /** What has to be there before a push, itself included. */
    readonly resources: readonly pulumi.Resource[];
}

/** Returns a repository of any registry; where it is no resource of its own, it is there as soon as it is pushed to. */
export function repositoryOf(registry: Registry, name: string): Omit<RegistryRepository, "resource"> & Partial<RegistryRepository> {
    return registry.repository?.(name) ?? { url: pulumi.interpolate`${registry.host}/${name}`, resources: [] };
}
