import type { Problem } from "../../problem";
import { count, findTwice, problemIf, quote, registryProblem } from "../../registry-problem";
import type { ScanningSpec } from "../ecr-part-spec";
import type { EcrSpec } from "../ecr-spec";
import type { EcrRule } from "./ecr-rule";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html (`repositoryFilters`) */
const FILTERS_MAX = 100;

/** Returns what is wrong with each rule of scanning by itself. */
function each(check: (rule: ScanningSpec["rules"][number], path: readonly (string | number)[], scanning: ScanningSpec) => readonly Problem[]) {
    return ({ scanning }: EcrSpec) => (scanning === undefined ? []
        : scanning.rules.flatMap((rule, index) => check(rule, ["scanning", "rules", index], scanning)));
}

function checkFrequencies({ scanning }: EcrSpec): readonly Problem[] {
    const frequencies = scanning?.rules.map(({ frequency }) => frequency) ?? [];
    return findTwice(frequencies).map(({ index, earlier }) => registryProblem(["scanning", "rules", index, "frequency"],
        `another than scanning.rules[${earlier}] has, which takes more repositories`, quote(frequencies[index] ?? "")));
}

/** What scanning needs. */
export const SCANNING_RULES: readonly EcrRule[] = [
    {
        id: "continuous-scanning-enhanced",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html",
        check: each(({ frequency }, path, { type }) => problemIf(type === "basic" && frequency === "continuous", [...path, "frequency"],
            "push, or type enhanced, which alone scans continuously", quote(frequency))),
    },
    {
        id: "enhanced-scanning-scans",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html",
        check: ({ scanning }) => problemIf(scanning?.type === "enhanced" && scanning.rules.length === 0, ["scanning", "rules"],
            "at least one rule with type enhanced, which scans nothing else", "an empty list"),
    },
    {
        id: "scan-frequency-once",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html",
        check: checkFrequencies,
    },
    {
        id: "scan-filters-within-limits",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegistryScanningRule.html",
        check: each(({ repositories }, path) => [
            ...problemIf(repositories.length > FILTERS_MAX, [...path, "repositories"], `at most ${FILTERS_MAX} patterns`, count(repositories.length, "pattern")),
            ...findTwice(repositories).map(({ index, earlier }) =>
                registryProblem([...path, "repositories", index], `another than repositories[${earlier}]`, quote(repositories[index] ?? ""))),
        ]),
    },
    {
        id: "basic-scanner-with-basic",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html",
        check: ({ scanning, accountSettings: { basicScanning } }) => problemIf(
            scanning?.type === "enhanced" && basicScanning !== undefined, ["accountSettings", "basicScanning"],
            "nothing with scanning of type enhanced, where Amazon Inspector scans", quote(basicScanning ?? "")),
    },
];
