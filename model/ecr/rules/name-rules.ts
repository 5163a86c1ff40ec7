import type { Problem } from "../../problem";
import { count, findTwice, problemIf, quote, registryProblem } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";
import { listRepositories, settingsOf, writtenOf } from "../repository-list";
import { ECR_REPOSITORY_TAKES, isEcrRepository } from "../values/repository-name";
import type { EcrRule } from "./ecr-rule";
import { findNameProblems } from "./repository-names";
import { findTagProblems, findTooManyTags } from "./resource-tags";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListPullTimeUpdateExclusions.html */
const EXCLUSIONS_MAX = 100;

function checkTags(spec: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    const repositories = listRepositories(spec, images).map((name) => ({ path: ["repositories", name, "tags"], name }));
    const templates = spec.creationTemplates.map(({ tags }, index) => ({ path: ["creationTemplates", index, "tags"], tags }));
    const ofRegistry = findTooManyTags(["tags"], spec.tags);
    return [
        ...ofRegistry,
        ...findTagProblems(["tags"], spec.tags),
        ...repositories.flatMap(({ path, name }) => [
            ...(ofRegistry.length > 0 ? [] : findTooManyTags(path, settingsOf(spec, name).tags)),
            ...findTagProblems(path, writtenOf(spec, name).tags ?? {}),
        ]),
        ...templates.flatMap(({ path, tags }) => [...findTooManyTags(path, tags), ...findTagProblems(path, tags)]),
    ];
}

function checkExclusions({ pullTimeExclusions: arns }: EcrSpec): readonly Problem[] {
    return [
        ...problemIf(arns.length > EXCLUSIONS_MAX, ["pullTimeExclusions"], `at most ${EXCLUSIONS_MAX} ARNs`, count(arns.length, "ARN")),
        ...findTwice(arns).map(({ index, earlier }) =>
            registryProblem(["pullTimeExclusions", index], `another than pullTimeExclusions[${earlier}]`, quote(arns[index] ?? ""))),
    ];
}

/** What names and tags may be. */
export const NAME_RULES: readonly EcrRule[] = [
    {
        id: "repository-names",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
        check: (spec, images) => findNameProblems(spec, images, { takes: ECR_REPOSITORY_TAKES, accepts: isEcrRepository }),
    },
    {
        id: "tags-within-limits",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html#tag-restrictions",
        check: checkTags,
    },
    {
        id: "exclusions-once",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html",
        check: checkExclusions,
    },
];
