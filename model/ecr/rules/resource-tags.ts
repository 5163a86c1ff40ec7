import type { Problem } from "../../problem";
import { count, findTwice, problemIf, type RegistryPath as Path } from "../../registry-problem";

/** Source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html#tag-restrictions */
const TAGS = { most: 50, name: 128, value: 256, allowed: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, reserved: /^aws:/i };

/** Returns what AWS would refuse of tags, each where it stands. */
export function findTagProblems(path: Path, tags: Readonly<Record<string, string>>): readonly Problem[] {
    const names = Object.keys(tags);
    const twice = findTwice(names.map((name) => name.toLowerCase())).map(({ index }) => names[index]);
    return Object.entries(tags).flatMap(([name, value]) => [
        ...problemIf(twice.includes(name), [...path, name], "a name that differs from the others by more than its case, as roles are to have it too", JSON.stringify(name)),
        ...problemIf(TAGS.reserved.test(name), [...path, name], "a name that does not start with aws:, which AWS keeps for itself", JSON.stringify(name)),
        ...problemIf(!fits(name, 1, TAGS.name) || !fits(value, 0, TAGS.value), [...path, name],
            `a name of 1 to ${TAGS.name} characters and up to ${TAGS.value} of text, of letters, digits, spaces and _ . : / = + - @`,
            `a name of ${name.length} characters, and ${value.length} of text`),
    ]);
}

/** Returns a mistake if there are more tags than a resource can have. */
export function findTooManyTags(path: Path, tags: Readonly<Record<string, string>>): readonly Problem[] {
    const { length } = Object.keys(tags);
    return problemIf(length > TAGS.most, path, `at most ${TAGS.most} tags`, count(length, "tag"));
}

function fits(text: string, least: number, most: number): boolean {
    return text.length >= least && text.length <= most && TAGS.allowed.test(text);
}
