import { compare, parse, type SemVer } from "semver";
import { isVersion } from "../version";

/** The version of an image that takes its version from the last version tag below its commit. */
export const DERIVED_VERSION = "derived";

/** The digits of a commit's id in a version or tag. */
export const COMMIT_LENGTH = 12;

/** The end of each derived version: how many commits, and the commit. */
const DERIVED = /\bdev\.\d+\.g[0-9a-f]{7,64}$/;

/** Where a commit stands in the history of versions. */
export interface DescribedCommit {
    /** The full id. */
    readonly commit: string;

    /** The version tag of the commit itself, else the highest below it; @default - there is none */
    readonly lastVersion?: string;

    /** How many commits came since that tag; without one, how many there are. The commit itself is one of them. */
    readonly distance: number;

    /** Whether the history is cut off, so that neither tag nor distance is known. */
    readonly shallow: boolean;
}

/**
 * Returns the version of a commit.
 *
 * | Last tag | Commits since | Version |
 * | --- | --- | --- |
 * | 1.4.2 | none | `1.4.2` |
 * | 1.4.2 | 5 | `1.4.3-dev.5.g5e1f0c2a9b77` |
 * | 1.5.0-beta.2 | 5 | `1.5.0-beta.2.dev.5.g5e1f0c2a9b77` |
 * | 1.5.0-beta | 5 | `1.5.0-beta.0.dev.5.g5e1f0c2a9b77` |
 * | none | 5 | `0.0.0-dev.5.g5e1f0c2a9b77` |
 *
 * It is a prerelease between the last tag and whichever comes next, and more commits are a higher one. The `g` keeps
 * digits of a commit from being a number. Commits of different branches can have the same number.
 *
 * @returns undefined for uncommitted changes, which no commit names, and for a history that is cut off
 * @throws {RangeError} If the last version is none, or leaves no room in a tag.
 * @see https://semver.org/spec/v2.0.0.html#spec-item-11
 */
export function deriveVersion(built: DescribedCommit & { readonly dirty: boolean }): string | undefined {
    const { commit, lastVersion, distance, shallow, dirty } = built;
    if (dirty || shallow) {
        return undefined;
    }
    const last = lastVersion === undefined ? undefined : parse(lastVersion);
    if (last === null) {
        throw new RangeError(`Cannot derive a version after "${lastVersion}": it is no semantic version`);
    }
    const version = last !== undefined && distance === 0
        ? last.version
        : `${startOf(last)}dev.${distance}.g${commit.slice(0, COMMIT_LENGTH).toLowerCase()}`;
    if (!isVersion(version)) {
        throw new RangeError(`Cannot derive a version after "${lastVersion}": "${version}" is none that fits into a tag`);
    }
    return version;
}

/** Says whether a version is one that `deriveVersion()` made of a commit without a tag. */
export function isDerived({ prerelease }: SemVer): boolean {
    return DERIVED.test(prerelease.join("."));
}

/**
 * Returns a negative number where the first version is the lower, as `compare` of semver does; but the ids of commits
 * that end derived versions make no difference, as their order means nothing.
 */
export function compareBuilds(a: SemVer, b: SemVer): number {
    return compare(withoutCommit(a), withoutCommit(b));
}

function withoutCommit(version: SemVer): SemVer | string {
    return isDerived(version) ? version.version.replace(/\.g[0-9a-f]+$/, "") : version;
}

function startOf(last: SemVer | undefined): string {
    if (last === undefined) {
        return "0.0.0-";
    }
    if (last.prerelease.length === 0) {
        return `${last.major}.${last.minor}.${last.patch + 1}-`;
    }
    // Numbers are lower than words, so beta.dev would be higher than the next one, beta.1.
    return typeof last.prerelease.at(-1) === "number" ? `${last.version}.` : `${last.version}.0.`;
}
