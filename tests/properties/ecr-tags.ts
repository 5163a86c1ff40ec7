import fc from "fast-check";
import { isLike } from "./wildcards";

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 3 });
const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 7, maxLength: 40 });

/** Tags that name one build: versions and commits. */
export const buildTag = fc.oneof(
    fc.tuple(fc.constantFrom("", "v"), digits, digits, digits).map(([start, ...numbers]) => start + numbers.join(".")),
    fc.tuple(fc.constantFrom("", "sha-"), hex).map(([start, id]) => start + id),
);

/** Filters as Amazon ECR takes them, of signs that builds' tags have too, with at most two stars. */
export const filter = fc
    .array(fc.constantFrom("1", "4", ".", "v", "sha-", "a", "latest", "cache", "*", "*"), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(""))
    .filter((text) => [...text].filter((sign) => sign === "*").length <= 2);

/** A tag, whole or with some of its signs left to a filter's stars. */
export const filterOfBuild = fc.tuple(buildTag, fc.nat(), fc.nat(), fc.nat(), fc.nat()).map(([tag, start, length, next, more]) => {
    if (more % 4 === 0) {
        return { tag, pattern: tag };
    }
    const [from, size] = [start % (tag.length + 1), length % 5];
    const tail = tag.slice(from + size);
    const [later, sizeOfLater] = [next % (tail.length + 1), more % 5];
    return { tag, pattern: `${tag.slice(0, from)}*${tail.slice(0, later)}*${tail.slice(later + sizeOfLater)}` };
});

/**
 * Says whether Amazon ECR lets a tag that is there be pushed again with another image.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
 */
export function mayBeOverwritten(tag: string, mutability: string | undefined, filters: readonly string[]): boolean {
    const isExcluded = filters.some((pattern) => isLike(pattern, tag));
    switch (mutability) {
        case "IMMUTABLE":
            return false;
        case "IMMUTABLE_WITH_EXCLUSION":
            return isExcluded;
        case "MUTABLE_WITH_EXCLUSION":
            return !isExcluded;
        default:
            return true;
    }
}

/** What may stand for a star in tags of builds. */
const FILLINGS = [
    ...["", "1", "1.", ".1", ".", "1.1", "1.1.", ".1.1", "1.1.1", "v", "v1", "v1.", "v1.1", "v1.1.", "v1.1.1"],
    ...["s", "sh", "sha", "sha-", "h", "ha", "ha-", "a-", "-"].flatMap((start) => [start, `${start}a`, `${start}aaaaaaa`]),
    ...Array.from({ length: 10 }, (_, index) => "a".repeat(index + 1)),
];

/** Returns a version or a commit that a filter with two stars at most matches, found by trying; `undefined` if there is none. */
export function buildOf(pattern: string): string | undefined {
    const [first = "", ...others] = pattern.split("*");
    const filled = others.reduce((starts, next) => starts.flatMap((start) => FILLINGS.map((filling) => start + filling + next)), [first]);
    return filled.find(namesBuild);
}

function namesBuild(tag: string): boolean {
    const numbers = (tag.startsWith("v") ? tag.slice(1) : tag).split(".");
    const id = tag.startsWith("sha-") ? tag.slice(4) : tag;
    const isOf = (text: string, signs: string) => text !== "" && [...text].every((sign) => signs.includes(sign));
    return (numbers.length === 3 && numbers.every((number) => isOf(number, "0123456789"))) || (id.length >= 7 && id.length <= 40 && isOf(id, "0123456789abcdef"));
}
