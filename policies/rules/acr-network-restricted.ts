import { ACR_TYPES, isRegistry } from "../acr";
import { isRestricted, publicAccessOf, tierOf, wideRulesOf } from "../acr-settings";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { textOf } from "../props";
import type { Facts, Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";
import { anyHolds } from "../undecided";

/** A container registry's network is closed, or open to named addresses alone. */
export const acrNetworkRestricted: Rule = {
    id: "acr-network-restricted",
    title: "A container registry is not open to the whole internet",
    why: "a login that leaks is enough to pull and push from anywhere",
    severity: "high",
    level: "advisory",
    fix:
        "On Premium, set publicNetworkAccess to Disabled (classic provider: publicNetworkAccessEnabled to false) with a " +
        "private endpoint, or networkRuleSet.defaultAction to Deny with the addresses that may come in.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks",
    references: [
        "AZR-000402",
        "AP d0793b48-0edc-4296-a390-4c75d1bdfd71",
        "AP 0fdf0491-d080-4575-b627-ad0e843cba0f",
        "AP a3701552-92ea-433e-9d17-33b7f1208fc9",
        "CKV_AZURE_139",
        "PRW containerregistry_not_publicly_accessible",
    ],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["publicNetworkAccess", "networkRuleSet.defaultAction", "networkRuleSet.ipRules", "properties.publicNetworkAccess", "sku.name", "sku"],
    settings: {
        everyTier: {
            type: "boolean",
            default: false,
            description: "Judge Basic and Standard too, on which only Premium helps.",
        },
        ...EXEMPT_STACKS,
    },

    check(resource, { settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource)) {
            return [];
        }
        const passes = anyHolds(() => isRestricted(resource), () => settings["everyTier"] !== true && cannotRestrict(resource));
        return passes ? wideRulesOf(resource).map(({ path }) => `${path} is a range wider than /8.`) : [opens(publicAccessOf(resource).path)];
    },

    good: [
        { title: "closed", resources: [registry({ publicNetworkAccess: "Disabled" })] },
        {
            title: "open to named addresses",
            resources: [registry({ networkRuleSet: { defaultAction: "deny", ipRules: [{ iPAddressOrRange: "198.51.100.0/24" }] } })],
        },
        { title: "closed in a free-form resource", resources: [genericRegistry({ publicNetworkAccess: "disabled" })] },
        { title: "closed in the classic provider", resources: [facts(CLASSIC, { publicNetworkAccessEnabled: false })] },
        { title: "a tier that cannot close it", resources: [registry({ sku: { name: "Standard" } })] },
        { title: "a stack of development", resources: [registry({}, { stack: "contoso-dev" })] },
        {
            title: "a stack that is exempt by its name",
            resources: [registry()],
            settings: { exemptStacks: "^stack$" },
        },
    ],
    bad: [
        { title: "unset, which means open", resources: [registry()], violation: opens("publicNetworkAccess") },
        {
            title: "open",
            resources: [registry({ publicNetworkAccess: "Enabled", networkRuleSet: { defaultAction: "Allow" } })],
            violation: opens("publicNetworkAccess"),
        },
        {
            title: "open to all addresses by a rule",
            resources: [registry({ networkRuleSet: { defaultAction: "Deny", ipRules: [{ iPAddressOrRange: "0.0.0.0/0" }] } })],
            violation: "networkRuleSet.ipRules[0] is a range wider than /8.",
        },
        {
            title: "open in a free-form resource",
            resources: [genericRegistry({ publicNetworkAccess: "Enabled" })],
            violation: opens("properties.publicNetworkAccess"),
        },
        {
            title: "open in the classic provider",
            resources: [facts(CLASSIC, { sku: "Premium" })],
            violation: opens("publicNetworkAccessEnabled"),
        },
        {
            title: "a tier that cannot close it, where the team wants Premium",
            resources: [registry({ sku: { name: "Standard" } })],
            settings: { everyTier: true },
            violation: opens("publicNetworkAccess"),
        },
        {
            title: "a stack whose name only looks like one of development",
            resources: [registry({}, { stack: "devices" })],
            violation: opens("publicNetworkAccess"),
        },
    ],
};

/** Network rules and private endpoints are of Premium: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
function cannotRestrict(registry: Facts): boolean {
    return /^(?:basic|standard)$/i.test(textOf(tierOf(registry).value));
}

function opens(path: string): string {
    return `${path} lets everybody in, and the rules' default action is not Deny.`;
}
