import type { SemVer } from "semver";
import { namesOneBuild } from "../build-tag";
import { expandVersion } from "../version";
import { followsReleases, isOnChannel } from "./tag-channel";
import type { TaggedVersion } from "./tag-line";
import { listMissingFacts, listPlaceholders, renderTemplate, type Placeholder, type TagFacts } from "./tag-template";

/** A tag, without prefix and suffix, that a build gets unless there is a reason against it. */
export interface TagCandidate {
    /** Which part of the request asks for it. */
    readonly path: readonly [string, number?];

    readonly core: string;

    /** Whether it names one build. */
    readonly exact: boolean;

    /** Whether it names one version, and so is no other content's to have. */
    readonly guarded: boolean;

    /** Why it stays where it is; @default - it does not */
    readonly why?: string | undefined;
}

/** What candidates are chosen from. */
export interface TagScene {
    readonly facts: TagFacts;

    /** Those of the same line in the repository that are higher than the build's, the lowest first. */
    readonly higher: readonly TaggedVersion[];

    /** How long a tag without prefix and suffix may be. */
    readonly room: number;
}

/** What makes a template the name of one build. */
const EXACT: readonly Placeholder[] = ["version", "commit"];

/** Placeholders that make a tag follow releases. */
const NUMBERS: readonly Placeholder[] = ["major", "minor", "patch"];

/** What reads as the floating tag of a version, and what as a version. `1234-login` is the branch of an issue. */
const [FLOATING_LIKE, VERSION_LIKE] = [/^v?\d+(?:\.\d+)?$/, /^v?\d+(?:\.\d+){2}(?:$|[-+])/];

/** Returns why a tag that follows some versions does not move to the build's, if so. */
function findHigher({ higher }: TagScene, follows: (other: SemVer) => boolean): string | undefined {
    const highest = higher.findLast(({ version }) => follows(version));
    return highest === undefined ? undefined : `${highest.tag} exists, which is higher`;
}

const isRelease = ({ prerelease }: SemVer): boolean => prerelease.length === 0;

/** Returns the tags of the version itself. */
export function versionCandidates(version: SemVer, scene: TagScene): TagCandidate[] {
    const { exact, floating } = expandVersion(version.version);
    const moving = floating.map((core): TagCandidate => {
        const why = findHigher(scene, (other) => expandVersion(other.version).floating.includes(core));
        return { path: ["version"], core, exact: false, guarded: false, why };
    });
    return [{ path: ["version"], core: exact, exact: true, guarded: true }, ...moving];
}

/** Returns why a channel does not move to a version, if so. */
export function findChannelReason(channel: string, scene: TagScene): string | undefined {
    const { version } = scene.facts;
    if (version === undefined) {
        return "it follows versions, and this build has none";
    }
    if (isOnChannel(channel, version)) {
        return findHigher(scene, (other) => isOnChannel(channel, other));
    }
    const followed = followsReleases(channel) ? "releases" : `prereleases such as 1.5.0-${channel}.1`;
    return `it follows ${followed}, and ${version.version} is none`;
}

/**
 * Returns the tag of a template. With `{version}` or `{commit}` it names one build. With `{major}`, `{minor}` or
 * `{patch}` it follows releases, each tag those that would have the same. Without, it moves with each build, unless it
 * reads as a tag that follows releases: then it does, and never is one that a branch has its name from.
 */
export function templateCandidate(template: string, path: TagCandidate["path"], scene: TagScene): TagCandidate {
    const missing = listMissingFacts(template, scene.facts);
    if (missing.length > 0) {
        return { path, core: template, exact: false, guarded: false, why: `no ${missing.join(" and no ")} is known of this build` };
    }
    const words = listPlaceholders(template);
    const core = renderTemplate(template, scene.facts, scene.room);
    const isHalfNamed = words.includes("branch") || (hasNumbers(words) && scene.facts.version?.prerelease.length !== 0);
    const exact = words.some((word) => EXACT.includes(word)) || (!isHalfNamed && namesOneBuild(core));
    const guarded = exact && (words.includes("version") || !words.includes("commit"));
    return { path, core, exact, guarded, why: exact ? undefined : findTemplateReason(template, core, scene) };
}

function hasNumbers(words: readonly Placeholder[]): boolean {
    return words.some((word) => NUMBERS.includes(word));
}

function findTemplateReason(template: string, core: string, scene: TagScene): string | undefined {
    const { facts: { version, ...facts }, room } = scene;
    const words = listPlaceholders(template);
    const readsAsFloating = FLOATING_LIKE.test(core);
    if (words.includes("branch") && (readsAsFloating || VERSION_LIKE.test(core) || followsReleases(core))) {
        return "it has its name from a branch, and reads as the tag of a version";
    }
    // Without a version nothing can be lower, and a list of tags such as latest means just that.
    if (version === undefined) {
        return undefined;
    }
    if (followsReleases(core)) {
        return findChannelReason(core, scene);
    }
    if (!hasNumbers(words) && !readsAsFloating) {
        return undefined;
    }
    if (!isRelease(version)) {
        return `${version.version} is a prerelease, which only its full tag names`;
    }
    const has = ({ major, minor }: SemVer): boolean => [`${major}`, `${major}.${minor}`].includes(core.replace(/^v/, ""));
    if (!hasNumbers(words) && !has(version)) {
        return `it reads as a tag of other versions than ${version.version}`;
    }
    return findHigher(scene, (other) => isRelease(other) && (hasNumbers(words)
        ? renderTemplate(template, { ...facts, version: other }, room) === core
        : has(other)));
}
