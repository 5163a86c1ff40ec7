import { awsPropertyAt, ECR_TYPES, isEcr, repositoryNameOf } from "../ecr";
import { nativeRepository, repository } from "../ecr-examples";
import { matchesWildcards } from "../aws-statement";
import { facts } from "../facts";
import { textOf } from "../props";
import { isOn } from "../property";
import type { Facts, Props, Rule } from "../rule";
import { scanningFor } from "../scanning-configuration";
import { anyHolds } from "../undecided";

const CONFIGURATION = "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";
const UNSCANNED = "Neither imageScanningConfiguration.scanOnPush nor a scanning configuration of this stack has it scanned.";

/** What is pushed to a repository is scanned. */
export const ecrScanned: Rule = {
    id: "ecr-scanned",
    title: "Images of a repository of Amazon ECR are scanned as they are pushed",
    why: "nobody hears of what is known to be vulnerable in what runs",
    severity: "high",
    level: "advisory",
    fix:
        "Set imageScanningConfiguration.scanOnPush to true, or, as scanType ENHANCED needs it, add a rule to the " +
        "RegistryScanningConfiguration whose filter matches the repository; in this program, leave scanOnPush at true, or name the repository in scanning.rules.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html",
    references: [
        "ECR.1",
        "CT.ECR.PR.2",
        "CKV_AWS_163",
        "AWS-0030",
        "KICS 9630336b-3fed-4096-8173-b9afdfe346a7",
        "PRW ecr_repositories_scan_images_on_push_enabled",
        "PRW ecr_registry_scan_images_on_push_enabled",
    ],
    appliesTo: ECR_TYPES,
    scope: "stack",
    reads: ["imageScanningConfiguration", "imageScanningConfiguration.scanOnPush", "rules", "rules[0].repositoryFilters[0].filter", "name"],

    check(resource, { resources }) {
        if (!isEcr(resource, "repository")) {
            return [];
        }
        const { isEnhanced, filters, unclear } = scanningFor(resource, resources);
        const scans = anyHolds(
            () => isOn(awsPropertyAt(resource, { classic: "imageScanningConfiguration.scanOnPush" }).value) && !isEnhanced(),
            () => covers(filters, resource),
            ...unclear.map((read) => () => read().length > 0),
        );
        return scans ? [] : [UNSCANNED];
    },

    good: [
        { title: "as it is pushed", resources: [repository({ imageScanningConfiguration: { scanOnPush: true } })] },
        {
            title: "as it is pushed, of Cloud Control",
            resources: [nativeRepository({ imageScanningConfiguration: { scanOnPush: true } })],
        },
        { title: "by the registry, all", resources: [repository(), scanning("SCAN_ON_PUSH", "*")] },
        {
            title: "by the registry for good, below a name",
            resources: [repository({ name: "shop/web" }), scanning("CONTINUOUS_SCAN", "base", "shop/*")],
        },
        {
            title: "by the registry, whose filter without * is a part of names",
            resources: [nativeRepository({ repositoryName: "shop/web" }), scanning("SCAN_ON_PUSH", "web")],
        },
    ],
    bad: [
        { title: "unset, which means off", resources: [repository()], violation: UNSCANNED },
        {
            title: "off",
            resources: [nativeRepository({ imageScanningConfiguration: { scanOnPush: false } })],
            violation: UNSCANNED,
        },
        {
            title: "by the registry when somebody asks",
            resources: [repository(), scanning("MANUAL", "*")],
            violation: UNSCANNED,
        },
        {
            title: "by the registry, others",
            resources: [repository({ name: "shop/web" }), scanning("SCAN_ON_PUSH", "shops", "web*", "base/*")],
            violation: UNSCANNED,
        },
        {
            title: "by Amazon Inspector, others, whatever the repository says",
            resources: [repository({ imageScanningConfiguration: { scanOnPush: true } }), scanning("SCAN_ON_PUSH", "shop/*")],
            violation: UNSCANNED,
        },
        {
            title: "by the registry of another region",
            resources: [
                repository({ region: "eu-west-1" }),
                facts(CONFIGURATION, { ...configuration("SCAN_ON_PUSH", "*"), region: "eu-central-1" }, { name: "scanning" }),
            ],
            violation: UNSCANNED,
        },
    ],
};

/**
 * A filter without `*` matches wherever it stands in a name.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html
 */
function covers(filters: readonly string[], scanned: Facts): boolean {
    // All need no name, which may not be known yet; nor do none.
    if (filters.length === 0 || filters.some((filter) => /^\*+$/.test(filter))) {
        return filters.length > 0;
    }
    const name = textOf(repositoryNameOf(scanned).value);
    return filters.some((filter) => matches(filter, name));
}

function matches(filter: string, name: string): boolean {
    return filter.includes("*") ? matchesWildcards(filter, name) : filter !== "" && name.includes(filter);
}

function scanning(frequency: string, ...filters: readonly string[]): Facts {
    return facts(CONFIGURATION, configuration(frequency, ...filters), { name: "scanning" });
}

function configuration(scanFrequency: string, ...filters: readonly string[]): Props {
    return {
        scanType: "ENHANCED",
        rules: [{ scanFrequency, repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD" })) }],
    };
}
