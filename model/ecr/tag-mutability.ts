import type { Problem } from "../problem";
import { problemIf, quote, type RegistryPath as Path } from "../registry-problem";
import { formatList } from "../word-list";
import type { RepositoryPlan } from "./ecr-plan";
import { matchesPattern } from "./lifecycle/tag-pattern";
import type { PushedImage } from "./pushed-image";
import type { RepositorySettings } from "./repository-spec";
import { FILTERS_MAX, matchesAll } from "./values/tag-filter";

/** What tags of a repository may be moved. */
type TagSettings = Pick<RepositorySettings, "immutableTags" | "movableTags">;

/**
 * Returns which tags of a repository can be moved: none but those that are written, and those that this stack's images
 * move. Each of the latter is a filter of its own, letter by letter: a pattern such as `1.*` would take the exact versions
 * along. So after 1.4.2 comes 1.5.0, tag 1.5 can be moved and 1.4 no more, which is where it was left anyway.
 */
export function planTagMutability(
    { immutableTags, movableTags }: TagSettings,
    images: readonly Pick<PushedImage, "floatingTags">[],
): Pick<RepositoryPlan, "tagMutability" | "exclusionFilters"> {
    if (!immutableTags) {
        return { tagMutability: "MUTABLE", exclusionFilters: [] };
    }
    const exclusionFilters = listFilters(movableTags, images);
    return { tagMutability: exclusionFilters.length > 0 ? "IMMUTABLE_WITH_EXCLUSION" : "IMMUTABLE", exclusionFilters };
}

/** Those written first, then what they do not cover by name, so that nothing changes between runs. */
function listFilters(movableTags: readonly string[], images: readonly Pick<PushedImage, "floatingTags">[]): readonly string[] {
    const floating = images.flatMap(({ floatingTags }) => floatingTags).filter((tag) => !movableTags.some((filter) => matchesPattern(filter, tag)));
    return [...new Set([...movableTags, ...floating.sort()])];
}

/**
 * Returns what is wrong with the tags that may be moved in one or more repositories.
 *
 * @param written where `movableTags` stands, or would
 * @param whole where to say that there are too many, those of the images among them
 */
export function findMutabilityProblems(
    { written, whole = written }: { readonly written: Path; readonly whole?: Path },
    { immutableTags, movableTags }: TagSettings,
    images: readonly PushedImage[],
): readonly Problem[] {
    if (!immutableTags) {
        return [];
    }
    const filters = listFilters(movableTags, images);
    return [
        ...movableTags.flatMap((filter, index) => checkFilter([...written, index], filter, images)),
        ...problemIf(filters.length > FILTERS_MAX, whole,
            `at most ${FILTERS_MAX} tags or patterns that may be moved, those of the images too: `
                + "fewer images or versions in a repository, or patterns that cover several",
            `${filters.length}: ${formatList(filters)}`),
    ];
}

/** What names one build is to stay where it is. */
function checkFilter(path: Path, filter: string, images: readonly PushedImage[]): readonly Problem[] {
    if (matchesAll(filter)) {
        return problemIf(true, path, "a pattern that not every tag matches, or immutableTags: false", quote(filter));
    }
    const fixed = images.flatMap(({ tags, floatingTags }) => tags.filter((tag) => !floatingTags.includes(tag)));
    const moved = [...new Set(fixed)].filter((tag) => matchesPattern(filter, tag));
    return problemIf(moved.length > 0, path, "a pattern that matches no tag of a single build, which is to stay where it is",
        `${quote(filter)}, which matches ${formatList(moved)}`);
}
