import type { Problem } from "../../problem";
import { count, findTwice, problemIf, quote, registryProblem, type RegistryPath as Path } from "../../registry-problem";
import type { ReplicationRuleSpec } from "../ecr-part-spec";
import type { EcrSpec } from "../ecr-spec";
import { partitionOf } from "../partition";
import type { EcrRule } from "./ecr-rule";

/**
 * Of rules the service takes 25 since, and the provider not yet.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html,
 * https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecr/replication_configuration.go
 */
const LIMITS = { rules: 10, prefixes: 100, destinations: 25 };

const USER_GUIDE = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html";

type Destination = ReplicationRuleSpec["to"][number];

const formatDestination = ({ account: home }: EcrSpec, { region, account = home }: Destination): string => `${account} in ${region}`;

/** Returns what is wrong with each destination by itself. */
function each(check: (destination: Destination, path: Path, spec: EcrSpec) => readonly Problem[]) {
    return (spec: EcrSpec) => spec.replication.flatMap(({ to }, rule) =>
        to.flatMap((destination, index) => check(destination, ["replication", rule, "to", index], spec)));
}

function checkLimits(spec: EcrSpec): readonly Problem[] {
    const { replication, replicationFrom } = spec;
    const destinations = new Set(replication.flatMap(({ to }) => to.map((destination) => formatDestination(spec, destination)))).size;
    const prefixes = (list: "replication" | "replicationFrom", { length }: readonly string[], index: number) =>
        problemIf(length > LIMITS.prefixes, [list, index, "prefixes"], `at most ${LIMITS.prefixes} starts of names`, count(length, "start"));
    return [
        ...problemIf(replication.length > LIMITS.rules, ["replication"], `at most ${LIMITS.rules} rules`, count(replication.length, "rule")),
        ...problemIf(destinations > LIMITS.destinations, ["replication"],
            `at most ${LIMITS.destinations} regions and accounts in all rules together`, count(destinations, "destination")),
        ...replication.flatMap((rule, index) => prefixes("replication", rule.prefixes, index)),
        ...replicationFrom.flatMap((source, index) => prefixes("replicationFrom", source.prefixes, index)),
    ];
}

function checkTwice(spec: EcrSpec): readonly Problem[] {
    return spec.replication.flatMap(({ to }, rule) => {
        const destinations = to.map((destination) => formatDestination(spec, destination));
        return findTwice(destinations).map(({ index, earlier }) =>
            registryProblem(["replication", rule, "to", index], `another than to[${earlier}]`, destinations[index] ?? ""));
    });
}

function checkPrefixes({ replication, replicationFrom }: EcrSpec): readonly Problem[] {
    const check = (path: Path, prefixes: readonly string[]) => prefixes.flatMap((prefix, index) => {
        const other = prefixes.findIndex((wider, at) => at !== index && prefix.startsWith(wider) && (prefix !== wider || at < index));
        return problemIf(other >= 0, [...path, "prefixes", index],
            `the start of names that prefixes[${other}] is not the start of: ${quote(prefixes[other] ?? "")}`, quote(prefix));
    });
    return [
        ...replication.flatMap(({ prefixes }, index) => check(["replication", index], prefixes)),
        ...replicationFrom.flatMap(({ prefixes }, index) => check(["replicationFrom", index], prefixes)),
    ];
}

function checkSources({ account, replicationFrom }: EcrSpec): readonly Problem[] {
    const sources = replicationFrom.map((source) => source.account);
    const path = (index: number) => ["replicationFrom", index, "account"];
    return [
        ...sources.flatMap((source, index) => problemIf(source === account, path(index),
            "another account than the registry's own, which may replicate to here anyway", quote(source))),
        ...findTwice(sources).map(({ index, earlier }) => registryProblem(path(index),
            `another account than replicationFrom[${earlier}] has, which takes more prefixes`, quote(sources[index] ?? ""))),
    ];
}

/** What replication needs. */
export const REPLICATION_RULES: readonly EcrRule[] = [
    { id: "replication-within-limits", source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html", check: checkLimits },
    {
        id: "replica-not-at-home",
        source: USER_GUIDE,
        check: each(({ region, account }, path, spec) => problemIf(
            region === spec.region && (account ?? spec.account) === spec.account, path,
            "another region or account than the registry's own", quote(region))),
    },
    {
        id: "replica-in-partition",
        source: USER_GUIDE,
        check: each(({ region }, path, spec) => problemIf(partitionOf(region) !== partitionOf(spec.region), path,
            `a region of ${partitionOf(spec.region)}, as nothing is replicated across partitions`, quote(region))),
    },
    { id: "replica-once", source: USER_GUIDE, check: checkTwice },
    {
        id: "replicated-prefix-once",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html",
        check: checkPrefixes,
    },
    {
        id: "replication-from-others",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html",
        check: checkSources,
    },
];
