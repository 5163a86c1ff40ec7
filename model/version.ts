import { parse } from "semver";
import { isTag } from "./image-ref";

/** The tags of one version. */
export interface VersionTags {
    /** The tag that names this version alone: `1.4.2`. */
    readonly exact: string;

    /** The tags that move on to the next version, the narrower first: `1.4`, `1`. */
    readonly floating: readonly string[];
}

/** Says whether the text is a semantic version, with or without a leading `v`, that fits into a tag. */
export function isVersion(text: string): boolean {
    const version = parse(text);
    return version !== null && isTag(version.version);
}

/**
 * Returns the tags of a version.
 *
 * A prerelease has no floating tags, and major version 0 has no `0`, as any of its minor versions may break its users.
 * Build metadata (`+build`) is dropped, as tags cannot contain a plus sign; so versions that differ in nothing else are
 * one tag. `latest` is not a version: it has to be asked for by name.
 *
 * @throws {SyntaxError} If the text is not a semantic version, or too long for a tag.
 * @see https://semver.org/spec/v2.0.0.html
 */
export function expandVersion(text: string): VersionTags {
    const version = parse(text);
    if (version === null || !isTag(version.version)) {
        throw new SyntaxError(`Cannot read "${text}" as a semantic version: required are three numbers, such as 1.4.2`);
    }
    const { major, minor } = version;
    if (version.prerelease.length > 0) {
        return { exact: version.version, floating: [] };
    }
    const narrow = `${major}.${minor}`;
    return { exact: version.version, floating: major === 0 ? [narrow] : [narrow, `${major}`] };
}
