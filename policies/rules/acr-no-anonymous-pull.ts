import { ACR_TYPES, isRegistry } from "../acr";
import { anonymousPullOf } from "../acr-settings";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { isOn } from "../property";
import type { Rule } from "../rule";

/** Nobody pulls from a container registry without a login. */
export const acrNoAnonymousPull: Rule = {
    id: "acr-no-anonymous-pull",
    title: "A container registry lets nobody pull without a login",
    why: "every image of every repository is public then, and one anonymous client can use up the others' rate limit",
    severity: "high",
    level: "mandatory",
    fix: "Set anonymousPullEnabled to false; grant the pull role, or keep a registry of its own for what is public.",
    url: "https://learn.microsoft.com/azure/container-registry/anonymous-pull-access",
    references: [
        "AZR-000401",
        "AP 9f2dea28-e834-476c-99c5-3507b4728395",
        "AP cced2946-b08a-44fe-9fd9-e4ed8a779897",
        "CKV_AZURE_138",
    ],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["anonymousPullEnabled", "properties.anonymousPullEnabled"],

    check(resource) {
        if (!isRegistry(resource)) {
            return [];
        }
        const { path, value } = anonymousPullOf(resource);
        return isOn(value) ? [`${path} is true.`] : [];
    },

    good: [
        { title: "unset, which means off", resources: [registry()] },
        { title: "off", resources: [registry({ anonymousPullEnabled: false })] },
        { title: "off in a free-form resource", resources: [genericRegistry({ anonymousPullEnabled: false })] },
        { title: "off in the classic provider", resources: [facts(CLASSIC, { anonymousPullEnabled: false })] },
    ],
    bad: [
        {
            title: "on",
            resources: [registry({ anonymousPullEnabled: true, sku: { name: "Standard" } })],
            violation: "anonymousPullEnabled is true.",
        },
        {
            title: "on in an older API version",
            resources: [facts("azure-native:containerregistry/v20230701:Registry", { anonymousPullEnabled: true })],
            violation: "anonymousPullEnabled is true.",
        },
        {
            title: "on in a free-form resource",
            resources: [genericRegistry({ anonymousPullEnabled: true })],
            violation: "properties.anonymousPullEnabled is true.",
        },
        {
            title: "on in the classic provider",
            resources: [facts(CLASSIC, { anonymousPullEnabled: true })],
            violation: "anonymousPullEnabled is true.",
        },
    ],
};
