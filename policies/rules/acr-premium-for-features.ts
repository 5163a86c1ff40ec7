import { ACR_TYPES, isAcr, isRegistry } from "../acr";
import { anyPattern } from "../azure-type";
import { childOf, CLASSIC, classic, genericChildOf, genericRegistry, registry, withRegistry } from "../examples";
import { facts } from "../facts";
import { premiumFeaturesOf } from "../premium-features";
import { formatTier, isPremium } from "../premium-tier";
import { isPrivateEndpoint, linkedRegistries, PRIVATE_ENDPOINT_TYPES } from "../private-endpoint";
import { registryOf } from "../registry-of";
import type { Facts, Props, Rule } from "../rule";
import { gather, readOther } from "../undecided";

const BASIC = { sku: { name: "Basic" } };
const PREMIUM = { sku: { name: "Premium" } };
const HARMLESS = {
    policies: {
        retentionPolicy: { days: 7, status: "disabled" },
        exportPolicy: { status: "enabled" },
        softDeletePolicy: { status: "enabled" },
    },
};
const RETENTION = { policies: { retentionPolicy: { days: 7, status: "enabled" } } };

/** What only Premium has is asked for only there. */
export const acrPremiumForFeatures: Rule = {
    id: "acr-premium-for-features",
    title: "A container registry with features of the Premium tier is of that tier",
    why: "Azure refuses them on the other tiers, half-way through the deployment",
    severity: "high",
    level: "mandatory",
    fix: "Set the registry's sku to Premium, or remove the feature.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    references: [],
    appliesTo: anyPattern(ACR_TYPES, PRIVATE_ENDPOINT_TYPES),
    scope: (resource) => (isRegistry(resource) ? "resource" : "stack"),
    reads: ["sku.name", "networkRuleSet", "properties.dataEndpointEnabled"],

    check(resource, { resources }) {
        if (isRegistry(resource)) {
            return isPremium(resource) ? [] : formatFeatures(resource, gather(premiumFeaturesOf(resource)));
        }
        return gather(premiumRegistriesOf(resource, resources))
            .filter((owner) => !readOther(owner, isPremium))
            .map((owner) => `${formatTier(owner)}.`);
    },

    good: [
        { title: "Premium", resources: [registry({ ...PREMIUM, ...RETENTION, publicNetworkAccess: "Disabled" })] },
        { title: "Basic without", resources: [registry({ ...BASIC, publicNetworkAccess: "Enabled", encryption: {} })] },
        { title: "policies that are off, and soft delete, which every tier has", resources: [basicWith(HARMLESS)] },
        {
            title: "an agent pool of Premium",
            resources: withRegistry(registry(PREMIUM), (owner) => childOf(owner, "AgentPool")),
        },
        {
            title: "a cache rule of Basic",
            resources: withRegistry(registry(BASIC), (owner) => childOf(owner, "CacheRule")),
        },
        { title: "a private endpoint of Premium", resources: withRegistry(registry(PREMIUM), endpointTo) },
        {
            title: "a private endpoint of another service",
            resources: [endpointTo(facts("azure-native:storage:StorageAccount"))],
        },
        { title: "classic", resources: [facts(CLASSIC, { sku: "Premium", retentionPolicyInDays: 7 })] },
        { title: "zone redundancy, which every tier has", resources: [basicWith({ zoneRedundancy: "Enabled" })] },
    ],
    bad: [
        {
            title: "all at once",
            resources: [basicWith(RETENTION, { publicNetworkAccess: "Disabled", encryption: { status: "enabled" } })],
            violation:
                "sku.name of registry is Basic, which lacks: " +
                "publicNetworkAccess, encryption, policies.retentionPolicy.status.",
        },
        {
            title: "rules for addresses",
            resources: [basicWith({ networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "…" }] } })],
            violation:
                "sku.name of registry is Basic, which lacks: networkRuleSet.defaultAction, networkRuleSet.ipRules.",
        },
        {
            title: "free-form",
            resources: [genericRegistry({ dataEndpointEnabled: true }, BASIC)],
            violation: "sku.name of registry is Basic, which lacks: properties.dataEndpointEnabled.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { sku: "Basic", retentionPolicyInDays: 7, exportPolicyEnabled: false })],
            violation: "sku of example is Basic, which lacks: retentionPolicyInDays, exportPolicyEnabled.",
        },
        {
            title: "any network rules, classic",
            resources: [facts(CLASSIC, { sku: "Standard", networkRuleSet: { defaultAction: "Allow" } })],
            violation: "sku of example is Standard, which lacks: networkRuleSet.",
        },
        {
            title: "zone redundancy, classic",
            resources: [facts(CLASSIC, { sku: "Basic", zoneRedundancyEnabled: true })],
            violation: "sku of example is Basic, which lacks: zoneRedundancyEnabled.",
        },
        {
            title: "an agent pool",
            resources: withRegistry(registry(BASIC), (owner) => childOf(owner, "AgentPool")),
            violation: "sku.name of registry is Basic.",
        },
        {
            title: "an agent pool, free-form",
            resources: withRegistry(genericRegistry({}, BASIC), (owner) => genericChildOf(owner, "agentPools", {})),
            violation: "sku.name of registry is Basic.",
        },
        {
            title: "a connected registry, classic",
            resources: withRegistry(facts(CLASSIC, { sku: "Basic" }, { name: "registry" }), (owner) =>
                classic("ConnectedRegistry", {}, owner),
            ),
            violation: "sku of registry is Basic.",
        },
        {
            title: "a private endpoint",
            resources: withRegistry(registry(BASIC), endpointTo),
            violation: "sku.name of registry is Basic.",
        },
    ],
};

/** Returns the registries that a resource needs to be Premium. */
function premiumRegistriesOf(resource: Facts, resources: readonly Facts[]): readonly (() => readonly Facts[])[] {
    if (isPrivateEndpoint(resource)) {
        return linkedRegistries(resource, resources).map((link) => () => link().map(({ registry: owner }) => owner));
    }
    const needs = isAcr(resource, "agentpools", "connectedregistries", "exportpipelines", "importpipelines");
    return needs ? [() => [registryOf(resource, resources)]] : [];
}

function formatFeatures(owner: Facts, paths: readonly string[]): readonly string[] {
    return paths.length === 0 ? [] : [`${formatTier(owner)}, which lacks: ${paths.join(", ")}.`];
}

function basicWith(...props: readonly Props[]): Facts {
    return registry(Object.assign({}, BASIC, ...props) as Props);
}

function endpointTo(target: Facts): Facts {
    const connections = [{ name: "link", privateLinkServiceId: "unknown in a preview" }];
    return facts(
        "azure-native:network:PrivateEndpoint",
        { privateLinkServiceConnections: connections },
        { from: { privateLinkServiceConnections: [target] } },
    );
}
