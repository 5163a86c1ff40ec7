import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as network from "@pulumi/azure-native/network";
import type * as pulumi from "@pulumi/pulumi";
import type { PrivateEndpointPlan } from "../../model/acr/acr-plan";
import type { AcrScope } from "./acr-scope";

/**
 * The part of a registry that an endpoint leads to; it covers the data of every region.
 *
 * Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-link-resource
 */
const GROUP = "registry";

/** Names the records of a registry in an endpoint's group of zones, after the only zone there is for registries. */
const ZONE = "privatelink-azurecr-io";

/** Declares the registry's copies in other regions, all at once: Azure takes them in any order. */
export function declareReplications({ name, plan, place, parent }: AcrScope): containerregistry.Replication[] {
    return plan.replications.map((replication) => new containerregistry.Replication(`${name}-replica-${replication.name}`, {
        ...place,
        replicationName: replication.name,
        location: replication.location,
        regionEndpointEnabled: replication.regionEndpointEnabled,
        tags: plan.tags,
    }, { parent }));
}

/**
 * Declares the ways to the registry from virtual networks, one after another. Each takes an address for every region, so
 * all regions must be there before.
 *
 * @see https://github.com/Azure/bicep-registry-modules/issues/4042 on the regions
 * @see https://github.com/hashicorp/terraform-provider-azurerm/issues/10880 on several endpoints at once
 */
export function declarePrivateEndpoints(scope: AcrScope, replications: readonly pulumi.Resource[]): pulumi.Resource[] {
    return scope.plan.privateEndpoints.reduce<pulumi.Resource[]>(
        (before, endpoint) => [...before, ...declarePrivateEndpoint(scope, endpoint, [...replications, ...before])],
        [],
    );
}

function declarePrivateEndpoint(scope: AcrScope, endpoint: PrivateEndpointPlan, after: pulumi.Resource[]): pulumi.Resource[] {
    const { name, plan, place: { resourceGroupName }, registry, parent } = scope;
    const declared = new network.PrivateEndpoint(`${name}-pe-${endpoint.name}`, {
        resourceGroupName,
        privateEndpointName: `${plan.name}-${endpoint.name}`,
        location: endpoint.location,
        subnet: { id: endpoint.subnet },
        privateLinkServiceConnections: [{ name: GROUP, privateLinkServiceId: registry.id, groupIds: [GROUP] }],
        tags: plan.tags,
    }, { parent, dependsOn: after });
    const groups = endpoint.dnsZone === undefined ? [] : [new network.PrivateDnsZoneGroup(`${name}-dns-${endpoint.name}`, {
        resourceGroupName,
        privateEndpointName: declared.name,
        privateDnsZoneGroupName: "default",
        privateDnsZoneConfigs: [{ name: ZONE, privateDnsZoneId: endpoint.dnsZone }],
    }, { parent })];
    return [declared, ...groups];
}
