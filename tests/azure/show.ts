import { isProps, propsOf, type Props } from "../provider/wire";
import { isSameId } from "./arm-id";
import { targetsOf } from "./child-rules";
import type { ArmResource, AzureCloud } from "./cloud";
import { clientOf, principalOf, showIdentity } from "./identities";
import { TENANT, type DoubleOptions } from "./options";

/** When everything was made. */
const CREATED = "2025-01-01T00:00:00Z";

type Show = (resource: ArmResource, cloud: AzureCloud, options: DoubleOptions) => Props;

const REGISTRY = "microsoft.containerregistry/registries";

/** What Azure adds to the properties that were written, by resource type; written ones come first. */
const ADDED: Readonly<Record<string, Show>> = {
    [REGISTRY]: showRegistry,
    "microsoft.managedidentity/userassignedidentities": ({ id }) => ({ clientId: clientOf(id), principalId: principalOf(id), tenantId: TENANT }),
    "microsoft.containerinstance/containergroups": (resource) => (isProps(resource.properties["ipAddress"]) ? { ipAddress: { ip: "192.0.2.10", ports: [], type: "Public" } } : {}),
    "microsoft.network/privateendpoints": ({ id }) => ({ networkInterfaces: [{ id: `${id}.nic` }], customDnsConfigs: [], etag: "1" }),
    [`${REGISTRY}/webhooks`]: () => ({ scope: "", status: "enabled" }),
    [`${REGISTRY}/replications`]: () => ({ regionEndpointEnabled: true, zoneRedundancy: "Enabled" }),
    "microsoft.security/pricings": () => ({ enablementTime: CREATED, freeTrialRemainingTime: "PT0S", deprecated: false, replacedBy: [] }),
};

/** Returns a resource as Azure shows it: what was written, its defaults, and what only Azure knows. */
export function showResource(resource: ArmResource, cloud: AzureCloud, options: DoubleOptions): ArmResource {
    const added = ADDED[resource.type.toLowerCase()]?.(resource, cloud, options) ?? {};
    const identity = showIdentity(resource);
    const sku = resource.type.toLowerCase() === REGISTRY ? { ...propsOf(resource.sku), tier: propsOf(resource.sku)["name"] } : resource.sku;
    return {
        ...resource,
        ...(sku === undefined ? {} : { sku }),
        ...(identity === undefined ? {} : { identity }),
        properties: fill(resource.properties, { ...added, provisioningState: "Succeeded", creationDate: CREATED }),
    };
}

/** Returns what Azure shows as azure-native tells it: an object of the SDK's outputs, flattened but for the generic resource. */
export function outputsOf(shown: ArmResource, names: Iterable<string>, apiVersion: string): Props {
    const { id: _, properties, ...envelope } = shown;
    const times = { createdOn: CREATED, updatedOn: CREATED, createdBy: "", updatedBy: "" };
    const all: Props = { systemData: { createdAt: CREATED }, etag: "1", ...times, ...properties, ...envelope, properties, azureApiVersion: apiVersion };
    return Object.fromEntries([...names].filter((name) => all[name] !== undefined).map((name) => [name, all[name]]));
}

function showRegistry(registry: ArmResource, cloud: AzureCloud, options: DoubleOptions): Props {
    const name = registry.name.toLowerCase();
    const premium = propsOf(registry.sku)["name"] === "Premium";
    const regions = [registry, ...cloud.below(registry.id).filter(({ type }) => /\/replications$/i.test(type))].map(({ location }) => location?.replaceAll(" ", "").toLowerCase());
    const endpoints = cloud.ofType("Microsoft.Network/privateEndpoints").filter((endpoint) => targetsOf(endpoint).some((id) => isSameId(id, registry.id)));
    return {
        loginServer: options.loginServer ?? `${name}.azurecr.io`,
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        dataEndpointEnabled: false,
        dataEndpointHostNames: registry.properties["dataEndpointEnabled"] === true ? regions.map((region) => `${name}.${region}.data.azurecr.io`) : [],
        encryption: { status: "disabled" },
        networkRuleBypassOptions: "AzureServices",
        ...(premium ? { networkRuleSet: { defaultAction: "Allow", ipRules: [] } } : {}),
        policies: {
            quarantinePolicy: { status: "disabled" },
            trustPolicy: { type: "Notary", status: "disabled" },
            retentionPolicy: { days: 7, status: "disabled", lastUpdatedTime: CREATED },
            exportPolicy: { status: "enabled" },
        },
        privateEndpointConnections: endpoints.map(({ id, name: endpoint }) => ({
            id: `${registry.id}/privateEndpointConnections/${endpoint}`,
            name: endpoint,
            properties: { privateEndpoint: { id }, privateLinkServiceConnectionState: { status: "Approved" }, provisioningState: "Succeeded" },
        })),
        publicNetworkAccess: "Enabled",
        status: { displayStatus: "Ready", timestamp: CREATED },
        zoneRedundancy: "Enabled",
    };
}

function fill(written: Props, defaults: Props): Props {
    const filled: Props = { ...defaults, ...written };
    for (const [key, value] of Object.entries(defaults)) {
        const own = written[key];
        if (isProps(own) && isProps(value)) {
            filled[key] = fill(own, value);
        }
    }
    return filled;
}

