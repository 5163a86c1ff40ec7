import { ACR_TYPES, isRegistry } from "../acr";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { isOff, propertyAt } from "../property";
import type { Rule } from "../rule";
import { EXEMPT_STACKS, inExemptStack } from "../stacks";

const OFF = { policies: { azureADAuthenticationAsArmPolicy: { status: "disabled" } } };

/** A container registry takes tokens that were made for it alone. */
export const acrNoArmAudience: Rule = {
    id: "acr-no-arm-audience",
    title: "A container registry takes no tokens that were made for Azure Resource Manager",
    why: "a token that leaks from any deployment can be used to pull and push",
    severity: "medium",
    level: "disabled",
    fix:
        "Set policies.azureADAuthenticationAsArmPolicy.status to disabled, unless App Service pulls from the registry, as " +
        "it has no other tokens.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-disable-authentication-as-arm",
    references: ["AP 42781ec6-6127-4c30-bdfa-fb423a0047d3", "AP 785596ed-054f-41bc-aaec-7f3d0ba05725"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    settings: EXEMPT_STACKS,
    reads: ["policies", "policies.azureADAuthenticationAsArmPolicy.status", "properties.policies"],

    check(resource, { settings }) {
        // The classic provider cannot say so.
        if (inExemptStack(resource, settings) || !isRegistry(resource) || resource.type === CLASSIC) {
            return [];
        }
        const { path, value } = propertyAt(resource, { arm: "policies.azureADAuthenticationAsArmPolicy.status" });
        return isOff(value) ? [] : [`${path} is not disabled.`];
    },

    good: [
        { title: "off", resources: [registry(OFF)] },
        { title: "off, free-form", resources: [genericRegistry(OFF)] },
        { title: "classic, which cannot say so", resources: [facts(CLASSIC)] },
        { title: "a stack of development", resources: [registry({}, { stack: "dev" })] },
    ],
    bad: [
        {
            title: "unset, which means on",
            resources: [registry()],
            violation: "policies.azureADAuthenticationAsArmPolicy.status is not disabled.",
        },
        {
            title: "on",
            resources: [registry({ policies: { azureADAuthenticationAsArmPolicy: { status: "enabled" } } })],
            violation: "policies.azureADAuthenticationAsArmPolicy.status is not disabled.",
        },
        {
            title: "on, free-form",
            resources: [genericRegistry({ policies: {} })],
            violation: "properties.policies.azureADAuthenticationAsArmPolicy.status is not disabled.",
        },
    ],
};
