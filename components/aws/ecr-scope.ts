import type * as pulumi from "@pulumi/pulumi";
import type { EcrPlan } from "../../model/ecr/ecr-plan";

/** Where the parts of a private registry are declared. */
export interface EcrScope {
    /** Logical name of the registry, which the names of its parts start with. */
    readonly name: string;

    readonly plan: EcrPlan;

    /** The component that the parts belong to. */
    readonly parent: pulumi.Resource;
}

/** Returns filters in the form that all resources of Amazon ECR take. */
export function filtersOf<T extends string>(filterType: T, filters: readonly string[]): { readonly filter: string; readonly filterType: T }[] {
    return filters.map((filter) => ({ filter, filterType }));
}
