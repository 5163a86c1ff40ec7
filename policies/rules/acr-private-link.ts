import { ACR_TYPES, isRegistry } from "../acr";
import { CLASSIC, GENERIC, genericRegistry, registry, REGISTRY_ID } from "../examples";
import { facts } from "../facts";
import { isPremium } from "../premium-tier";
import { endpointsTo, isPrivateEndpoint, linkedRegistries } from "../private-endpoint";
import type { Facts, Props, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { gather, readOther, UndecidedError } from "../undecided";

const ENDPOINT = "azure-native:network:PrivateEndpoint";
const CLASSIC_ENDPOINT = "azure:privatelink/endpoint:Endpoint";
const PREMIUM = { sku: { name: "Premium" } };
const NONE = "No private endpoint of this stack leads to it.";

/** A container registry of the Premium tier is reached over a private network. */
export const acrPrivateLink: Rule = {
    id: "acr-private-link",
    title: "A container registry of the Premium tier has a private endpoint",
    why: "images go over the public internet otherwise, and the registry cannot be closed to it",
    severity: "medium",
    level: "advisory",
    fix: "Add a PrivateEndpoint with the group registry, and a DNS zone group for privatelink.azurecr.io.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints",
    references: [
        "AP e8eef0a8-67cf-4eb4-9386-14b0e78733d4",
        "AP d85c6833-7d33-4cf5-a915-aaa2de84405f",
        "PRW containerregistry_uses_private_link",
    ],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["sku.name", "privateLinkServiceConnections", "privateLinkServiceConnections[0].privateLinkServiceId"],
    settings: EXEMPT_STACKS,

    check(resource, { resources, settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource) || !isPremium(resource)) {
            return [];
        }
        const links = gather(
            endpointsTo(resource, resources).map(
                (other) => () => readOther(other, () => linksTo(resource, other, resources)),
            ),
        );
        if (links.length > 0 && !links.includes("approved")) {
            throw new UndecidedError("whether its private endpoint is approved is not known before");
        }
        return links.length > 0 ? [] : [NONE];
    },

    good: [
        { title: "a private endpoint", resources: linked(registry(PREMIUM)) },
        { title: "a private endpoint of a free-form registry", resources: linked(genericRegistry({}, PREMIUM)) },
        { title: "a tier that has none", resources: [registry({ sku: { name: "Standard" } })] },
        {
            title: "found by its id",
            resources: [
                registry({ ...PREMIUM, registryName: "Contoso" }),
                facts(ENDPOINT, { privateLinkServiceConnections: [{ privateLinkServiceId: REGISTRY_ID }] }),
            ],
        },
        {
            title: "a manual one that is approved, as outputs tell",
            resources: linked(registry(PREMIUM), "manualPrivateLinkServiceConnections", {
                privateLinkServiceConnectionState: { status: "Approved" },
            }),
        },
        {
            title: "free-form",
            resources: [
                registry({ ...PREMIUM, registryName: "contoso" }),
                facts(GENERIC, {
                    resourceProviderNamespace: "Microsoft.Network",
                    resourceType: "privateEndpoints",
                    properties: {
                        privateLinkServiceConnections: [{ properties: { privateLinkServiceId: REGISTRY_ID } }],
                    },
                }),
            ],
        },
        {
            title: "classic",
            resources: [
                facts(CLASSIC, { sku: "Premium", name: "contoso" }),
                facts(CLASSIC_ENDPOINT, { privateServiceConnection: { privateConnectionResourceId: REGISTRY_ID } }),
            ],
        },
        { title: "a stack of development", resources: [registry(PREMIUM, { stack: "test" })] },
    ],
    bad: [
        { title: "none", resources: [registry(PREMIUM)], violation: NONE },
        { title: "none, free-form", resources: [genericRegistry({}, PREMIUM)], violation: NONE },
        {
            title: "one of something else",
            resources: [registry(PREMIUM), ...linked(facts("azure-native:storage:StorageAccount"))],
            violation: NONE,
        },
        { title: "none, classic", resources: [facts(CLASSIC, { sku: "Premium" })], violation: NONE },
    ],
};

function linksTo(registryFacts: Facts, other: Facts, resources: readonly Facts[]): readonly ("approved" | "manual")[] {
    return isPrivateEndpoint(other)
        ? gather(linkedRegistries(other, resources))
              .filter(({ registry: target }) => target === registryFacts)
              .map(({ approved }) => (approved ? "approved" : "manual"))
        : [];
}

function linked(target: Facts, property = "privateLinkServiceConnections", more: Props = {}): [Facts, Facts] {
    const connections = [{ name: "link", ...more }];
    return [target, facts(ENDPOINT, { [property]: connections }, { name: "endpoint", from: { [property]: [target] } })];
}
