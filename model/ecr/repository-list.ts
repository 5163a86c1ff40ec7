import type { EcrSpec } from "./ecr-spec";
import type { PushedImage } from "./pushed-image";
import type { RepositorySettings } from "./repository-spec";

/** Returns the names of all repositories that are to be made, sorted. */
export function listRepositories(
    { repositories }: { readonly repositories: Readonly<Record<string, unknown>> },
    images: readonly Pick<PushedImage, "repository">[],
): readonly string[] {
    return [...new Set([...Object.keys(repositories), ...images.map(({ repository }) => repository)])].sort();
}

/** Returns what is written of one repository. */
export function writtenOf({ repositories }: Pick<EcrSpec, "repositories">, name: string): Partial<RepositorySettings> {
    return Object.hasOwn(repositories, name) ? repositories[name] ?? {} : {};
}

/** Returns what a repository is like: as the registry says, but for what is written of the repository; tags of both. */
export function settingsOf(spec: EcrSpec, name: string): RepositorySettings {
    const { immutableTags, movableTags, scanOnPush, encryption, forceDelete, lifecycle, tags } = spec;
    const written = writtenOf(spec, name);
    return {
        immutableTags, movableTags, scanOnPush, forceDelete, lifecycle,
        ...(encryption === undefined ? {} : { encryption }),
        ...written,
        tags: { ...tags, ...written.tags },
    };
}
