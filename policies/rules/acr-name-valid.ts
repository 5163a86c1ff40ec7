import { ACR_TYPES, nounOf } from "../acr";
import { GENERIC as GENERIC_TYPE } from "../azure-type";
import { child, classic, generic, genericRegistry, registry } from "../examples";
import type { Facts, Rule } from "../rule";

/** What a name is given by, and which it may be. */
interface Naming {
    readonly property: string;
    readonly pattern: RegExp;
    readonly wording: string;
}

const PLAIN = { pattern: /^[a-z0-9]{5,50}$/i, wording: "5 to 50 letters and digits" };
const DASHED = { pattern: /^[a-z0-9-]{5,50}$/i, wording: "5 to 50 letters, digits and hyphens" };
const UNDERLINED = { pattern: /^[\w-]{5,50}$/, wording: "5 to 50 letters, digits, hyphens and underlines" };
const SHORT = { pattern: /^[a-z0-9-]{3,20}$/i, wording: "3 to 20 letters, digits and hyphens" };

/**
 * Names by noun.
 *
 * Source: https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerregistry/resource-manager
 */
const NAMINGS: Readonly<Record<string, Naming>> = {
    registries: { property: "registryName", ...PLAIN },
    replications: { property: "replicationName", ...PLAIN },
    webhooks: { property: "webhookName", ...PLAIN },
    connectedregistries: { property: "connectedRegistryName", ...PLAIN },
    tokens: { property: "tokenName", ...DASHED },
    cacherules: { property: "cacheRuleName", ...DASHED },
    credentialsets: { property: "credentialSetName", ...DASHED },
    scopemaps: { property: "scopeMapName", ...UNDERLINED },
    tasks: { property: "taskName", ...UNDERLINED },
    agentpools: { property: "agentPoolName", ...SHORT },
};

/** What belongs to Azure Container Registry has a name that Azure takes. */
export const acrNameValid: Rule = {
    id: "acr-name-valid",
    title: "A container registry and what belongs to it have names that Azure takes",
    why: "Azure refuses others; a name that is made from a logical name keeps its hyphens",
    severity: "low",
    level: "mandatory",
    fix: "Give it a name of that form, such as contosoprod; where Pulumi makes the name, take the hyphens out of the logical one.",
    url: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry",
    references: ["AZR-000007"],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["registryName", "resourceName", "scopeMapName", "name"],

    check(resource) {
        const naming = NAMINGS[nounOf(resource) ?? ""];
        if (naming === undefined) {
            return [];
        }
        const property = propertyOf(resource, naming);
        const name = resource.props[property];
        // A free-form resource may have its parents' names before its own.
        const own = (text: string) => (GENERIC_TYPE.test(resource.type) ? (text.split("/").at(-1) ?? "") : text);
        return typeof name !== "string" || naming.pattern.test(own(name))
            ? []
            : [`${property} is not of ${naming.wording}.`];
    },

    good: [
        { title: "letters and digits", resources: [registry({ registryName: "contoso01" })] },
        { title: "a name that Pulumi makes", resources: [registry()] },
        { title: "free-form", resources: [genericRegistry({}, { resourceName: "contoso" })] },
        {
            title: "a child's name behind its parent's",
            resources: [generic("registries/scopeMaps", {}, { resourceName: "contoso/team_a-pull" })],
        },
        { title: "a scope map", resources: [child("ScopeMap", { scopeMapName: "team_a-pull" })] },
        { title: "a token", resources: [child("Token", { tokenName: "edge-01" })] },
        { title: "an agent pool", resources: [child("AgentPool", { agentPoolName: "builds" })] },
        { title: "classic", resources: [classic("RegistryWebhook", { name: "hook01", registryName: "con-toso" })] },
    ],
    bad: [
        { title: "a hyphen", resources: [registry({ registryName: "contoso-01" })], violation: plain("registryName") },
        { title: "a slash", resources: [registry({ registryName: "team/contoso" })], violation: plain("registryName") },
        {
            title: "too short",
            resources: [genericRegistry({}, { resourceName: "acr" })],
            violation: plain("resourceName"),
        },
        {
            title: "a replication",
            resources: [child("Replication", { replicationName: "north-europe" })],
            violation: plain("replicationName"),
        },
        {
            title: "a token",
            resources: [child("Token", { tokenName: "team_a" })],
            violation: "tokenName is not of 5 to 50 letters, digits and hyphens.",
        },
        {
            title: "a scope map",
            resources: [child("ScopeMap", { scopeMapName: "team/a" })],
            violation: "scopeMapName is not of 5 to 50 letters, digits, hyphens and underlines.",
        },
        { title: "classic", resources: [classic("Registry", { name: "a".repeat(51) })], violation: plain("name") },
    ],
};

function propertyOf({ type }: Facts, { property }: Naming): string {
    return GENERIC_TYPE.test(type) ? "resourceName" : /^azure:/.test(type) ? "name" : property;
}

function plain(property: string): string {
    return `${property} is not of ${PLAIN.wording}.`;
}
