import { appContainers, appRegistries, CONTAINER_APP_TYPES, isContainerApp } from "../container-app";
import { GENERIC } from "../examples";
import { facts } from "../facts";
import { entriesOf } from "../moving-image";
import { valueAt } from "../property";
import { hostOf, isGiven, isLeftAlone, PASSWORD_HOSTS, passwordVariables } from "../registry-password";
import { textOf } from "../props";
import type { Facts, Props, Rule } from "../rule";
import { gather } from "../undecided";

const APP = "azure-native:app:ContainerApp";
const CLASSIC = "azure:containerapp/app:App";
const PASSWORD = { server: "contoso.azurecr.io", username: "contoso", passwordSecretRef: "registry" };
const IDENTITY = { server: "contoso.azurecr.io", identity: "/…/pull" };

/** What names the secret that the password is in: in REST, and in the classic provider; and the password of a workflow. */
const SECRETS = ["passwordSecretRef", "passwordSecretName", "registryPassword"];

/** A container app logs in at registries without a password. */
export const containerappNoRegistryPassword: Rule = {
    id: "containerapp-no-registry-password",
    title: "A container app logs in at registries with an identity",
    why: "a password is shared, can be read by all who may list the app's secrets, and has to be changed by hand",
    severity: "high",
    level: "mandatory",
    fix:
        "Set identity of the registry to a user-assigned identity with the pull role, or to system, instead of username and " +
        "the password's secret; cache images of other registries in one of Azure, or name those hosts in the setting hosts. " +
        "Of variables, take the value from a secret that refers to Azure Key Vault. Of source control, let a workflow of your " +
        "own log in with an identity.",
    url: "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull",
    references: [],
    appliesTo: CONTAINER_APP_TYPES,
    scope: "resource",
    reads: ["configuration", "configuration.registries", "template.containers", "properties.configuration", "registries", "githubActionConfiguration.registryInfo"],
    settings: PASSWORD_HOSTS,

    check(resource, { settings }) {
        if (!isContainerApp(resource)) {
            return [];
        }
        const logins = () =>
            appRegistries(resource).filter(
                ({ value }) =>
                    SECRETS.some((name) => isGiven(() => valueAt(value, name))) &&
                    !isLeftAlone(() => hostOf(textOf(valueAt(value, "server") ?? valueAt(value, "registryUrl"))), settings),
            );
        const variables = appContainers(resource).map(
            (list) => () =>
                list().flatMap(({ path, value }) =>
                    passwordVariables(entriesOf({ path: `${path}.env`, value: valueAt(value, "env") })),
                ),
        );
        return gather([logins, ...variables]).map(({ path }) => `${path} has a password.`);
    },

    good: [
        { title: "an identity", resources: [app([IDENTITY])] },
        { title: "an identity, and what others say is empty", resources: [app([{ ...IDENTITY, passwordSecretRef: "" }])] },
        { title: "no login", resources: [facts(APP, { template: { containers: [{ image: "…" }] } })] },
        { title: "a registry that takes no identities", resources: [app([{ ...PASSWORD, server: "GHCR.io" }])], settings: { hosts: ["ghcr.io"] } },
        {
            title: "a variable whose value is a secret",
            resources: [variable({ name: "REGISTRY_PASSWORD", secretRef: "registry" })],
        },
        { title: "an identity, free-form", resources: [free("Microsoft.App", [IDENTITY])] },
        { title: "another service, free-form", resources: [free("Contoso.App", [PASSWORD])] },
        { title: "an identity, classic", resources: [facts(CLASSIC, { registries: [IDENTITY] })] },
    ],
    bad: [
        { title: "a password", resources: [app([IDENTITY, PASSWORD])], violation: "configuration.registries[1] has a password." },
        {
            title: "a password of a job, in an older API version",
            resources: [facts("azure-native:app/v20230501:Job", { configuration: { registries: [PASSWORD] } })],
            violation: "configuration.registries[0] has a password.",
        },
        {
            title: "a password, free-form",
            resources: [free("Microsoft.App", [PASSWORD])],
            violation: "properties.configuration.registries[0] has a password.",
        },
        {
            title: "a password for a registry that is not named",
            resources: [app([PASSWORD])],
            settings: { hosts: ["ghcr.io"] },
            violation: "configuration.registries[0] has a password.",
        },
        {
            title: "a workflow",
            resources: [facts("azure-native:app:ContainerAppsSourceControl", { githubActionConfiguration: { registryInfo: { registryPassword: "…" } } })],
            violation: "githubActionConfiguration.registryInfo has a password.",
        },
        {
            title: "a variable",
            resources: [variable({ name: "REGISTRY_PASSWORD", value: "…" })],
            violation: "template.containers[0].env[0] has a password.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { registries: [{ server: "contoso.azurecr.io", passwordSecretName: "registry" }] })],
            violation: "registries[0] has a password.",
        },
    ],
};

function app(registries: readonly Props[]): Facts {
    return facts(APP, { configuration: { registries } });
}

function variable(entry: Props): Facts {
    return facts(APP, { template: { containers: [{ image: "…", env: [entry] }] } });
}

function free(resourceProviderNamespace: string, registries: readonly Props[]): Facts {
    return facts(GENERIC, { resourceProviderNamespace, resourceType: "containerApps", properties: { configuration: { registries } } });
}
