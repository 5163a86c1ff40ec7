import * as managedidentity from "@pulumi/azure-native/managedidentity";
import type * as pulumi from "@pulumi/pulumi";
import { planKeyRetry } from "../../model/acr/access/retry";
import type { AcrPlan, CustomerManagedKeyPlan } from "../../model/acr/acr-plan";
import { requireClientId } from "../../model/acr/registry-identity";
import { armGroup, armName } from "../../model/acr/values/arm-id";
import { retryHook } from "./retry-hook";
import { grantOnVault } from "./vault-grant";

/** What the registry needs for a key of one's own. */
export interface AcrEncryption {
    /** Part of the registry's `properties`. */
    readonly properties: { readonly encryption?: object };

    /** ARM ids of identities that were made for it. */
    readonly identities: readonly pulumi.Output<string>[];

    /** How the engine is to treat the registry, which reads the key when it is created. */
    readonly options: pulumi.CustomResourceOptions;
}

/** Where the identity is declared that may use the key. */
export interface EncryptionPlace {
    readonly name: string;
    readonly plan: AcrPlan;
    readonly resourceGroupName: pulumi.Input<string>;
    readonly parent: pulumi.Resource;
}

/** Finds or declares the identity that may use the key, and lets a new one use it. */
export function declareEncryption(place: EncryptionPlace): AcrEncryption {
    const key = place.plan.customerManagedKey;
    if (key === undefined) {
        return { properties: {}, identities: [], options: {} };
    }
    return "existing" in key.identity
        ? { properties: encryptWith(key, findClientId(key.identity.existing, place.parent)), identities: [], options: {} }
        : createIdentity(key, key.identity, place);
}

/** An identity's ARM id says all but the client id, which is what the registry wants. */
function findClientId(asked: string, parent: pulumi.Resource): pulumi.Output<string> {
    return managedidentity
        .getUserAssignedIdentityOutput({ resourceGroupName: armGroup(asked), resourceName: armName(asked) }, { parent })
        .apply(({ id, clientId }) => requireClientId(asked, id, clientId));
}

function createIdentity(
    key: CustomerManagedKeyPlan,
    { create, vault }: { readonly create: string; readonly vault: string },
    { name, plan, resourceGroupName, parent }: EncryptionPlace,
): AcrEncryption {
    const identity = new managedidentity.UserAssignedIdentity(`${name}-key-identity`, {
        resourceGroupName,
        resourceName: create,
        location: plan.location,
        tags: plan.tags,
        // Without it nobody reads the registry again.
    }, { parent, protect: plan.protect });
    const grant = grantOnVault(`${name}-key-vault`, {
        vault,
        right: "encrypt",
        grantee: `${plan.name} ${create}`,
        principalId: identity.principalId,
    }, parent);
    return {
        properties: encryptWith(key, identity.clientId),
        identities: [identity.id],
        options: { dependsOn: [grant], hooks: { onError: [retryHook(`registries-key-${plan.name}`, planKeyRetry)] } },
    };
}

function encryptWith({ keyIdentifier }: CustomerManagedKeyPlan, identity: pulumi.Output<string>): AcrEncryption["properties"] {
    return { encryption: { status: "enabled", keyVaultProperties: { keyIdentifier, identity } } };
}
