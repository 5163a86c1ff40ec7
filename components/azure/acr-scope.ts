import type * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { AcrPlan } from "../../model/acr/acr-plan";

/** Where the parts of a registry are declared. */
export interface AcrScope {
    /** Logical name of the registry, which the names of its parts start with. */
    readonly name: string;

    readonly plan: AcrPlan;

    /** What names the registry in Azure; taken from its outputs, so that its parts come after it. */
    readonly place: { readonly resourceGroupName: pulumi.Input<string>; readonly registryName: pulumi.Output<string> };

    readonly registry: resources.Resource;

    /** The component that the parts belong to. */
    readonly parent: pulumi.Resource;
}
