import * as resources from "@pulumi/azure-native/resources";
import type * as pulumi from "@pulumi/pulumi";
import type { AcrPlan } from "../../model/acr/acr-plan";

/**
 * Switches on the plan of Microsoft Defender that scans registries; the one for registries alone is deprecated.
 *
 * Sources: https://learn.microsoft.com/azure/templates/microsoft.security/pricings and
 * https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction
 */
const TEMPLATE = {
    $schema: "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
    contentVersion: "1.0.0.0",
    resources: [{
        type: "Microsoft.Security/pricings",
        apiVersion: "2024-01-01",
        name: "Containers",
        properties: { pricingTier: "Standard" },
    }],
};

/**
 * Declares that Microsoft Defender scans all registries of the subscription. By a deployment, as the plan is there in
 * every subscription, switched on or off: the provider creates no resource that exists, and Azure does not delete this
 * one. When the registry goes, the plan stays as it is for the others.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/gen/schema.go (isSingleton)
 * @see https://learn.microsoft.com/rest/api/defenderforcloud/pricings/delete
 */
export function declareDefender(name: string, plan: AcrPlan, parent: pulumi.Resource): pulumi.Resource[] {
    return plan.defender ? [new resources.DeploymentAtSubscriptionScope(`${name}-defender`, {
        deploymentName: `defender-${plan.name}`,
        location: plan.location,
        properties: { mode: "Incremental", template: TEMPLATE },
        tags: plan.tags,
    }, { parent })] : [];
}
