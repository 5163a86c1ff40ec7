import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { AcrPlan } from "../../model/acr/acr-plan";

/** Returns the name of the resource group that the registry stands in, and declares the group unless it exists. */
export function declareResourceGroup(name: string, plan: AcrPlan, parent: pulumi.Resource): pulumi.Input<string> {
    const { resourceGroup, location, tags, protect } = plan;
    return resourceGroup.existing
        ? resourceGroup.name
        : new resources.ResourceGroup(`${name}-rg`, { resourceGroupName: resourceGroup.name, location, tags }, { parent, protect }).name;
}
