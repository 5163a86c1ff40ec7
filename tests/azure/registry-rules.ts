import { listOf, propsOf, textOf, type Props } from "../provider/wire";
import { ArmError } from "./arm-error";
import { groupOf, isSameId } from "./arm-id";
import type { ArmResource, AzureCloud } from "./cloud";
import { clientOf, identitiesOf, principalOf } from "./identities";
import { KEY_USER, roleOf } from "./roles";
import type { Request, Rule } from "./rule";

/** A registry as a rule reads it. */
interface Registry extends Request {
    readonly tier: string;
    readonly p: Props;
    readonly policy: (name: string) => Props;
}

const REPLICATIONS = "Microsoft.ContainerRegistry/registries/replications";

const POLICY_NAMES = { retentionPolicy: "Retention", quarantinePolicy: "Quarantine", exportPolicy: "Export", trustPolicy: "Content trust" } as const;

/** Returns `Basic`, `Standard` or `Premium`. */
export function tierOf(registry: ArmResource | undefined): string {
    return textOf(propsOf(registry?.sku)["name"]);
}

const isOn = (status: unknown) => /^enabled$/i.test(textOf(status));

/** In ARM's own words where a public issue quotes them; the others are the double's. */
const REFUSALS: readonly (readonly [when: (registry: Registry) => unknown, code: string, text: (registry: Registry) => string])[] = [
    [({ tier }) => !/^(Basic|Standard|Premium)$/.test(tier), "InvalidSku", ({ tier }) => `The SKU '${tier}' is not one of Basic, Standard, Premium.`],
    [({ resource }) => !/^[a-zA-Z0-9]{5,50}$/.test(resource.name), "InvalidName", ({ resource }) => `The registry name '${resource.name}' is invalid: 5 to 50 alphanumeric characters.`],
    // https://github.com/Azure-Samples/dotNET-Frontend-AB-Testing-on-Azure-Container-Apps/issues/5
    [({ tier, p }) => tier !== "Premium" && p["publicNetworkAccess"] === "Disabled", "DisablingPublicNetworkAccessNotSupported",
        ({ tier }) => `Disabling public network access is not supported for the SKU ${tier}. For more information, please visit https://aka.ms/acr/private-link.`],
    // https://github.com/MicrosoftDocs/azure-docs/issues/94535
    [({ tier, p }) => tier === "Basic" && p["anonymousPullEnabled"] === true, "BadRequest",
        ({ tier }) => `Anonymous pull is not supported for SKU Managed_${tier}. For more information on SKU tiers, please visit https://aka.ms/acr/tiers.`],
    [({ tier, p }) => tier !== "Premium" && p["dataEndpointEnabled"] === true, "SkuNotSupported", skuNotSupported],
    [({ tier, p }) => tier !== "Premium" && isRestricted(p), "SkuNotSupported", skuNotSupported],
    [({ tier, p }) => tier !== "Premium" && isOn(propsOf(p["encryption"])["status"]), "SkuNotSupported", skuNotSupported],
    // https://github.com/Azure/bicep-registry-modules/issues/1316
    [({ tier, policy }) => tier !== "Premium" && ["retentionPolicy", "quarantinePolicy", "trustPolicy"].some((name) => isOn(policy(name)["status"])), "SkuNotSupported", skuNotSupported],
    [({ tier, policy }) => tier !== "Premium" && policy("exportPolicy")["status"] === "disabled", "SkuNotSupported", skuNotSupported],
    [({ policy, p }) => policy("exportPolicy")["status"] === "disabled" && p["publicNetworkAccess"] !== "Disabled", "BadRequest",
        // https://github.com/Azure-Samples/holiday-peak-hub/pull/830
        ({ resource }) => `Enabling public network access is not supported because the registry '${resource.name}' has exports disabled.`],
    [({ policy }) => isOn(policy("retentionPolicy")["status"]) && isOn(policy("softDeletePolicy")["status"]), "BadRequest", () => "The retention policy and the soft delete policy cannot both be enabled."],
    [({ policy, cloud, resource }) => isOn(policy("softDeletePolicy")["status"]) && replicationsOf(cloud, resource).length > 0, "BadRequest", () => "The soft delete policy is not supported for geo-replicated registries."],
    // https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy
    [({ policy }) => isOutside(policy("retentionPolicy")["days"], 0, 365), "BadRequest", () => "The retention policy takes 0 to 365 days."],
    // https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy
    [({ policy }) => isOutside(policy("softDeletePolicy")["retentionDays"], 1, 90), "BadRequest", () => "The soft delete policy takes 1 to 90 days."],
    [({ tier, old, cloud, resource }) => old !== undefined && tier !== "Premium" && replicationsOf(cloud, resource).length > 0, "SkuNotSupported",
        ({ tier, cloud, resource }) => `The SKU ${tier} is not supported: the registry has the replications ${replicationsOf(cloud, resource).map(({ name }) => name).join(", ")}.`],
    [({ old, p }) => old !== undefined && isOn(propsOf(p["encryption"])["status"]) !== isOn(propsOf(old.properties["encryption"])["status"]), "BadRequest",
        () => "Encryption with a customer-managed key can be enabled only when a registry is created, and cannot be disabled."],
    [(registry) => isOn(propsOf(registry.p["encryption"])["status"]) && keyFault(registry), "BadRequest", (registry) => keyFault(registry) ?? ""],
    // https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-invalid-template
    [({ old, resource }) => old !== undefined && !isSamePlace(old.location, resource.location), "InvalidResourceLocation",
        ({ old, resource }) => `The resource '${resource.name}' already exists in location '${old?.location}' in resource group '${groupOf(resource.id)}'. A resource with the same name cannot be created in location '${resource.location}'. Please select a new resource name.`],
    // https://github.com/MicrosoftDocs/azure-dev-docs/issues/1303
    [({ old, resource, options, cloud }) => old === undefined && isTaken(resource, options.namesTaken, cloud), "AlreadyInUse",
        ({ resource }) => `The registry DNS name ${resource.name.toLowerCase()}.azurecr.io is already in use. You can check if the name is already claimed using following API: https://docs.microsoft.com/en-us/rest/api/containerregistry/registries/checknameavailability`],
];

/** Refuses a registry as Azure does. */
export const registryRule: Rule = (request) => {
    const policies = propsOf(request.resource.properties["policies"]);
    const registry = { ...request, tier: tierOf(request.resource), p: request.resource.properties, policy: (name: string) => propsOf(policies[name]) };
    const refusal = REFUSALS.find(([when]) => when(registry));
    return refusal && new ArmError(/^(AlreadyInUse|InvalidResourceLocation)$/.test(refusal[1]) ? 409 : 400, refusal[1], refusal[2](registry));
};

function skuNotSupported({ tier, p, policy }: Registry): string {
    const names = Object.entries(POLICY_NAMES).filter(([name]) => (name === "exportPolicy" ? policy(name)["status"] === "disabled" : isOn(policy(name)["status"])));
    const features = [
        ...names.map(([, words]) => `${words} policy`),
        ...(p["dataEndpointEnabled"] === true ? ["Dedicated data endpoints"] : []),
        ...(isRestricted(p) ? ["Network rules"] : []),
        ...(isOn(propsOf(p["encryption"])["status"]) ? ["Customer-managed keys"] : []),
    ];
    return `The SKU ${tier} is not supported. (${features.join(", ")})`;
}

function isRestricted(p: Props): boolean {
    const { defaultAction, ipRules, virtualNetworkRules } = propsOf(p["networkRuleSet"]);
    return defaultAction === "Deny" || listOf(ipRules).length + listOf(virtualNetworkRules).length > 0;
}

function isOutside(days: unknown, least: number, most: number): boolean {
    return typeof days === "number" && (days < least || days > most);
}

function replicationsOf(cloud: AzureCloud, { id }: ArmResource): ArmResource[] {
    return cloud.below(id).filter(({ type }) => type === REPLICATIONS);
}

/** A key's identity has to be on the registry, and one that the same program made has to be allowed to use the key. */
function keyFault({ cloud, resource, p }: Registry): string | undefined {
    const client = textOf(propsOf(propsOf(p["encryption"])["keyVaultProperties"])["identity"]);
    const id = identitiesOf(resource).find((assigned) => clientOf(assigned) === client);
    if (id === undefined) {
        return `The identity '${client}' is not assigned to the registry.`;
    }
    const allowed = cloud.ofType("Microsoft.Authorization/roleAssignments")
        .some(({ properties }) => properties["principalId"] === principalOf(id) && roleOf(properties["roleDefinitionId"]) === KEY_USER);
    return allowed || !cloud.principals.has(principalOf(id)) ? undefined : `The identity '${client}' has no access to the key.`;
}

function isTaken({ id, name }: ArmResource, taken: readonly string[] = [], cloud: AzureCloud): boolean {
    return [...taken, ...cloud.ofType("Microsoft.ContainerRegistry/registries").filter((other) => !isSameId(other.id, id)).map((other) => other.name)]
        .some((other) => isSameId(other, name));
}

/** Locations are the same with and without spaces, in any case. */
export function isSamePlace(one = "", other = ""): boolean {
    return one.replaceAll(" ", "").toLowerCase() === other.replaceAll(" ", "").toLowerCase();
}
