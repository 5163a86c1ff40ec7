import { ACR_TYPES, isRegistry } from "../acr";
import { azapiProperty, ELSEWHERE_TYPES } from "../acr-elsewhere";
import { adminUserOf } from "../acr-settings";
import { anyPattern } from "../azure-type";
import { facts } from "../facts";
import { isOn } from "../property";
import type { Facts, Rule } from "../rule";

const TYPED = "azure-native:containerregistry:Registry";
const GENERIC = "azure-native:resources:Resource";
const CLASSIC = "azure:containerservice/registry:Registry";
const ARM = { resourceProviderNamespace: "Microsoft.ContainerRegistry", resourceType: "registries" };

/** A container registry's admin user stays off. */
export const acrNoAdminUser: Rule = {
    id: "acr-no-admin-user",
    title: "A container registry has no admin user",
    why: "the admin user is one shared password with full access, which names nobody in the log and never expires",
    severity: "critical",
    level: "mandatory",
    fix: "Set adminUserEnabled (classic provider: adminEnabled) to false, and grant roles to Entra identities.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-authentication#admin-account",
    references: [
        "AZR-000005",
        "AP dc921057-6b28-4fbe-9b83-f7bec05db6c2",
        "AP 79fdfe03-ffcb-4e55-b4d0-b925b8241759",
        "CKV_AZURE_137",
        "KICS b897dfbf-322c-45a8-b67c-1e698beeaa51",
        "PRW containerregistry_admin_user_disabled",
    ],
    appliesTo: anyPattern(ACR_TYPES, ELSEWHERE_TYPES),
    scope: "resource",
    reads: ["adminUserEnabled", "properties.adminUserEnabled", "adminEnabled", "type", "body.properties.adminUserEnabled", "properties.template"],

    check(resource) {
        const property = isRegistry(resource) ? adminUserOf(resource) : azapiProperty(resource, "adminUserEnabled");
        return property !== undefined && isOn(property.value) ? [`${property.path} is true.`] : [];
    },

    good: [
        { title: "unset, which means off", resources: [facts(TYPED)] },
        { title: "off", resources: [facts(TYPED, { adminUserEnabled: false })] },
        {
            title: "off in a free-form resource",
            resources: [facts(GENERIC, { ...ARM, properties: { adminUserEnabled: false } })],
        },
        { title: "unset in a free-form resource", resources: [facts(GENERIC, ARM)] },
        { title: "off in the classic provider", resources: [facts(CLASSIC, { adminEnabled: false })] },
        { title: "off in azapi", resources: [azapi(false)] },
        {
            title: "a template that makes something else",
            resources: [facts("azure-native:resources:Deployment", { properties: { template: { resources: [{ type: "Microsoft.Storage/storageAccounts" }] } } })],
        },
        {
            title: "a free-form resource of another service",
            resources: [
                facts(GENERIC, {
                    resourceProviderNamespace: "Contoso.Tools",
                    resourceType: "registries",
                    properties: { adminUserEnabled: true },
                }),
            ],
        },
    ],
    bad: [
        { title: "on", resources: [facts(TYPED, { adminUserEnabled: true })], violation: "adminUserEnabled is true." },
        {
            title: "on in an older API version",
            resources: [facts("azure-native:containerregistry/v20230701:Registry", { adminUserEnabled: true })],
            violation: "adminUserEnabled is true.",
        },
        {
            title: "on in a local package of one API version",
            resources: [
                facts("azure-native_containerregistry_v20250401:containerregistry:Registry", {
                    adminUserEnabled: true,
                }),
            ],
            violation: "adminUserEnabled is true.",
        },
        {
            title: "on in a free-form resource, whose names have no case",
            resources: [facts(GENERIC, { ...ARM, resourceType: "Registries", properties: { AdminUserEnabled: true } })],
            violation: "properties.adminUserEnabled is true.",
        },
        {
            title: "on in the classic provider",
            resources: [facts(CLASSIC, { adminEnabled: true })],
            violation: "adminEnabled is true.",
        },
        { title: "on in azapi", resources: [azapi(true)], violation: "body.properties.adminUserEnabled is true." },
    ],
};

function azapi(adminUserEnabled: boolean): Facts {
    const type = "Microsoft.ContainerRegistry/registries@2025-04-01";
    return facts("azapi:index/resource:Resource", { type, body: { properties: { adminUserEnabled } } });
}
