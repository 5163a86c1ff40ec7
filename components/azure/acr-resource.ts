import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import type { AcrPlan } from "../../model/acr/acr-plan";
import { planIdentityType } from "../../model/acr/registry-identity";
import { declareEncryption } from "./acr-encryption";

/** What Azure itself changes in the properties of a registry: without this, a refresh would take it for a change. */
const READ_ONLY = [
    "properties.dataEndpointHostNames",
    "properties.privateEndpointConnections",
    "properties.encryption.keyVaultProperties.versionedKeyIdentifier",
    "properties.encryption.keyVaultProperties.lastKeyRotationTimestamp",
];

/**
 * Declares the registry itself. It is a resource of the general kind, as the SDK's own class knows neither
 * `roleAssignmentMode` nor `networkRuleBypassAllowedForTasks`, and a switch of either must change one and the same
 * resource in place: with another type or another version of the API in its type, the registry would be a new one.
 */
export function declareRegistry(
    name: string,
    plan: AcrPlan,
    resourceGroupName: pulumi.Input<string>,
    parent: pulumi.Resource,
): resources.Resource {
    const encryption = declareEncryption({ name, plan, resourceGroupName, parent });
    const identities = [...plan.identity.existing, ...encryption.identities];
    return new resources.Resource(name, {
        resourceGroupName,
        resourceProviderNamespace: "Microsoft.ContainerRegistry",
        parentResourcePath: "",
        resourceType: "registries",
        resourceName: plan.name,
        apiVersion: plan.apiVersion,
        location: plan.location,
        sku: { name: plan.tier },
        // Said even where there is none: an identity that is left out of a request stays.
        identity: { type: planIdentityType(plan), ...(identities.length === 0 ? {} : { userAssignedIdentities: identities }) },
        tags: plan.tags,
        properties: { ...plan.properties, ...encryption.properties },
    }, {
        ...encryption.options,
        parent,
        protect: plan.protect,
        ignoreChanges: READ_ONLY,
        // The provider would ask Azure for it in place, and Azure refuse; so a preview shows what it takes.
        replaceOnChanges: ["location"],
        deleteBeforeReplace: true,
    });
}

/**
 * Returns the host that Azure gave the registry, which is not always made of its name.
 *
 * In a preview the provider answers untyped `properties` with what they are to be, so that a host is missing where it
 * ought to be unknown. The `type` is unknown for as long as the properties are not Azure's own.
 *
 * @see https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/convert/previewOutputs.go
 */
export function hostOf(registry: resources.Resource): pulumi.Output<string> {
    return pulumi.all([registry.properties, registry.type])
        .apply(([properties]) => (properties as { readonly loginServer: string }).loginServer);
}
