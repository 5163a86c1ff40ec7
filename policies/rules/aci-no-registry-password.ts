import { CONTAINER_GROUP_TYPES, isContainerGroup, loginsOf } from "../container-group";
import { GENERIC } from "../examples";
import { facts } from "../facts";
import { textOf } from "../props";
import { valueAt } from "../property";
import { hostOf, isGiven, isLeftAlone, PASSWORD_HOSTS } from "../registry-password";
import type { Facts, Props, Rule } from "../rule";
import { gather } from "../undecided";

const GROUP = "azure-native:containerinstance:ContainerGroup";
const CLASSIC = "azure:containerservice/group:Group";
const PASSWORD = { server: "contoso.azurecr.io", username: "contoso", password: "…" };
const IDENTITY = { server: "contoso.azurecr.io", identity: "/…/pull" };

/** A container group logs in at registries without a password. */
export const aciNoRegistryPassword: Rule = {
    id: "aci-no-registry-password",
    title: "A container group logs in at registries with an identity",
    why: "a password is shared, ends up in every copy of the definition and has to be changed by hand",
    severity: "high",
    level: "mandatory",
    fix:
        "Set identity (classic provider: userAssignedIdentityId) to a user-assigned identity with the pull role, instead of " +
        "username and password; cache images of other registries in one of Azure, or name those hosts in the setting hosts.",
    url: "https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
    references: [],
    appliesTo: CONTAINER_GROUP_TYPES,
    scope: "resource",
    reads: ["imageRegistryCredentials", "properties.imageRegistryCredentials"],
    settings: PASSWORD_HOSTS,

    check(resource, { settings }) {
        if (!isContainerGroup(resource)) {
            return [];
        }
        return gather(
            loginsOf(resource).map(({ path, value }) => () => {
                const has =
                    isGiven(() => valueAt(value, "password")) &&
                    !isLeftAlone(() => hostOf(textOf(valueAt(value, "server"))), settings);
                return has ? [`${path} has a password.`] : [];
            }),
        );
    },

    good: [
        { title: "an identity", resources: [group([IDENTITY])] },
        { title: "no login", resources: [group(undefined)] },
        {
            title: "an identity, free-form",
            resources: [free({ imageRegistryCredentials: [IDENTITY] })],
        },
        {
            title: "a registry that takes no identities",
            resources: [group([{ ...PASSWORD, server: "GHCR.io" }])],
            settings: { hosts: ["ghcr.io"] },
        },
        {
            title: "another service",
            resources: [
                facts(GENERIC, { resourceProviderNamespace: "Contoso.Tools", resourceType: "containerGroups" }),
            ],
        },
        {
            title: "classic",
            resources: [
                facts(CLASSIC, {
                    imageRegistryCredentials: [{ server: "contoso.azurecr.io", userAssignedIdentityId: "/…/pull" }],
                }),
            ],
        },
    ],
    bad: [
        {
            title: "a password",
            resources: [group([IDENTITY, PASSWORD])],
            violation: "imageRegistryCredentials[1] has a password.",
        },
        {
            title: "a password, in an older API version",
            resources: [
                facts("azure-native:containerinstance/v20230501:ContainerGroup", {
                    imageRegistryCredentials: [PASSWORD],
                }),
            ],
            violation: "imageRegistryCredentials[0] has a password.",
        },
        {
            title: "a password, free-form",
            resources: [free({ imageRegistryCredentials: [PASSWORD] })],
            violation: "properties.imageRegistryCredentials[0] has a password.",
        },
        {
            title: "a password for a registry that is not named",
            resources: [group([PASSWORD])],
            settings: { hosts: ["ghcr.io"] },
            violation: "imageRegistryCredentials[0] has a password.",
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { imageRegistryCredentials: [PASSWORD] })],
            violation: "imageRegistryCredentials[0] has a password.",
        },
    ],
};

function group(imageRegistryCredentials: readonly object[] | undefined): Facts {
    return facts(GROUP, imageRegistryCredentials === undefined ? {} : { imageRegistryCredentials });
}

function free(properties: Props): Facts {
    const type = { resourceProviderNamespace: "Microsoft.ContainerInstance", resourceType: "containerGroups" };
    return facts(GENERIC, { ...type, properties });
}
