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
