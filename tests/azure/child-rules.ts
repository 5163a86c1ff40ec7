import { listOf, propsOf, textOf } from "../provider/wire";
import { ArmError } from "./arm-error";
import { isSameId, parentOf } from "./arm-id";
import type { ArmResource, AzureCloud } from "./cloud";
import { identitiesOf, principalOf } from "./identities";
import { isSamePlace, tierOf } from "./registry-rules";
import { PULL_ROLES, roleOf } from "./roles";
import type { Request, Rule } from "./rule";

/** How many of a kind a registry takes, by tier. @see https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const LIMITS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    webhooks: { Basic: 2, Standard: 10, Premium: 500 },
    scopeMaps: { Basic: 100, Standard: 500, Premium: 50_000 },
    tokens: { Basic: 100, Standard: 500, Premium: 50_000 },
    cacheRules: { Basic: 1000, Standard: 1000, Premium: 1000 },
};

/** Names of a registry's children. @see https://github.com/Azure/azure-rest-api-specs/tree/main/specification/containerregistry */
const NAMES: Readonly<Record<string, RegExp>> = {
    replications: /^[a-zA-Z0-9]{5,50}$/,
    webhooks: /^[a-zA-Z0-9]{5,50}$/,
    tokens: /^[a-zA-Z0-9-]{5,50}$/,
    cacheRules: /^[a-zA-Z0-9-]{5,50}$/,
    credentialSets: /^[a-zA-Z0-9-]{5,50}$/,
    scopeMaps: /^[a-zA-Z0-9_-]{5,50}$/,
    agentPools: /^[a-zA-Z0-9-]{3,20}$/,
    tasks: /^[a-zA-Z0-9_-]{5,50}$/,
};

const registryOf = ({ cloud, resource }: Request) => cloud.find(parentOf(resource.id) ?? "");

const kindOf = ({ resource }: Request) => resource.type.split("/").at(-1) ?? "";

/** Refuses any child of a registry for its name or the number of its like. */
export const childRule: Rule = (request) => {
    const { resource, cloud, old } = request;
    const kind = kindOf(request);
    if (NAMES[kind]?.test(resource.name) === false) {
        return new ArmError(400, "InvalidResourceName", `The name '${resource.name}' is invalid: it does not match ${String(NAMES[kind])}.`);
    }
    const tier = tierOf(registryOf(request));
    const limit = LIMITS[kind]?.[tier] ?? Infinity;
    const count = cloud.below(parentOf(resource.id) ?? "").filter(({ type }) => type === resource.type).length;
    return old === undefined && count >= limit ? new ArmError(400, "QuotaExceeded", `The SKU ${tier} takes ${limit} ${kind}.`) : undefined;
};

/** Refuses what only Premium has. */
export const premiumRule: Rule = (request) => {
    const tier = tierOf(registryOf(request));
    return tier === "Premium" ? undefined : new ArmError(400, "SkuNotSupported", `The SKU ${tier} is not supported. (${kindOf(request)})`);
};

/** Refuses a replica at home, and any where deleted artifacts are kept. */
export const replicationRules: readonly Rule[] = [
    premiumRule,
    (request) => isSamePlace(registryOf(request)?.location, request.resource.location)
        ? new ArmError(409, "Conflict", `The registry is in ${request.resource.location} already.`) : undefined,
    (request) => propsOf(propsOf(registryOf(request)?.properties["policies"])["softDeletePolicy"])["status"] === "enabled"
        ? new ArmError(400, "BadRequest", "Geo-replication is not supported for registries with soft delete.") : undefined,
];

/** Refuses a reference to what the registry does not have. */
export function referenceRule(property: string): Rule {
    return ({ resource, cloud }) => {
        const id = textOf(resource.properties[property]);
        return id === "" || /\/scopeMaps\/_/.test(id) || cloud.find(id) !== undefined ? undefined : new ArmError(400, "BadRequest", `The resource '${id}' of ${property} was not found.`);
    };
}

/** Refuses passwords of a token that nobody had generated. @see https://github.com/Azure/azure-powershell/issues/22104 */
export const tokenRule: Rule = ({ resource, old }) => {
    const passwords = ({ properties }: ArmResource) => listOf(propsOf(properties["credentials"])["passwords"]);
    return passwords(resource).length > 0 && (old === undefined || passwords(old).length === 0)
        ? new ArmError(400, "BadRequest", "Passwords of a token cannot be added, only generated.") : undefined;
};

/** Refuses a webhook in a region where the registry is not. @see https://learn.microsoft.com/azure/container-registry/container-registry-webhook */
export const webhookRule: Rule = (request) => {
    const registry = registryOf(request);
    const replicas = request.cloud.below(registry?.id ?? "").filter(({ type }) => /\/replications$/i.test(type));
    return [registry, ...replicas].some((place) => isSamePlace(place?.location, request.resource.location))
        ? undefined : new ArmError(400, "InvalidWebhookLocation", `The registry is not in ${request.resource.location}.`);
};

/** Refuses to change of an agent pool what its update does not have. @see https://github.com/Azure/azure-rest-api-specs (AgentPoolUpdateParameters) */
export const poolRule: Rule = ({ resource, old }) => {
    const changed = old === undefined ? [] : ["tier", "os", "virtualNetworkSubnetResourceId"].filter((key) => old.properties[key] !== resource.properties[key]);
    return changed.length === 0 ? undefined : new ArmError(400, "BadRequest", `${changed.join()} of an agent pool cannot be changed.`);
};

/** Refuses a private endpoint to a registry that is not Premium or not there. */
export const endpointRule: Rule = ({ resource, cloud }) => {
    for (const id of targetsOf(resource).filter((target) => /\/Microsoft\.ContainerRegistry\//i.test(target))) {
        const registry = cloud.find(id);
        if (registry === undefined) {
            return new ArmError(400, "InvalidPrivateLinkServiceId", `The private link service '${id}' was not found.`);
        }
        if (tierOf(registry) !== "Premium") {
            return new ArmError(400, "SkuNotSupported", `The SKU ${tierOf(registry)} is not supported. (private endpoints)`);
        }
    }
    return undefined;
};

/** Returns the ARM ids that a private endpoint leads to. */
export function targetsOf({ properties }: ArmResource): readonly string[] {
    return listOf(properties["privateLinkServiceConnections"]).map((connection) => textOf(propsOf(connection)["privateLinkServiceId"]));
}

/** Refuses a diagnostic setting that leads nowhere. */
export const diagnosticRule: Rule = ({ resource: { properties } }) => ["workspaceId", "storageAccountId", "eventHubAuthorizationRuleId", "marketplacePartnerId"].some((name) => properties[name] !== undefined)
    ? undefined : new ArmError(400, "BadRequest", "At least one data sink needs to be specified.");

/** Refuses a container group whose images it may not pull from a registry of this cloud. */
export const pullRule: Rule = ({ resource, cloud, options }) => {
    for (const { name, properties } of cloud.ofType("Microsoft.ContainerRegistry/registries")) {
        const host = options.loginServer ?? `${name.toLowerCase()}.azurecr.io`;
        const image = listOf(resource.properties["containers"]).map((container) => textOf(propsOf(container)["image"])).find((ref) => ref.startsWith(`${host}/`));
        const login = listOf(resource.properties["imageRegistryCredentials"]).map(propsOf).find(({ server }) => server === host);
        const identity = identitiesOf(resource).find((id) => isSameId(id, textOf(login?.["identity"])));
        if (image !== undefined && (identity === undefined || !mayPull(cloud, principalOf(identity), properties["roleAssignmentMode"]))) {
            return new ArmError(400, "InaccessibleImage", `The image '${image}' in container group '${resource.name}' is not accessible. Please check the image and registry credential.`);
        }
    }
    return undefined;
};

function mayPull(cloud: AzureCloud, principal: string, mode: unknown): boolean {
    const roles = PULL_ROLES[mode === "AbacRepositoryPermissions" ? mode : "LegacyRegistryPermissions"];
    return cloud.ofType("Microsoft.Authorization/roleAssignments").some(({ properties }) => properties["principalId"] === principal && roles.includes(roleOf(properties["roleDefinitionId"])));
}
