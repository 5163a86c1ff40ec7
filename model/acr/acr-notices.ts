import { hasPublicAccess } from "./acr-network";
import { planApiVersion } from "./acr-properties";
import type { AcrSpec } from "./acr-spec";
import { lowestTier } from "./acr-tier";
import { formatList } from "../word-list";

/** Returns what people should know of a registry before it is made: what was decided for them, and what reaches further. */
export function listNotices(spec: AcrSpec): readonly string[] {
    return [
        ...(spec.tier === undefined ? [explainTier(spec)] : []),
        ...explainNetwork(spec),
        ...explainLasting(spec),
        ...explainAccess(spec),
        ...explainCleaning(spec),
    ].map((notice) => `registry ${spec.name}: ${notice}`);
}

function explainTier(spec: AcrSpec): string {
    const { tier, reasons } = lowestTier(spec);
    return reasons.length === 0 ? `tier ${tier}, as nothing asks for more` : `tier ${tier}, for ${formatList(reasons)}`;
}

function explainNetwork(spec: AcrSpec): readonly string[] {
    const isOpen = hasPublicAccess(spec);
    const hasEndpoints = spec.privateEndpoints.length > 0;
    return [
        ...(!isOpen && spec.publicAccess === undefined
            ? ["the public network is closed, as there are private endpoints; publicAccess: true opens it"] : []),
        ...(!isOpen && !hasEndpoints
            ? ["the public network is closed and this stack makes no private endpoint, so it must be reached by those of others"] : []),
        ...(!isOpen ? ["images are pushed from a machine that reaches the registry by a private endpoint"] : []),
        ...(hasEndpoints && !spec.dataEndpoints
            ? ["private endpoints turn on data endpoints: firewalls of clients have to let <registry>.<region>.data.azurecr.io pass"] : []),
    ];
}

function explainLasting({ customerManagedKey, lock, defender }: AcrSpec): readonly string[] {
    return [
        ...(customerManagedKey === undefined ? []
            : ["encryption with a customer-managed key cannot be turned off, nor be turned on in a registry that is there"]),
        ...(lock === undefined ? [] : [`lock ${lock} is on the registry, not on its images, which can still be deleted`]),
        ...(lock === "CanNotDelete"
            ? ["lock CanNotDelete also refuses to take away replicas, grants and other parts: take it off in an up of its own before"] : []),
        ...(lock === "ReadOnly" ? ["lock ReadOnly refuses the next changes of this stack too, until it is taken off"] : []),
        // Source: https://learn.microsoft.com/azure/defender-for-cloud/defender-for-containers-introduction
        ...(defender ? ["Defender is a setting of the whole subscription: it scans, and charges for, all of its registries"] : []),
    ];
}

function explainAccess({ name, tokens, scopeMaps, anonymousPull, permissions, armTokens }: AcrSpec): readonly string[] {
    return [
        ...tokens.map((token) =>
            `token ${token.name} has no secret yet: az acr token credential generate --registry ${name} --name ${token.name} --password1 --expiration ${token.expires}`),
        ...(anonymousPull && (permissions === "abac" || scopeMaps.length > 0)
            ? ["anonymous pull holds for all repositories, whatever conditions and scope maps say"] : []),
        ...(permissions === "abac"
            ? ["with permissions abac, AcrPull, AcrPush, AcrDelete, Owner and Contributor give no access to images"] : []),
        ...(armTokens ? [] : ["armTokens: false stops pulls of Web Apps, and az acr login needs a login for the registry's scope"]),
    ];
}

function explainCleaning(spec: AcrSpec): readonly string[] {
    const { retentionDays, softDeleteDays } = spec;
    return [
        ...(retentionDays === undefined ? []
            : ["retention passes over OCI manifests, such as images with attestations: purge cleans those too"]),
        ...(softDeleteDays === undefined ? [] : [`soft delete is a preview, so version ${planApiVersion(spec)} of the API is used`]),
    ];
}
