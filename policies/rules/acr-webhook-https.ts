import { ACR_TYPES, isAcr } from "../acr";
import { child, classic, generic } from "../examples";
import { textOf } from "../props";
import { propertyAt } from "../property";
import type { Rule } from "../rule";

/** A webhook of a container registry calls over TLS. */
export const acrWebhookHttps: Rule = {
    id: "acr-webhook-https",
    title: "A container registry's webhook calls over TLS",
    why: "its headers often hold a login, and whoever is on the way can read them and make up calls",
    severity: "high",
    level: "mandatory",
    fix: "Set serviceUri to an https address.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-webhook",
    references: ["CKV2_AZURE_30"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["serviceUri", "properties.serviceUri"],

    check(resource) {
        if (!isAcr(resource, "webhooks")) {
            return [];
        }
        const { path, value } = propertyAt(resource, { arm: "serviceUri", classic: "serviceUri" });
        return value === undefined || /^https:/i.test(textOf(value)) ? [] : [`${path} is not an https address.`];
    },

    good: [
        { title: "https", resources: [child("Webhook", { serviceUri: "https://hooks.example/acr" })] },
        { title: "https in capitals", resources: [child("Webhook", { serviceUri: "HTTPS://hooks.example/acr" })] },
        {
            title: "https, free-form",
            resources: [generic("registries/webhooks", { serviceUri: "https://hooks.example/acr" })],
        },
        { title: "among outputs, which leave the address out", resources: [child("Webhook", { status: "enabled" })] },
    ],
    bad: [
        {
            title: "http",
            resources: [child("Webhook", { serviceUri: "http://hooks.example/acr" })],
            violation: "serviceUri is not an https address.",
        },
        {
            title: "http, free-form",
            resources: [generic("registries/webhooks", { serviceUri: "http://hooks.example/acr" })],
            violation: "properties.serviceUri is not an https address.",
        },
        {
            title: "http, classic",
            resources: [classic("RegistryWebhook", { serviceUri: "http://hooks.example/acr" })],
            violation: "serviceUri is not an https address.",
        },
    ],
};
