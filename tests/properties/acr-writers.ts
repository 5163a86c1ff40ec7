import { facts } from "../../policies/facts";
import type { Facts, Props } from "../../policies/rule";
import { UNKNOWN } from "../analyzed";
import { nameOfPart } from "./acr-limits";
import { writePart } from "./acr-part-writers";
import { spell, type Spelling } from "./spelling";
import type { Region, RegistryWish } from "./acr-wishes";

const SPACED: Readonly<Record<Region, string>> = { westeurope: "West Europe", northeurope: "North Europe", eastus2: "East US 2" };
const KEY = "https://contoso.vault.azure.net/keys/registry";

const TYPES = {
    default: "azure-native:containerregistry:Registry",
    dated: "azure-native:containerregistry/v20230701:Registry",
    local: "azure-native_containerregistry_v20251101:containerregistry:Registry",
    free: "azure-native:resources:Resource",
    classic: "azure:containerservice/registry:Registry",
} as const;

/** Returns a registry and what belongs to it as resources of the stack. */
export function writeRegistry(wish: RegistryWish, name: string, stack: string): readonly Facts[] {
    const own = facts(TYPES[wish.family], propsOf(wish, name), { name, stack });
    const apart = wish.parts.flatMap((part, index) =>
        wish.family === "classic" && part.part.kind === "replication" ? [] : [writePart(part, nameOfPart(name, index), own, wish.spelling)]);
    return [own, ...apart];
}

/** Returns a region as one of the ways that Azure takes. */
export function writeRegion(region: Region, spelling: number): string {
    return spelling % 2 === 0 ? region : SPACED[region];
}

function propsOf(wish: RegistryWish, name: string): Props {
    if (wish.family === "classic") {
        return defined(classicProps(wish, name));
    }
    const spelling = spell(wish.spelling);
    const [inside, beside] = [restProps(wish, spelling), { sku: { name: spelling.value(wish.tier) }, location: writeRegion(wish.location, wish.spelling) }];
    return wish.family === "free"
        ? {
              resourceProviderNamespace: spelling.value("Microsoft.ContainerRegistry"),
              resourceType: spelling.value("registries"),
              resourceName: name,
              ...beside,
              properties: spelling.names(defined(inside)),
          }
        : defined({ registryName: name, resourceGroupName: UNKNOWN, ...beside, ...inside });
}

function restProps(wish: RegistryWish, { value, status }: Spelling): Props {
    return {
        adminUserEnabled: wish.adminUser,
        anonymousPullEnabled: wish.anonymousPull,
        publicNetworkAccess: status(wish.publicAccess),
        networkRuleSet: wish.network && {
            defaultAction: wish.network.action && value(wish.network.action),
            ipRules: listed(wish.network.addresses, { action: "Allow", iPAddressOrRange: "192.0.2.1" }),
            virtualNetworkRules: listed(wish.network.networks, { id: "/…" }),
        },
        dataEndpointEnabled: wish.dataEndpoint,
        encryption: wish.key && (wish.key === "off" ? { status: value("disabled") } : { status: value("enabled"), keyVaultProperties: { keyIdentifier: keyOf(wish) } }),
        policies: {
            retentionPolicy: policy(status(wish.retention), { days: 7 }),
            exportPolicy: policy(status(wish.exports)),
            trustPolicy: policy(status(wish.trust), { type: "Notary" }),
            softDeletePolicy: policy(status(wish.softDelete), { retentionDays: 7 }),
            azureADAuthenticationAsArmPolicy: policy(status(wish.armTokens)),
        },
        roleAssignmentMode: wish.abac === undefined ? undefined : value(wish.abac ? "AbacRepositoryPermissions" : "LegacyRegistryPermissions"),
        networkRuleBypassOptions: wish.trustedServices === undefined ? undefined : value(wish.trustedServices ? "AzureServices" : "None"),
        networkRuleBypassAllowedForTasks: wish.tasksBypass,
        zoneRedundancy: status(wish.zones),
    };
}

/** Source: https://www.pulumi.com/registry/packages/azure/api-docs/containerservice/registry/ */
function classicProps(wish: RegistryWish, name: string): Props {
    const replications = wish.parts.flatMap(({ part }) => (part.kind === "replication" ? [{ location: writeRegion(part.location, wish.spelling + 1) }] : []));
    return {
        name,
        sku: wish.tier,
        location: writeRegion(wish.location, wish.spelling),
        adminEnabled: wish.adminUser,
        anonymousPullEnabled: wish.anonymousPull,
        publicNetworkAccessEnabled: wish.publicAccess,
        networkRuleSet: wish.network && { defaultAction: wish.network.action, ipRules: listed(wish.network.addresses, { action: "Allow", ipRange: "192.0.2.1/32" }) },
        dataEndpointEnabled: wish.dataEndpoint,
        encryption: wish.key && { keyVaultKeyId: keyOf(wish), identityClientId: "…" },
        retentionPolicyInDays: wish.retention === undefined ? undefined : wish.retention ? 7 : 0,
        exportPolicyEnabled: wish.exports,
        trustPolicyEnabled: wish.trust,
        networkRuleBypassOption: wish.trustedServices === undefined ? undefined : wish.trustedServices ? "AzureServices" : "None",
        zoneRedundancyEnabled: wish.zones,
        quarantinePolicyEnabled: wish.quarantine,
        georeplications: replications.length === 0 ? undefined : replications,
    };
}

function keyOf({ key }: RegistryWish): string {
    return key === "versioned" ? `${KEY}/0123456789abcdef0123456789abcdef` : KEY;
}

function listed(count: number, entry: Props): readonly Props[] | undefined {
    return count === 0 ? undefined : Array.from({ length: count }, () => entry);
}

function policy(status: string | undefined, more: Props = {}): Props | undefined {
    return status === undefined ? undefined : { status, ...more };
}

/** The engine shows no property that is not given. */
function defined(props: Props): Props {
    return JSON.parse(JSON.stringify(props)) as Props;
}
