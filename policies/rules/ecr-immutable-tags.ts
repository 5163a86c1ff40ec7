import { awsPropertyAt, ECR_TYPES, isEcr } from "../ecr";
import { nativeRepository, repository, template } from "../ecr-examples";
import { coversBuilds } from "../ecr-movable-tag";
import { listOf, textOf } from "../props";
import { valueAt } from "../property";
import type { Facts, Rule } from "../rule";
import { anyHolds, gather } from "../undecided";

const FILTERS = "imageTagMutabilityExclusionFilters";

/** What is pushed under a tag stays there, but for tags that are meant to move. */
export const ecrImmutableTags: Rule = {
    id: "ecr-immutable-tags",
    title: "A repository of Amazon ECR keeps each tag of a build at its image",
    why: "whoever may push can put another image in the place of one that was tested and runs",
    severity: "high",
    level: "advisory",
    fix:
        "Set imageTagMutability to IMMUTABLE, or to IMMUTABLE_WITH_EXCLUSION with a filter for each tag that moves, such as " +
        "latest or 1.4; in this program, leave immutableTags at true and name further tags in movableTags.",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html",
    references: [
        "ECR.2",
        "CT.ECR.PR.3",
        "CKV_AWS_51",
        "AWS-0031",
        "KICS d1846b12-20c5-4d45-8798-fc35b79268eb",
        "PRW ecr_repositories_tag_immutability",
    ],
    appliesTo: ECR_TYPES,
    scope: "resource",
    reads: ["imageTagMutability", FILTERS, `${FILTERS}[0].filter`, "appliedFors"],

    check(resource) {
        if (!isEcr(resource, "repository", "creation template") || isForCachesAlone(resource)) {
            return [];
        }
        const { path, value } = awsPropertyAt(resource, { classic: "imageTagMutability" });
        const mutability = textOf(value).toUpperCase();
        if (mutability === "IMMUTABLE") {
            return [];
        }
        if (mutability === "IMMUTABLE_WITH_EXCLUSION") {
            return findWideFilters(resource);
        }
        return mutability === "MUTABLE_WITH_EXCLUSION" && anyHolds(...filtersOf(resource).map(({ read }) => () => /^\*+$/.test(read())))
            ? []
            : [`${path} lets tags move.`];
    },

    good: [
        { title: "none moves", resources: [repository({ imageTagMutability: "IMMUTABLE" })] },
        { title: "some move", resources: [excluding("latest", "1", "1.4", "pr-*", "*cache", "v1")] },
        { title: "Cloud Control", resources: [nativeRepository({ imageTagMutability: "IMMUTABLE" })] },
        { title: "a template", resources: [template({ imageTagMutability: "IMMUTABLE" })] },
        { title: "all that moves is excluded, which is all", resources: [repository({ imageTagMutability: "MUTABLE_WITH_EXCLUSION", [FILTERS]: [{ filter: "*", filterType: "WILDCARD" }] })] },
        {
            title: "a template for caches, which follow their upstream",
            resources: [template({ appliedFors: ["PULL_THROUGH_CACHE"], imageTagMutability: "MUTABLE" })],
        },
        { title: "a public repository, which cannot say so", resources: [{ ...repository(), type: "aws:ecrpublic/repository:Repository" }] },
    ],
    bad: [
        { title: "unset, which means mutable", resources: [repository()], violation: "imageTagMutability lets tags move." },
        {
            title: "all but some move",
            resources: [repository({ imageTagMutability: "MUTABLE_WITH_EXCLUSION", [FILTERS]: [{ filter: "1.*", filterType: "WILDCARD" }] })],
            violation: "imageTagMutability lets tags move.",
        },
        { title: "all are excluded", resources: [excluding("latest", "*")], violation: `Filters let versions or commits move: ${FILTERS}[1].` },
        {
            title: "versions and commits are excluded",
            resources: [excluding("1.4", "1.*", "v*", "*.*", "sha-*")],
            violation: `Filters let versions or commits move: ${[1, 2, 3, 4].map((index) => `${FILTERS}[${index}]`).join(", ")}.`,
        },
        {
            title: "Cloud Control",
            resources: [nativeRepository({ imageTagMutability: "MUTABLE" })],
            violation: "imageTagMutability lets tags move.",
        },
        {
            title: "filters of Cloud Control",
            resources: [
                nativeRepository({
                    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
                    [FILTERS]: ["latest", "*"].map((filter) => ({ imageTagMutabilityExclusionFilterValue: filter, imageTagMutabilityExclusionFilterType: "WILDCARD" })),
                }),
            ],
            violation: `Filters let versions or commits move: ${FILTERS}[1].`,
        },
        { title: "commits are excluded", resources: [excluding("sha*")], violation: `Filters let versions or commits move: ${FILTERS}[0].` },
        { title: "some commits are excluded", resources: [excluding("*a*")], violation: `Filters let versions or commits move: ${FILTERS}[0].` },
        {
            title: "a template for caches and replicas",
            resources: [template({ appliedFors: ["PULL_THROUGH_CACHE", "REPLICATION"] })],
            violation: "imageTagMutability lets tags move.",
        },
    ],
};

/** A template's repositories are filled by nobody but Amazon ECR if it is for caches. */
function isForCachesAlone(resource: Facts): boolean {
    const { value } = awsPropertyAt(resource, { classic: "appliedFors", native: "appliedFor" });
    const occasions = listOf(value);
    return occasions.length > 0 && occasions.every((occasion) => occasion === "PULL_THROUGH_CACHE");
}

function findWideFilters(resource: Facts): readonly string[] {
    const wide = gather(filtersOf(resource).map(({ path, read }) => () => (coversBuilds(read()) ? [path] : [])));
    return wide.length === 0 ? [] : [`Filters let versions or commits move: ${wide.join(", ")}.`];
}

/** What the two families call the text of a filter. */
const FILTER_NAMES = ["filter", "imageTagMutabilityExclusionFilterValue"];

function filtersOf(resource: Facts): readonly { readonly path: string; readonly read: () => string }[] {
    const { path, value } = awsPropertyAt(resource, { classic: FILTERS });
    const filters = listOf(value);
    return Array.from({ length: filters.length }, (_, index) => ({
        path: `${path}[${index}]`,
        read: () => FILTER_NAMES.map((name) => textOf(valueAt(filters[index], name))).join(""),
    }));
}

function excluding(...filters: readonly string[]): Facts {
    return repository({
        imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
        [FILTERS]: filters.map((filter) => ({ filter, filterType: "WILDCARD" })),
    });
}
