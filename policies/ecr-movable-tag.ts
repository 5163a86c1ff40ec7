/** What stands for `*` to see what a filter covers. */
const FILLINGS = ["", "2", "4.2", "1.4.2", "0123456789ab"];

/** Tags that nobody should move: full versions, and commits. */
const FIXED = /^(?:v?\d+\.\d+\.\d+|(?:sha-)?[0-9a-f]{12})$/;

/** More than Amazon ECR takes. Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const WILDCARDS_MAX = 3;

/** Says whether a filter of tags that may be moved covers versions or commits, which name one build each. */
export function coversBuilds(filter: string): boolean {
    const [first = "", ...others] = filter.replace(/\*+/g, "*").split("*");
    const filled = others.slice(0, WILDCARDS_MAX).reduce<readonly string[]>(
        (starts, next) => starts.flatMap((start) => FILLINGS.map((filling) => `${start}${filling}${next}`)),
        [first],
    );
    return filled.some((tag) => FIXED.test(tag));
}
