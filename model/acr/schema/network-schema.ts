import * as v from "valibot";
import { closedMap, flag, listOf, needed, optional } from "../../config-field";
import type { PrivateEndpointSpec, ReplicationSpec } from "../acr-spec";
import { armId, ipRule, outerName, region, subnetRange } from "../values/acr-text";

/** The keys of a replication. */
export const REPLICATION_KEYS = {
    location: needed("Where the copy is. Not the home region.", region()),
    routing: optional("Whether requests are routed to it. `false` takes it out of service without deleting it.", flag(), "true"),
};

const REPLICATION_TAKES = "a region such as northeurope, or a map with at least location";

/** A region alone is a replication that requests are routed to. */
const REPLICATION = v.lazy((input) => (typeof input === "string"
    ? v.pipe(region(), v.transform((location): ReplicationSpec => ({ location, routing: true })))
    : v.pipe(
        closedMap(REPLICATION_TAKES, REPLICATION_KEYS),
        v.transform((replication): ReplicationSpec => ({ routing: true, ...replication })),
    )));

/** The keys of a private endpoint. */
export const PRIVATE_ENDPOINT_KEYS = {
    name: needed(
        "Unique among the registry's endpoints.",
        /* Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork */
        outerName("a private endpoint", 64),
    ),
    subnet: needed("Where the endpoint is.", armId("a subnet", "Microsoft.Network/virtualNetworks/subnets")),
    subnetRange: optional(
        "The subnet's range, so that it is known whether its addresses suffice: one for the registry and one for each "
            + "of its regions.",
        subnetRange(),
        "not checked",
    ),
    location: optional("The region of the subnet's virtual network.", region(), "the registry's"),
    dnsZone: optional(
        "The private zone in which the registry's names are kept.",
        /* Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns#containers */
        armId("a zone privatelink.azurecr.io", "Microsoft.Network/privateDnsZones", /\/privatelink\.azurecr\.(?:io|cn|us)$/i),
        "names are resolved by other means",
    ),
};

const PRIVATE_ENDPOINT = v.pipe(
    closedMap("a map with at least name and subnet", PRIVATE_ENDPOINT_KEYS),
    v.transform((endpoint): PrivateEndpointSpec => endpoint),
);

/** The keys of a registry that say who reaches it from where. */
export const NETWORK_KEYS = {
    publicAccess: optional(
        "Whether the registry is reachable from the internet. `false` needs tier Premium.",
        flag(),
        "false with private endpoints and no IP rules, else true",
    ),
    ipRules: optional(
        "What alone reaches the registry from the internet. Needs tier Premium.",
        listOf("a list of IPv4 addresses and ranges", ipRule()),
        "everything",
    ),
    trustedServices: optional(
        "Whether Azure's trusted services pass a restricted network: artifact cache, import, Defender, Container Instances.",
        flag(),
        "true",
    ),
    tasksBypass: optional("Whether ACR Tasks with the registry's own token pass a restricted network.", flag(), "false"),
    replications: optional(
        "Copies of the registry in other regions. Needs tier Premium.",
        listOf("a list of regions, or of maps with at least location", REPLICATION),
        "none",
    ),
    privateEndpoints: optional(
        "Ways to the registry from virtual networks, made after the replications. Needs tier Premium.",
        listOf("a list of private endpoints", PRIVATE_ENDPOINT),
        "none",
    ),
    dataEndpoints: optional(
        "Whether layers come from hosts of the registry's own. Private endpoints turn it on. Needs tier Premium.",
        flag(),
        "false",
    ),
};
