import { parse, type SemVer } from "semver";
import { isTag } from "../image-ref";
import { compareBuilds } from "./derived-version";

/**
 * The tags of one variant of an image, which are those with its prefix and its suffix.
 *
 * Variants share a repository and nothing else: `1.5.0` says nothing of `1-alpine`, and `1.5.0-alpine` nothing of `1`.
 * A tag belongs to a variant if what is left without prefix and suffix is a version. So `1.4.2-alpine` belongs to the
 * variant `-alpine` as 1.4.2. The plain variant, with neither, sees it as a prerelease named `alpine`, as semantic
 * versions have no other word for it; no harm comes of that, because no prerelease counts against a release, and
 * against a channel only those that have its name.
 */
export interface TagLine {
    /** May be empty. */
    readonly prefix: string;

    /** May be empty. */
    readonly suffix: string;
}

/** A version that the tags of a repository tell of. */
export interface TaggedVersion {
    /** The whole tag. */
    readonly tag: string;

    readonly version: SemVer;
}

/** What has to stand around a tag so that it can neither begin with a sign nor run into the digits of a version. */
const [PREFIX, SUFFIX] = [/^(?:[A-Za-z_][A-Za-z0-9._-]{0,38}[A-Za-z._-]|[A-Za-z_])$/, /^[._-][A-Za-z][A-Za-z0-9._-]{0,38}$/];

/** Says whether the text can stand before the tags of an image: `1.` could not, as `1.` and `1.4` make `1.1.4`. */
export function isTagPrefix(text: string): boolean {
    return text === "" || PREFIX.test(text);
}

/** Says whether the text can stand behind the tags of an image: `.5` could not, as `1.4` and `.5` make `1.4.5`. */
export function isTagSuffix(text: string): boolean {
    return text === "" || SUFFIX.test(text);
}

/**
 * Returns the versions of a line that are higher than one, the lowest first. Tags that are no versions are left out.
 *
 * `v1.4.2` is the same as `1.4.2`, and prefix `v` is the same as no prefix. `1.4` counts as 1.4.0: a floating tag
 * outlives the full ones where old tags are purged, and shows that there were some.
 */
export function readHigherVersions(line: TagLine, existing: readonly string[], than: SemVer): readonly TaggedVersion[] {
    const found = existing.flatMap((tag) => {
        const version = readVersion(line, tag);
        return version === undefined || compareBuilds(version, than) <= 0 ? [] : [{ tag, version }];
    });
    // Of a full and a floating tag for one version, the full one is the later, and so is what people are told of.
    return found.sort((a, b) => compareBuilds(a.version, b.version) || a.tag.length - b.tag.length);
}

function readVersion({ prefix, suffix }: TagLine, tag: string): SemVer | undefined {
    const start = prefix.replace(/(?<![A-Za-z])v$/, "");
    if (!isTag(tag) || !tag.startsWith(start) || !tag.endsWith(suffix) || tag.length <= start.length + suffix.length) {
        return undefined;
    }
    const text = tag.slice(start.length, tag.length - suffix.length);
    return parse(/^v?\d+\.\d+$/.test(text) ? `${text}.0` : text) ?? undefined;
}
