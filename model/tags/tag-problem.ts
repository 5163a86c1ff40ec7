import { isTag } from "../image-ref";
import type { Problem } from "../problem";
import { isVersion } from "../version";
import { formatBranch } from "./branch-tag";
import type { TagCandidate } from "./tag-candidate";
import { CHANNEL_TAKES, isChannel } from "./tag-channel";
import { isTagPrefix, isTagSuffix, type TagLine } from "./tag-line";
import type { TagRequest } from "./tag-plan";
import { findTemplateMistakes, TAG_LENGTH_MAX, TEMPLATE_TAKES } from "./tag-template";

/** What stands before each tag has to be. */
export const PREFIX_TAKES = "up to 40 of A-Z a-z 0-9 . _ -, a letter or _ first and no digit last, such as web-";

/** What stands behind each tag has to be. */
export const SUFFIX_TAKES = "one of - _ . and then a letter and up to 38 of A-Z a-z 0-9 . _ -, such as -alpine";

/** One mistake in a request. */
export interface TagProblem extends Omit<Problem, "key"> {
    /** The part of the request, and in a list the place. */
    readonly path: readonly [string, number?];
}

/** Returns one line that names the part, what is required and what it is now. */
export function formatTagProblem({ path: [part, index], required, now }: TagProblem): string {
    return `${part}${index === undefined ? "" : `[${index}]`}: required is ${required}; it is now ${now}`;
}

/** Returns what is wrong with the parts of a request, each by itself. */
export function findFieldProblems(request: TagRequest): readonly TagProblem[] {
    const texts: readonly (readonly [keyof TagRequest, string | undefined, (text: string) => boolean, string])[] = [
        ["version", request.version, isVersion, "a semantic version such as 1.4.2"],
        ["commit", request.commit, (id) => /^[0-9a-f]{7,64}$/i.test(id), "the id of a commit, 7 to 64 of 0-9 a-f"],
        ["branch", request.branch, (name) => formatBranch(name) !== "", "a branch with at least one of A-Z a-z 0-9 _"],
        ["date", request.date, (day) => /^\d{4}-\d{2}-\d{2}(?:$|T)/.test(day), "a day such as 2026-01-31"],
        ["prefix", request.prefix, isTagPrefix, PREFIX_TAKES],
        ["suffix", request.suffix, isTagSuffix, SUFFIX_TAKES],
    ];
    const { templates = [], channels = [] } = request;
    return [
        ...texts.flatMap(([part, text, accepts, required]): TagProblem[] =>
            (text === undefined || accepts(text) ? [] : [{ path: [part], required, now: JSON.stringify(text) }])),
        ...channels.flatMap((channel, index): TagProblem[] => (isChannel(channel)
            ? []
            : [{ path: ["channels", index], required: CHANNEL_TAKES, now: JSON.stringify(channel) }])),
        ...templates.flatMap((template, index) => findTemplateMistakes(template).map((mistake): TagProblem =>
            ({ path: ["templates", index], required: TEMPLATE_TAKES, now: `${JSON.stringify(template)}: ${mistake}` }))),
    ];
}

/** Returns the tags that no registry takes, once their parts are put together. */
export function findLengthProblems({ prefix, suffix }: TagLine, candidates: readonly TagCandidate[]): readonly TagProblem[] {
    return candidates.flatMap(({ path, core, exact, why }): TagProblem[] => {
        const tag = `${prefix}${core}${suffix}`;
        // A template that lacks a fact is not filled in, and names nothing.
        return isTag(tag) || (!exact && why !== undefined) ? [] : [{
            path,
            required: `what makes, with prefix and suffix, a tag of 1 to ${TAG_LENGTH_MAX} characters`,
            now: `"${tag}" with ${tag.length}`,
        }];
    });
}
