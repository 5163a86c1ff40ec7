import { ACR_TYPES, isRegistry } from "../acr";
import { isRestricted, publicAccessOf } from "../acr-settings";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import type { Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";

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
    reads: ["publicNetworkAccess", "networkRuleSet.defaultAction", "properties.publicNetworkAccess"],
    settings: EXEMPT_STACKS,

    check(resource, { settings }) {
        if (inExemptStack(resource, settings) || !isRegistry(resource) || isRestricted(resource)) {
            return [];
        }
        return [`${publicAccessOf(resource).path} lets everybody in, and the rules' default action is not Deny.`];
    },

    good: [
        { title: "closed", resources: [registry({ publicNetworkAccess: "Disabled" })] },
        {
            title: "open to named addresses",
            resources: [registry({ networkRuleSet: { defaultAction: "deny", ipRules: [] } })],
        },
        { title: "closed in a free-form resource", resources: [genericRegistry({ publicNetworkAccess: "disabled" })] },
        { title: "closed in the classic provider", resources: [facts(CLASSIC, { publicNetworkAccessEnabled: false })] },
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
            title: "a stack whose name only looks like one of development",
            resources: [registry({}, { stack: "devices" })],
            violation: opens("publicNetworkAccess"),
        },
    ],
};

function opens(path: string): string {
    return `${path} lets everybody in, and the rules' default action is not Deny.`;
}
