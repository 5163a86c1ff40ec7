import { isRepository } from "../../image-ref";

/**
 * Amazon ECR takes one character more than 255, which no image reference does.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html (`repositoryName`)
 */
const LENGTH_MIN = 2;

/** What the name of a private repository has to be. */
export const ECR_REPOSITORY_TAKES = "a repository of 2 to 255 characters: lower-case words joined by . _ - or /, such as team-a/web";

/** What the start of repositories' names has to be that ECR makes by itself. */
export const PREFIX_TAKES = "lower-case words joined by . _ - or /, without the / at the end that ECR adds by itself, or ROOT for all";

/** What stands for all repositories that no other prefix is of. */
export const ROOT = "ROOT";

/**
 * The longest prefix of a pull-through cache. That of a creation template is as long as a repository's name.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html (`ecrRepositoryPrefix`)
 */
const CACHE_PREFIX_MAX = 30;

/**
 * Without the doubled signs that the service takes since, and the provider not yet.
 *
 * Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/ecr/pull_through_cache_rule.go
 */
const CACHE_PREFIX = /^[a-z0-9]+(?:[._/-][a-z0-9]+)*$/;

/**
 * What a repository's name starts with, in the middle of a word or not.
 *
 * Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html (`filter`)
 */
const NAME_START = /^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/;

/** Source: as above */
const NAME_START_LENGTH = { least: 2, most: 256 };

/** Says whether Amazon ECR takes the text as the name of a private repository. */
export function isEcrRepository(text: string): boolean {
    return text.length >= LENGTH_MIN && isRepository(text);
}

/** Says whether the text is what the repositories of a pull-through cache start with. */
export function isCachePrefix(text: string): boolean {
    return text === ROOT || (text.length >= LENGTH_MIN && text.length <= CACHE_PREFIX_MAX && CACHE_PREFIX.test(text));
}

/** Says whether the text is what repositories of a creation template start with. */
export function isTemplatePrefix(text: string): boolean {
    return text === ROOT || isEcrRepository(text);
}

/** Says whether a rule of replication takes the text as the start of repositories' names. */
export function isNameStart(text: string): boolean {
    return text.length >= NAME_START_LENGTH.least && text.length <= NAME_START_LENGTH.most && NAME_START.test(text);
}

/** Says whether a repository is one of those below a prefix, behind which there is always a `/`. */
export function isBelow(repository: string, prefix: string): boolean {
    return prefix === ROOT || repository.startsWith(`${prefix}/`);
}
