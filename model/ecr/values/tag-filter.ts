/** Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
const FILTER = /^[0-9a-zA-Z._*-]+$/;

/** The longest filter, in characters. Source: as above */
export const FILTER_LENGTH_MAX = 128;

/** The most `*` of a filter. Source: https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/ecr_repository.html.markdown */
export const FILTER_WILDCARDS_MAX = 2;

/** The most filters of a repository. Source: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImageTagMutability.html */
export const FILTERS_MAX = 5;

/** Says whether Amazon ECR takes the text as a filter of tags that may be moved. */
export function isTagFilter(text: string): boolean {
    return FILTER.test(text) && text.length <= FILTER_LENGTH_MAX && text.split("*").length - 1 <= FILTER_WILDCARDS_MAX;
}

/** Says whether a filter matches every tag. */
export function matchesAll(filter: string): boolean {
    return /^\*+$/.test(filter);
}
