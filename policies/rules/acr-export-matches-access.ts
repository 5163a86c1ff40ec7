import { ACR_TYPES, isRegistry } from "../acr";
import { exportOf, publicAccessOf } from "../acr-settings";
import { CLASSIC, genericRegistry, registry } from "../examples";
import { facts } from "../facts";
import { isOff } from "../property";
import type { Rule } from "../rule";
import { allHold } from "../undecided";

const EXPORT_OFF = { policies: { exportPolicy: { status: "disabled" } } };

/** Exports are off only where the public network is. */
export const acrExportMatchesAccess: Rule = {
    id: "acr-export-matches-access",
    title: "A container registry without exports is closed to the public network",
    why: "Azure refuses the one without the other, as whoever can pull from anywhere needs no export",
    severity: "high",
    level: "mandatory",
    fix:
        "Set publicNetworkAccess to Disabled (classic provider: publicNetworkAccessEnabled to false) as well, or allow " +
        "exports.",
    url: "https://learn.microsoft.com/azure/container-registry/data-loss-prevention",
    references: ["AP 524b0254-c285-4903-bee6-bb8126cde579"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["policies.exportPolicy.status", "publicNetworkAccess", "properties.policies", "exportPolicyEnabled"],

    check(resource) {
        if (!isRegistry(resource)) {
            return [];
        }
        const open = allHold(
            () => isOff(exportOf(resource).value),
            () => !isOff(publicAccessOf(resource).value),
        );
        return open
            ? [`${exportOf(resource).path} switches exports off, but ${publicAccessOf(resource).path} is not off.`]
            : [];
    },

    good: [
        { title: "unset, which allows exports", resources: [registry()] },
        {
            title: "exports on an open registry",
            resources: [registry({ policies: { exportPolicy: { status: "enabled" } } })],
        },
        { title: "none on a closed one", resources: [registry({ ...EXPORT_OFF, publicNetworkAccess: "Disabled" })] },
        {
            title: "none on a closed one, free-form",
            resources: [genericRegistry({ ...EXPORT_OFF, publicNetworkAccess: "Disabled" })],
        },
        {
            title: "none on a closed one, classic",
            resources: [facts(CLASSIC, { exportPolicyEnabled: false, publicNetworkAccessEnabled: false })],
        },
    ],
    bad: [
        {
            title: "none, and access unset",
            resources: [registry(EXPORT_OFF)],
            violation: half("policies.exportPolicy.status", "publicNetworkAccess"),
        },
        {
            title: "none on an open registry",
            resources: [registry({ ...EXPORT_OFF, publicNetworkAccess: "Enabled" })],
            violation: half("policies.exportPolicy.status", "publicNetworkAccess"),
        },
        {
            title: "closed by its rules alone, free-form",
            resources: [genericRegistry({ ...EXPORT_OFF, networkRuleSet: { defaultAction: "Deny" } })],
            violation: half("properties.policies.exportPolicy.status", "properties.publicNetworkAccess"),
        },
        {
            title: "classic",
            resources: [facts(CLASSIC, { exportPolicyEnabled: false })],
            violation: half("exportPolicyEnabled", "publicNetworkAccessEnabled"),
        },
    ],
};

function half(exported: string, access: string): string {
    return `${exported} switches exports off, but ${access} is not off.`;
}
