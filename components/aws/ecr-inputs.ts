import type * as ecr from "@pulumi/aws/ecr";
import type { EncryptionPlan, RepositoryPlan } from "../../model/ecr/ecr-plan";

/** What repositories and creation templates have in common of that. */
type MutabilityArgs = Pick<ecr.RepositoryArgs, "imageTagMutability" | "imageTagMutabilityExclusionFilters">;

/** Returns whether tags may be moved, and which of them where others may not. */
export function mutabilityOf({ tagMutability, exclusionFilters }: Pick<RepositoryPlan, "tagMutability" | "exclusionFilters">): MutabilityArgs {
    return {
        imageTagMutability: tagMutability,
        ...(exclusionFilters.length === 0 ? {} : { imageTagMutabilityExclusionFilters: filtersOf("WILDCARD", exclusionFilters) }),
    };
}

/** Returns filters in the form that all resources of Amazon ECR take. */
export function filtersOf<T extends string>(filterType: T, filters: readonly string[]): { readonly filter: string; readonly filterType: T }[] {
    return filters.map((filter) => ({ filter, filterType }));
}

/** Returns what images are encrypted with, in the form that all resources of Amazon ECR take. */
export function encryptionOf({ type, key }: EncryptionPlan): { readonly encryptionType: string; readonly kmsKey?: string } {
    return { encryptionType: type, ...(key === undefined ? {} : { kmsKey: key }) };
}
