import { parse } from "semver";
import {
    findChannelReason, templateCandidate, versionCandidates, type TagCandidate, type TagScene,
} from "./tag-candidate";
import { readHigherVersions, type TagLine } from "./tag-line";
import type { KeptTag, TagPlan, TagRequest } from "./tag-plan";
import { findFieldProblems, findLengthProblems, formatTagProblem, type TagProblem } from "./tag-problem";
import { TAG_LENGTH_MAX } from "./tag-template";

/** The tag of a commit. */
const COMMIT_TEMPLATE = "sha-{commit}";

/** The tag that clients take where none is named. */
const LATEST = "latest";

/** Returns every mistake of a request. */
export function findTagProblems(request: TagRequest): readonly TagProblem[] {
    const problems = findFieldProblems(request);
    return problems.length > 0 ? problems : findLengthProblems(lineOf(request), listCandidates(request, []));
}

/**
 * Returns the tags of a build.
 *
 * Floating tags never move backwards: of the versions that `existing` tells of, none that would have the tag may be
 * higher. So a backport 1.1.9 moves 1.1, but beside 1.2.0 neither 1 nor latest. Prereleases and derived versions move
 * nothing but a channel of their name. Every tag has the prefix and the suffix, so that the variants of an image never
 * take each other's; see `TagLine` for which tags of the repository count. A version that was purged from the repository,
 * full and floating tags alike, is not known and counts no more.
 *
 * @param existing the tags that the repository has; @default - it is new, or was not asked
 * @throws {RangeError} If the request has mistakes; `findTagProblems()` names them before.
 */
export function planTags(request: TagRequest, existing: readonly string[] = []): TagPlan {
    const problems = findTagProblems(request);
    if (problems.length > 0) {
        const mistakes = problems.map(formatTagProblem).join("; ");
        throw new RangeError(`Cannot plan tags of "${request.version ?? ""}" as asked for: ${mistakes}`);
    }
    const { prefix, suffix } = lineOf(request);
    const found = listCandidates(request, existing).map(({ core, ...candidate }) =>
        ({ ...candidate, tag: `${prefix}${core}${suffix}` }));
    const exact = new Set(found.filter((candidate) => candidate.exact).map(({ tag }) => tag));
    const guarded = new Set(found.filter((candidate) => candidate.guarded).map(({ tag }) => tag));
    const kept = new Map(found.flatMap(({ tag, why }): [string, KeptTag][] =>
        (why === undefined || exact.has(tag) ? [] : [[tag, { tag, why }]])));
    const tags = [...new Set(found.map(({ tag }) => tag).filter((tag) => !kept.has(tag)))];
    const latest = `${prefix}${LATEST}${suffix}`;
    if (existing.includes(latest) && !tags.includes(latest) && !kept.has(latest) && isRelease(request)) {
        kept.set(latest, { tag: latest, why: whyNoLatest(request, existing) });
    }
    return {
        tags,
        floating: tags.filter((tag) => !exact.has(tag)),
        kept: [...kept.values()],
        taken: tags.filter((tag) => guarded.has(tag) && existing.includes(tag)),
    };
}

function lineOf({ prefix = "", suffix = "" }: TagRequest): TagLine {
    return { prefix, suffix };
}

function isRelease({ version }: TagRequest): boolean {
    return version !== undefined && parse(version)?.prerelease.length === 0;
}

/** People expect `latest` to be the last release, so a plan that leaves it says why, and what would move it. */
function whyNoLatest(request: TagRequest, existing: readonly string[]): string {
    return findChannelReason(LATEST, readScene(request, existing)) ?? `no channel ${LATEST} is asked for`;
}

function readScene(request: TagRequest, existing: readonly string[]): TagScene {
    const { commit, branch, date } = request;
    const line = lineOf(request);
    const version = (request.version === undefined ? undefined : parse(request.version)) ?? undefined;
    return {
        facts: { version, commit, branch, date },
        higher: version === undefined ? [] : readHigherVersions(line, existing, version),
        room: TAG_LENGTH_MAX - line.prefix.length - line.suffix.length,
    };
}

function listCandidates(request: TagRequest, existing: readonly string[]): readonly TagCandidate[] {
    const { channels = [], templates = [], commit } = request;
    const scene = readScene(request, existing);
    return [
        ...(scene.facts.version === undefined ? [] : versionCandidates(scene.facts.version, scene)),
        ...channels.map((channel, index): TagCandidate =>
            ({ path: ["channels", index], core: channel, exact: false, guarded: false, why: findChannelReason(channel, scene) })),
        ...templates.map((template, index) => templateCandidate(template, ["templates", index], scene)),
        ...(commit === undefined ? [] : [templateCandidate(COMMIT_TEMPLATE, ["commit"], scene)]),
    ];
}
