import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import { count, problemIf, quote } from "../../registry-problem";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";
import { listRepositories, settingsOf, writtenOf } from "../repository-settings";
import { ECR_REPOSITORY_TAKES, isEcrRepository } from "../values/repository-name";
import type { EcrRule } from "./ecr-rule";
import { findTagProblems, findTooManyTags } from "./resource-tags";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListPullTimeUpdateExclusions.html */
const EXCLUSIONS_MAX = 100;

function checkNames({ repositories }: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    const written = Object.keys(repositories);
    const ofImages = listRepositories({ repositories: {} }, images).filter((name) => !written.includes(name));
    return [
        ...written.flatMap((name) => problemIf(!isEcrRepository(name), ["repositories", name], ECR_REPOSITORY_TAKES, quote(name))),
        ...ofImages.filter((name) => !isEcrRepository(name)).map((name) =>
            ({ key: formatKey(["images"]), required: `of each image ${ECR_REPOSITORY_TAKES}`, now: quote(name) })),
    ];
}

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
        ...arns.flatMap((arn, index) => problemIf(arns.indexOf(arn) < index, ["pullTimeExclusions", index],
            `another than pullTimeExclusions[${arns.indexOf(arn)}]`, quote(arn))),
    ];
}

/** What names and tags may be. */
export const NAME_RULES: readonly EcrRule[] = [
    {
        id: "repository-names",
        source: "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html",
        check: checkNames,
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
