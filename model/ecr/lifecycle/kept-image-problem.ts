import type { PushedImage } from "../pushed-image";
import { covers, type ImageSelection, selects, specSelection } from "./image-selection";
import type { KeptImages, LifecycleProblem } from "./lifecycle-problem";
import { isOfArchive, type OrderedRule } from "./plan-lifecycle";
import { matchesPattern, searchTag } from "./tag-pattern";

/** A rule about images that can be pulled, what it selects, and what the rules before it select. */
interface JudgedRule extends OrderedRule {
    readonly selection: ImageSelection;
    readonly earlier: readonly ImageSelection[];
}

/**
 * Returns what would take images that a stack needs: by their age, as nobody pushes them again while nothing changes, or
 * by their number. The first rule whose tagging part an image matches is the only one that can take it; but a rule counts
 * images of others too. Archiving by age of the last pull is no problem: what is pulled stays.
 *
 * @param rules in their order in the policy
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 */
export function findKeptProblems(rules: readonly OrderedRule[], { images, movableTags }: KeptImages): readonly LifecycleProblem[] {
    const live = rules.filter(({ rule }) => !isOfArchive(rule));
    // One that an image of the stack has too stays with that image.
    const alone = movableTags.filter((movable) => !images.some(({ tags }) => tags.some((tag) => matchesPattern(movable, tag))));
    return live.flatMap((ordered, place) => {
        const earlier = live.slice(0, place).map(({ rule }) => specSelection(rule));
        const judged = { ...ordered, selection: specSelection(ordered.rule), earlier };
        const kept = { images, movableTags: alone };
        return [...findAged(judged, kept), ...findMixed(judged, kept), ...findCounted(judged, kept)];
    });
}

function findAged(judged: JudgedRule, { images, movableTags }: KeptImages): readonly LifecycleProblem[] {
    const { rule, index, selection } = judged;
    if (!("pushedDays" in rule)) {
        return [];
    }
    const path = [index, "pushedDays"];
    const now = `${rule.pushedDays}, after which they are ${rule.archive ? "archived" : "deleted"} in use or not`;
    const pushed = images.filter((image) => takesImage(judged, image)).map(nameImage);
    // Who writes a rule about these tags alone wants that.
    const moved = movableTags.filter((movable) => takesTag(judged, movable) && !covers([movable], selection));
    const required = (what: string) => `keep instead, or a rule with keep before it about ${what}`;
    return [
        ...(pushed.length > 0 ? [{ path, required: required(`what this stack pushes: ${pushed.join(", ")}`), now }] : []),
        ...(moved.length > 0 ? [{ path, required: required(`the movable tags ${moved.join(", ")}`), now }] : []),
    ];
}

/** Images of which there are ever more push out those of tags that are moved, and the other way about. */
function findMixed(judged: JudgedRule, { images, movableTags }: KeptImages): readonly LifecycleProblem[] {
    const { rule, index, selection } = judged;
    const isOfMore = covers(selection, ["*"]) || images.some(({ tags }) => selects(selection, tags));
    if (!("keep" in rule) || !isOfMore) {
        return [];
    }
    return movableTags.filter((movable) => takesTag(judged, movable)).map((movable) => ({
        path: [index, "keep"],
        required: `before it a rule with tagPatterns: [${JSON.stringify(movable)}], a movable tag, whose images this one counts together with others`,
        now: `${rule.keep}, of all of them`,
    }));
}

/** What this very stack needs is more than what stays. */
function findCounted(judged: JudgedRule, { images, movableTags }: KeptImages): readonly LifecycleProblem[] {
    const { rule, index, selection } = judged;
    if (!("keep" in rule)) {
        return [];
    }
    const repositories = [...new Set(images.map(({ repository }) => repository))];
    const tags = movableTags.filter((movable) =>
        selection !== "untagged" && searchTag({ all: [movable, ...patternsOf(selection)] }).tag !== undefined);
    const isTagTaken = tags.some((movable) => takesTag(judged, movable));
    const sets = (repositories.length === 0 ? [""] : repositories).map((repository) => {
        const here = images.filter((image) => image.repository === repository && selects(selection, image.tags));
        const isTaken = isTagTaken || here.some((image) => takesImage(judged, image));
        return isTaken ? [...here.map(nameImage), ...tags] : [];
    });
    const most = sets.reduce((one, other) => (other.length > one.length ? other : one), []);
    return most.length <= rule.keep ? [] : [{
        path: [index, "keep"],
        required: `at least ${most.length}, as it counts ${most.join(", ")} together`,
        now: `${rule.keep}`,
    }];
}

function takesImage({ selection, earlier }: JudgedRule, { tags }: PushedImage): boolean {
    return selects(selection, tags) && !earlier.some((other) => selects(other, tags));
}

/** Says whether some image that has but one tag, one of the movable ones, is sure to be left to the rule. */
function takesTag({ selection, earlier }: JudgedRule, movable: string): boolean {
    if (selection === "untagged" || earlier.some((other) => covers(other, selection))) {
        return false;
    }
    const all = [movable, ...patternsOf(selection)];
    const { tag } = searchTag({ all });
    // Mostly the shortest one is left, which is quick to see.
    const isLeft = tag !== undefined && !earlier.some((other) => selects(other, [tag]));
    const noneOf = earlier.filter((other) => other !== "untagged").map(patternsOf);
    return isLeft || (tag !== undefined && searchTag({ all, noneOf }).tag !== undefined);
}

/** What a tag has to match for its image to be among those. */
function patternsOf(selection: ImageSelection): readonly string[] {
    return selection === "any" || selection === "untagged" ? [] : selection;
}

function nameImage({ repository, tags: [tag] }: PushedImage): string {
    return tag === undefined ? repository : `${repository}:${tag}`;
}
