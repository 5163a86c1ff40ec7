import type { Problem } from "../../problem";
import { registryProblem, count, quote } from "../../registry-problem";
import type { AcrSpec, PrivateEndpointSpec } from "../acr-spec";
import { armParent, isSame } from "../values/arm-id";
import { parseIpv4Range } from "../values/ipv4";
import { formatRegion, listRegions } from "../values/region";
import type { AcrRule } from "./acr-rule";

/** Source: https://learn.microsoft.com/azure/virtual-network/virtual-networks-faq#are-there-any-restrictions-on-using-ip-addresses-within-these-subnets */
const RESERVED_ADDRESSES = 5;

type Placed = PrivateEndpointSpec & { readonly index: number };

const placed = ({ privateEndpoints }: AcrSpec): readonly Placed[] =>
    privateEndpoints.map((endpoint, index) => ({ ...endpoint, index }));

/** Returns the private addresses that one endpoint takes: one for the registry, one for the data of each region. */
function addressesOf(spec: Pick<AcrSpec, "location" | "replications">): number {
    return 1 + listRegions(spec).length;
}

/** One problem for each subnet, with all of its endpoints. */
function checkAddresses(spec: AcrSpec): readonly Problem[] {
    const endpoints = placed(spec);
    return endpoints.flatMap(({ subnet, subnetRange = "", index }) => {
        const sharing = endpoints.filter((other) => isSame(other.subnet, subnet));
        const isFirst = sharing.find((other) => other.subnetRange !== undefined)?.index === index;
        const { size = 0 } = parseIpv4Range(subnetRange) ?? {};
        const needed = addressesOf(spec) * sharing.length;
        return !isFirst || size - RESERVED_ADDRESSES >= needed ? [] : [registryProblem(
            ["privateEndpoints", index, "subnetRange"],
            `a subnet with ${needed} free addresses: ${sharing.length === 1 ? "" : `${sharing.length} times `}`
                + `1 for the registry and 1 for each of its ${count(listRegions(spec).length, "region")}`,
            `${quote(subnetRange)}, of which Azure leaves ${size - RESERVED_ADDRESSES}`,
        )];
    });
}

function checkRanges(spec: AcrSpec): readonly Problem[] {
    return contradictions(spec, ({ subnet }) => subnet, ({ subnetRange }) => subnetRange).map(({ index, now }) =>
        registryProblem(["privateEndpoints", index, "subnetRange"], "the range that the same subnet has above", quote(now)));
}

function checkLocations(spec: AcrSpec): readonly Problem[] {
    const region = ({ location }: Placed) => formatRegion(location ?? spec.location);
    return contradictions(spec, ({ subnet }) => armParent(subnet), region).map(({ index, now }) =>
        registryProblem(["privateEndpoints", index, "location"], "the region that the same virtual network has above", quote(now)));
}

/** Returns where endpoints of one place say different things of it. */
function contradictions(
    spec: AcrSpec,
    placeOf: (endpoint: Placed) => string,
    valueOf: (endpoint: Placed) => string | undefined,
): readonly { index: number; now: string }[] {
    const endpoints = placed(spec);
    return endpoints.flatMap((endpoint) => {
        const said = endpoints.find((other) => isSame(placeOf(other), placeOf(endpoint)) && valueOf(other) !== undefined);
        const [now, before] = [valueOf(endpoint), said === undefined ? undefined : valueOf(said)];
        return now === undefined || now === before ? [] : [{ index: endpoint.index, now }];
    });
}

/** Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork */
const NAME_LENGTH_MAX = 64;

/** The endpoint's name in Azure starts with that of the registry. */
function checkNames(spec: AcrSpec): readonly Problem[] {
    const most = NAME_LENGTH_MAX - spec.name.length - 1;
    return placed(spec).filter(({ name }) => name.length > most).map(({ name, index }) => registryProblem(
        ["privateEndpoints", index, "name"], `at most ${most} characters beside the registry's name`, `${name.length} characters`));
}

/** What private endpoints need of their subnets and names. */
export const ENDPOINT_RULES: readonly AcrRule[] = [
    {
        id: "endpoint-name-fits",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftnetwork",
        check: checkNames,
    },
    {
        id: "subnet-has-addresses",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-private-endpoints#plan-subnet-ip-capacity-for-private-endpoints",
        check: checkAddresses,
    },
    {
        id: "subnet-has-one-range",
        source: "https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-subnet",
        check: checkRanges,
    },
    {
        id: "network-has-one-region",
        source: "https://learn.microsoft.com/azure/private-link/private-endpoint-overview#private-endpoint-properties",
        check: checkLocations,
    },
];
