import { GENERIC } from "../examples";
import { facts } from "../facts";
import { isLeftAlone, PASSWORD_HOSTS } from "../registry-password";
import type { Facts, Props, Rule } from "../rule";
import { gather, ifDecided } from "../undecided";
import { isWebApp, runsCode, WEB_APP_TYPES } from "../web-app";
import { webAppPasswords } from "../web-app-password";

const APP = "azure-native:web:WebApp";
const CLASSIC = "azure:appservice/linuxWebApp:LinuxWebApp";
const SERVER = "DOCKER_REGISTRY_SERVER_URL";
const PASSWORD = "DOCKER_REGISTRY_SERVER_PASSWORD";
const REFERENCE = "@Microsoft.KeyVault(VaultName=contoso;SecretName=registry)";
const IMAGE = "ghcr.io/contoso/web:1.4.2";

/** A web app logs in at registries without a password. */
export const webappNoRegistryPassword: Rule = {
    id: "webapp-no-registry-password",
    title: "A web app logs in at registries with an identity",
    why: "a password among the settings can be read by all who may change the app, and has to be changed by hand",
    severity: "high",
    level: "mandatory",
    fix:
        "Give the app an identity with the pull role and set acrUseManagedIdentityCreds (of the classic provider " +
        "containerRegistryUseManagedIdentity, of a container at its side authType) instead of user name and password; for " +
        "other registries, take the password from Key Vault by a reference, cache the images in a registry of Azure, or " +
        "name those hosts in the setting hosts.",
    url: "https://learn.microsoft.com/azure/app-service/configure-custom-container#use-managed-identity-to-pull-image-from-azure-container-registry",
    references: [],
    appliesTo: WEB_APP_TYPES,
    scope: "resource",
    reads: ["siteConfig", "siteConfig.appSettings", "properties", "appSettings", "siteConfig.applicationStack"],
    settings: PASSWORD_HOSTS,

    check(resource, { settings }) {
        return isWebApp(resource)
            ? gather(
                  webAppPasswords(resource).map((list) => () =>
                      (runsCode(resource) ? (ifDecided(list) ?? []) : list())
                          .filter(({ readHost }) => !isLeftAlone(readHost, settings))
                          .map(({ path }) => `${path} is a registry's password.`),
                  ),
              )
            : [];
    },

    good: [
        { title: "an identity", resources: [facts(APP, { siteConfig: { acrUseManagedIdentityCreds: true } })] },
        { title: "other settings", resources: [app({ [SERVER]: "https://contoso.azurecr.io", WEBSITES_PORT: "8080" })] },
        {
            title: "an app that runs code",
            resources: [facts(APP, { siteConfig: { linuxFxVersion: "NODE|22-lts", appSettings: [{ name: "DATABASE_PASSWORD", value: "…" }] } })],
        },
        { title: "a password that is empty", resources: [app({ [PASSWORD]: "" })] },
        {
            title: "a registry that takes no identities",
            resources: [app({ [SERVER]: "https://GHCR.io/v2/", [PASSWORD]: "…" })],
            settings: { hosts: ["ghcr.io"] },
        },
        {
            title: "such a registry of a container at its side",
            resources: [facts("azure-native:web:WebAppSiteContainer", { image: IMAGE, passwordSecret: "REGISTRY" })],
            settings: { hosts: ["ghcr.io"] },
        },
        { title: "a password of another registry in Key Vault", resources: [app({ [SERVER]: "https://ghcr.io", [PASSWORD]: REFERENCE })] },
        { title: "settings of their own", resources: [facts("azure-native:web:WebAppApplicationSettings", { properties: { A: "b" } })] },
        { title: "another service, free-form", resources: [free("Contoso.Web", { [PASSWORD]: "…" })] },
        {
            title: "classic",
            resources: [facts(CLASSIC, { appSettings: { A: "b" }, siteConfig: { applicationStack: { dockerImageName: "web:1.4.2" } } })],
        },
    ],
    bad: [
        {
            title: "a password",
            resources: [app({ [SERVER]: "https://contoso.azurecr.io", [PASSWORD]: "…" })],
            violation: "siteConfig.appSettings[1] is a registry's password.",
        },
        {
            title: "a password of a slot, for a registry that is not named",
            resources: [app({ [PASSWORD]: "…" }, "azure-native:web/v20230101:WebAppSlot")],
            settings: { hosts: ["ghcr.io"] },
            violation: "siteConfig.appSettings[0] is a registry's password.",
        },
        {
            title: "settings of their own",
            resources: [facts("azure-native:web:WebAppApplicationSettings", { properties: { [PASSWORD]: "…" } })],
            violation: `properties.${PASSWORD} is a registry's password.`,
        },
        {
            title: "a container at its side",
            resources: [facts("azure-native:web:WebAppSiteContainer", { image: IMAGE, passwordSecret: "REGISTRY" })],
            violation: "passwordSecret is a registry's password.",
        },
        {
            title: "free-form",
            resources: [free("Microsoft.Web", { [PASSWORD]: "…" })],
            violation: "properties.siteConfig.appSettings[0] is a registry's password.",
        },
        {
            title: "a password of Azure Container Registry in Key Vault",
            resources: [app({ [SERVER]: "https://contoso.azurecr.io", [PASSWORD]: REFERENCE })],
            violation: "siteConfig.appSettings[1] is a registry's password.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { siteConfig: { applicationStack: { dockerRegistryPassword: "…" } } })],
            violation: "siteConfig.applicationStack.dockerRegistryPassword is a registry's password.",
        },
        {
            title: "classic, among the settings",
            resources: [facts(CLASSIC, { appSettings: { [PASSWORD]: "…" } })],
            violation: `appSettings.${PASSWORD} is a registry's password.`,
        },
        {
            title: "a function app, classic",
            resources: [
                facts("azure:appservice/linuxFunctionApp:LinuxFunctionApp", {
                    siteConfig: { applicationStack: { dockers: [{ registryPassword: "…" }] } },
                }),
            ],
            violation: "siteConfig.applicationStack.dockers[0].registryPassword is a registry's password.",
        },
    ],
};

function app(settings: Props, type = APP): Facts {
    return facts(type, { siteConfig: { appSettings: Object.entries(settings).map(([name, value]) => ({ name, value })) } });
}

function free(resourceProviderNamespace: string, settings: Props): Facts {
    return facts(GENERIC, { resourceProviderNamespace, resourceType: "sites", properties: app(settings).props });
}
