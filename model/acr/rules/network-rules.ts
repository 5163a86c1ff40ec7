import type { Problem } from "../../problem";
import { hasPublicAccess, isRestricted } from "../acr-network";
import { registryProblem, findTwice, problemIf, quote } from "../../registry-problem";
import type { AcrSpec } from "../acr-spec";
import { isPublic, parseIpv4Range } from "../values/ipv4";
import { formatRegion } from "../values/region";
import type { AcrRule } from "./acr-rule";

const RESTRICTED = "a restricted network (ipRules, or no public access)";

function checkIpRules({ ipRules }: AcrSpec): readonly Problem[] {
    return ipRules.flatMap((rule, index) => {
        const range = parseIpv4Range(rule);
        return problemIf(range !== undefined && !isPublic(range), ["ipRules", index],
            "addresses of the internet: those of a virtual network need a private endpoint", quote(rule));
    });
}

function checkHome({ location, replications }: AcrSpec): readonly Problem[] {
    return replications.flatMap((replication, index) => problemIf(
        formatRegion(replication.location) === formatRegion(location),
        ["replications", index, "location"],
        "another region than the registry's own, which has its copy already",
        quote(replication.location),
    ));
}

function checkReplicas({ replications }: AcrSpec): readonly Problem[] {
    const regions = replications.map(({ location }) => formatRegion(location));
    return findTwice(regions).map(({ index, earlier }) => registryProblem(
        ["replications", index, "location"],
        `another region than that of replications[${earlier}]`,
        quote(replications[index]?.location ?? ""),
    ));
}

/** What of the network fits together. */
export const NETWORK_RULES: readonly AcrRule[] = [
    {
        id: "ip-rules-of-the-internet",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks",
        check: checkIpRules,
    },
    {
        id: "ip-rules-with-public-access",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-access-selected-networks#disable-public-network-access",
        check: (spec) => problemIf(spec.publicAccess === false && spec.ipRules.length > 0, ["publicAccess"],
            "true where there are ipRules, as no rule opens a closed network", "false"),
    },
    {
        id: "tasks-bypass-of-restriction",
        source: "https://learn.microsoft.com/azure/container-registry/manage-network-bypass-policy-for-tasks",
        check: (spec) => problemIf(spec.tasksBypass && !isRestricted(spec), ["tasksBypass"],
            `${RESTRICTED}, or false, as there is nothing to pass`, "true"),
    },
    {
        id: "cache-passes-restriction",
        source: "https://learn.microsoft.com/azure/container-registry/troubleshoot-artifact-cache",
        check: (spec) => problemIf(spec.cache.length > 0 && isRestricted(spec) && !spec.trustedServices, ["trustedServices"],
            "true where there are cache rules and a restricted network", "false"),
    },
    {
        id: "defender-passes-restriction",
        source: "https://learn.microsoft.com/azure/container-registry/allow-access-trusted-services",
        check: (spec) => problemIf(spec.defender && isRestricted(spec) && !spec.trustedServices, ["trustedServices"],
            "true where Defender scans and the network is restricted", "false"),
    },
    {
        id: "export-off-without-public-access",
        source: "https://learn.microsoft.com/azure/container-registry/data-loss-prevention#other-requirements-to-disable-exports",
        check: (spec) => problemIf(!spec.export && hasPublicAccess(spec), ["export"],
            "true, or no public access (publicAccess: false, or private endpoints and no ipRules)", "false with public access"),
    },
    {
        id: "replica-not-at-home",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
        check: checkHome,
    },
    {
        id: "replica-once",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-geo-replication",
        check: checkReplicas,
    },
];
