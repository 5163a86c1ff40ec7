import * as authorization from "@pulumi/azure-native/authorization";
import * as containerservice from "@pulumi/azure-native/containerservice";
import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import type { AzureGrantee } from "../../model/access/grantee";
import { requireObjectId } from "../../model/acr/access/looked-up";
import { armGroup, armName } from "../../model/acr/values/arm-id";
import type { Grantee } from "./acr-grant";

/** Returns whom a grant is for, and looks up in Azure who it is where the plan does not say. */
export function resolveGrantee(plan: AzureGrantee, opts: pulumi.InvokeOutputOptions): Grantee {
    if ("principal" in plan) {
        return { principalId: plan.principal, principalType: plan.type };
    }
    if ("deployer" in plan) {
        return { principalId: authorization.getClientConfigOutput(opts).objectId, principalType: plan.type };
    }
    if ("identity" in plan) {
        return { principalId: principalIdOf(plan.identity, opts), principalType: "ServicePrincipal" };
    }
    return { principalId: kubeletIdOf(plan.cluster, opts), principalType: "ServicePrincipal" };
}

function principalIdOf(identity: string, opts: pulumi.InvokeOutputOptions): pulumi.Output<string> {
    return managedidentity.getUserAssignedIdentityOutput({
        resourceGroupName: armGroup(identity),
        resourceName: armName(identity),
    }, opts).apply(({ id, principalId }) => requireObjectId(identity, id, principalId));
}

/** @see https://learn.microsoft.com/azure/aks/use-managed-identity#kubelet-managed-identity */
function kubeletIdOf(cluster: string, opts: pulumi.InvokeOutputOptions): pulumi.Output<string> {
    return containerservice.getManagedClusterOutput({
        resourceGroupName: armGroup(cluster),
        resourceName: armName(cluster),
    }, opts).apply(({ id, identityProfile }) => requireObjectId(cluster, id ?? "", identityProfile?.["kubeletidentity"]?.objectId));
}
