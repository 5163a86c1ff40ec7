import { ACR_TYPES, isRegistry } from "../acr";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { formatTier, isBasic } from "../premium-tier";
import type { Rule } from "../rule";
import { inJudgedStack, JUDGED_STACKS } from "../stacks";

const BASIC = { sku: { name: "Basic" } };
const PROD = { stack: "prod" };

/** A registry that users depend on has the throughput for it. */
export const acrTierForProduction: Rule = {
    id: "acr-tier-for-production",
    title: "A container registry of production is of the Standard or Premium tier",
    why: "Basic has the least storage, throughput and webhooks, and is meant for development",
    severity: "medium",
    level: "advisory",
    fix: "Set the registry's sku to Standard or Premium.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
    references: ["AZR-000006", "CKV_AZURE_163"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["sku.name", "sku"],
    settings: JUDGED_STACKS,

    check(resource, { settings }) {
        return inJudgedStack(resource, settings) && isRegistry(resource) && isBasic(resource)
            ? [`${formatTier(resource)}.`]
            : [];
    },

    good: [
        { title: "Basic in development", resources: [registry(BASIC, { stack: "dev" })] },
        { title: "Standard in production", resources: [registry({ sku: { name: "Standard" } }, PROD)] },
        { title: "a stack that only looks like production", resources: [registry(BASIC, { stack: "products" })] },
        { title: "classic", resources: [facts(CLASSIC, { sku: "Premium" }, PROD)] },
        { title: "a stack of another name", resources: [registry(BASIC, PROD)], settings: { stacks: "^live-" } },
    ],
    bad: [
        { title: "Basic", resources: [registry(BASIC, PROD)], violation: "sku.name of registry is Basic." },
        {
            title: "Basic in production of a region",
            resources: [registry(BASIC, { stack: "contoso-PROD-westeurope" })],
            violation: "sku.name of registry is Basic.",
        },
        {
            title: "Basic, free-form",
            resources: [genericRegistry({}, BASIC)],
            settings: { stacks: "." },
            violation: "sku.name of registry is Basic.",
        },
        {
            title: "Basic, classic",
            resources: [facts(CLASSIC, { sku: "Basic" }, PROD)],
            violation: "sku of example is Basic.",
        },
    ],
};
