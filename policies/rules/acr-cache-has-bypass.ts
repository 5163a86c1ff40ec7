import { ACR_TYPES, isAcr } from "../acr";
import { isRestricted } from "../acr-settings";
import { childOf, CLASSIC, classic, genericRegistry, registry, withRegistry } from "../examples";
import { facts } from "../facts";
import { propertyAt, type Property } from "../property";
import { textOf } from "../props";
import { registryOf } from "../registry-of";
import type { Facts, Rule } from "../rule";
import { allHold, readOther } from "../undecided";

const CLOSED = { publicNetworkAccess: "Disabled" };

/** A cache rule's registry lets trusted services through a restricted network. */
export const acrCacheHasBypass: Rule = {
    id: "acr-cache-has-bypass",
    title: "A restricted container registry with a cache rule lets trusted services in",
    why: "the cache is filled by one of them, so that the first pull of an image may fail otherwise",
    severity: "medium",
    level: "advisory",
    fix: "Set the registry's networkRuleBypassOptions (classic provider: networkRuleBypassOption) to AzureServices.",
    url: "https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "stack",
    reads: ["networkRuleBypassOptions", "properties.publicNetworkAccess"],

    check(resource, { resources }) {
        if (!isAcr(resource, "cacherules")) {
            return [];
        }
        const owner = registryOf(resource, resources);
        const shut = readOther(owner, () =>
            allHold(
                () => isRestricted(owner),
                () => /^none$/i.test(textOf(bypassOf(owner).value)),
            ),
        );
        return shut ? [`${bypassOf(owner).path} of ${owner.name} is None, and its network is restricted.`] : [];
    },

    good: [
        { title: "unset, which lets them in", resources: cached(registry(CLOSED)) },
        { title: "let in", resources: cached(registry({ ...CLOSED, networkRuleBypassOptions: "AzureServices" })) },
        { title: "an open network", resources: cached(registry({ networkRuleBypassOptions: "None" })) },
    ],
    bad: [
        {
            title: "a closed network",
            resources: cached(registry({ ...CLOSED, networkRuleBypassOptions: "None" })),
            violation: "networkRuleBypassOptions of registry is None, and its network is restricted.",
        },
        {
            title: "rules for addresses, free-form",
            resources: cached(
                genericRegistry({ networkRuleSet: { defaultAction: "Deny" }, networkRuleBypassOptions: "None" }),
            ),
            violation: "properties.networkRuleBypassOptions of registry is None, and its network is restricted.",
        },
        {
            title: "a closed network, free-form",
            resources: cached(genericRegistry({ ...CLOSED, networkRuleBypassOptions: "none" })),
            violation: "properties.networkRuleBypassOptions of registry is None, and its network is restricted.",
        },
        {
            title: "classic",
            resources: withRegistry(
                facts(
                    CLASSIC,
                    { publicNetworkAccessEnabled: false, networkRuleBypassOption: "None" },
                    { name: "registry" },
                ),
                (owner) => classic("RegistryCacheRule", {}, owner),
            ),
            violation: "networkRuleBypassOption of registry is None, and its network is restricted.",
        },
    ],
};

function bypassOf(owner: Facts): Property {
    return propertyAt(owner, { arm: "networkRuleBypassOptions", classic: "networkRuleBypassOption" });
}

function cached(owner: Facts): [Facts, Facts] {
    return withRegistry(owner, (parent) => childOf(parent, "CacheRule"));
}
