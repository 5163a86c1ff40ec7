import { ACR_TYPES, isRegistry } from "../acr";
import { customerKeyOf } from "../acr-settings";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { textOf } from "../props";
import { isOn, propertyAt } from "../property";
import type { Rule } from "../rule";

const KEY = "https://contoso.vault.azure.net/keys/registry";
const VERSION = "0123456789abcdef0123456789abcdef";

/** A key's URL with its version: https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates */
const VERSIONED = /\/keys\/[^/]+\/[^/]+/i;

/** A container registry is encrypted with a key of one's own that can be rotated. */
export const acrCustomerKey: Rule = {
    id: "acr-customer-key",
    title: "A container registry is encrypted with a key of one's own, whatever its version",
    why: "only then can the key be rotated and withdrawn; a registry can get one at its creation alone",
    severity: "medium",
    level: "disabled",
    fix: "On Premium, create the registry with encryption.keyVaultProperties, and leave the version out of keyIdentifier.",
    url: "https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys",
    references: ["AP 5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["encryption", "encryption.keyVaultProperties.keyIdentifier", "properties.encryption"],

    check(resource) {
        if (!isRegistry(resource)) {
            return [];
        }
        const used = customerKeyOf(resource);
        if (!isOn(used.value)) {
            return [`${used.path} names no key.`];
        }
        const key = { arm: "encryption.keyVaultProperties.keyIdentifier", classic: "encryption.keyVaultKeyId" };
        const { path, value } = propertyAt(resource, key);
        return VERSIONED.test(textOf(value)) ? [`${path} names a version.`] : [];
    },

    good: [
        {
            title: "a key without version",
            resources: [registry({ encryption: { status: "enabled", keyVaultProperties: { keyIdentifier: KEY } } })],
        },
        {
            title: "a key without version, free-form",
            resources: [genericRegistry({ encryption: { keyVaultProperties: { keyIdentifier: `${KEY}/` } } })],
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { encryption: { keyVaultKeyId: KEY, identityClientId: "…" } })],
        },
    ],
    bad: [
        { title: "none", resources: [registry()], violation: "encryption names no key." },
        {
            title: "switched off",
            resources: [registry({ encryption: { status: "disabled" } })],
            violation: "encryption names no key.",
        },
        {
            title: "none, free-form",
            resources: [genericRegistry({})],
            violation: "properties.encryption names no key.",
        },
        {
            title: "a version",
            resources: [registry({ encryption: { keyVaultProperties: { keyIdentifier: `${KEY}/${VERSION}` } } })],
            violation: "encryption.keyVaultProperties.keyIdentifier names a version.",
        },
        {
            title: "a version, classic",
            resources: [facts(CLASSIC, { encryption: { keyVaultKeyId: `${KEY}/${VERSION}` } })],
            violation: "encryption.keyVaultKeyId names a version.",
        },
    ],
};
