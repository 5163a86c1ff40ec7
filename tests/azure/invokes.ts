import { textOf, type Props } from "../provider/wire";
import { resourceNotFound } from "./arm-error";
import { expandPath, isSameId, nameOf, typeOf } from "./arm-id";
import type { AzureCloud } from "./cloud";
import { DEPLOYER, DEPLOYER_CLIENT, SUBSCRIPTION, TENANT, type DoubleOptions } from "./options";
import { outputsOf, showResource } from "./show";

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}";

/** Functions that read one resource, with the path to it. */
const GETTERS: Readonly<Record<string, string>> = {
    "azure-native:resources:getResourceGroup": GROUP,
    "azure-native:managedidentity:getUserAssignedIdentity": `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`,
    "azure-native:containerregistry:getRegistry": `${GROUP}/providers/Microsoft.ContainerRegistry/registries/{registryName}`,
    "azure-native:containerservice:getManagedCluster": `${GROUP}/providers/Microsoft.ContainerService/managedClusters/{resourceName}`,
};

/** Returns what a function of azure-native returns. @throws {Error} If the double does not know it, or Azure has nothing there. */
export function invoke(token: string, args: Props, cloud: AzureCloud, options: DoubleOptions): Props {
    const subscriptionId = options.subscriptionId ?? SUBSCRIPTION;
    if (token === "azure-native:authorization:getClientConfig") {
        return { clientId: DEPLOYER_CLIENT, objectId: DEPLOYER, subscriptionId, tenantId: TENANT };
    }
    if (token === "azure-native:authorization:getClientToken") {
        return { token: options.entraToken ?? "entra-token" };
    }
    const path = GETTERS[token];
    if (path === undefined) {
        throw new Error(`the double of azure-native does not know ${token}; tests/azure/invokes.ts has those that it knows`);
    }
    const id = expandPath(path, { ...args, subscriptionId });
    const kubelet = Object.entries(options.clusters ?? {}).find(([cluster]) => isSameId(cluster, id))?.[1];
    if (token.endsWith(":getManagedCluster") && kubelet !== undefined) {
        return { id, name: nameOf(id), type: typeOf(id), identityProfile: { kubeletidentity: { objectId: kubelet, clientId: kubelet, resourceId: `${id}-agentpool` } } };
    }
    const found = cloud.find(id);
    if (found === undefined) {
        throw new Error(`request failed ${id}: ${resourceNotFound(id).message}`);
    }
    const shown = showResource(found, cloud, options);
    const names = new Set([...Object.keys(shown), ...Object.keys(shown.properties)]);
    names.delete("properties");
    return { ...outputsOf(shown, names, ""), id: textOf(shown.id) };
}
