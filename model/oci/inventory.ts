/** A manifest that a repository has. */
export interface StoredManifest {
    readonly digest: string;

    readonly tags: readonly string[];

    /** The digests of the manifests that it holds, if it is an index. */
    readonly children: readonly string[];

    /** The digest of what it is about, such as the image that it signs. */
    readonly subject?: string;

    /** When it was pushed, or where that is not known, built; milliseconds since 1970. @default - neither is known */
    readonly at?: number;
}

/** What a repository has. */
export interface Inventory {
    readonly manifests: readonly StoredManifest[];

    /** Why manifests without a tag are not among them; @default - they are */
    readonly incomplete?: string;
}

/**
 * A tag that stands for a link: under it, a registry or a client without referrers keeps what belongs to a digest.
 *
 * Source: https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema
 * Source: https://github.com/sigstore/cosign/blob/v2.5.3/specs/SIGNATURE_SPEC.md#tag-based-discovery (with `.sig`)
 */
const LINK = /^(sha256|sha512)-([a-f0-9]{64,128})(?:\..+)?$/;

/** Returns the tags that were given to tell versions, not to link. */
export function listOwnTags({ tags }: Pick<StoredManifest, "tags">): readonly string[] {
    return tags.filter((tag) => !LINK.test(tag));
}

/** Returns the digest that a manifest is about, by its own word or by its tag; `undefined` if it stands for itself. */
function subjectOf({ tags, subject }: StoredManifest): string | undefined {
    const [, algorithm, hex] = LINK.exec(tags.find((tag) => LINK.test(tag)) ?? "") ?? [];
    return subject ?? (hex === undefined ? undefined : `${algorithm}:${hex}`);
}

/**
 * Returns the digests that are there for their own sake: those with a tag, and those that nothing leads to, as no index
 * holds them and what they are about is not there.
 */
export function findRoots(all: readonly StoredManifest[]): ReadonlySet<string> {
    const there = new Set(all.map(({ digest }) => digest));
    const held = new Set(all.flatMap(({ children }) => children));
    const roots = all.filter((manifest) =>
        listOwnTags(manifest).length > 0 || (!held.has(manifest.digest) && !there.has(subjectOf(manifest) ?? "")));
    return new Set(roots.map(({ digest }) => digest));
}

/**
 * Returns what stays because of what is to stay, each with the digest because of which it does: the parts of an index,
 * what is about an image, and the image that something is about. What is to stay is there itself, with its own digest.
 */
export function findNeeded(all: readonly StoredManifest[], kept: Iterable<string>): ReadonlyMap<string, string> {
    const links = listLinks(all);
    const needed = new Map([...kept].map((digest) => [digest, digest]));
    // A map goes on with what comes in while it is read.
    for (const digest of needed.keys()) {
        (links.get(digest) ?? []).filter((other) => !needed.has(other)).forEach((other) => needed.set(other, digest));
    }
    return needed;
}

/** Returns by digest what stays with it. */
function listLinks(all: readonly StoredManifest[]): ReadonlyMap<string, readonly string[]> {
    const links = new Map<string, string[]>();
    const link = (from: string, to: string) => void (links.get(from)?.push(to) ?? links.set(from, [to]));
    for (const manifest of all) {
        manifest.children.forEach((child) => link(manifest.digest, child));
        const subject = subjectOf(manifest);
        if (subject !== undefined) {
            link(manifest.digest, subject);
            link(subject, manifest.digest);
        }
    }
    return links;
}

/** Sorts manifests so that none goes while another that is to go still holds it or is about it. */
export function parentsFirst(manifests: readonly StoredManifest[]): readonly StoredManifest[] {
    const rank = (manifest: StoredManifest) => (manifest.children.length > 0 ? 0 : subjectOf(manifest) !== undefined ? 1 : 2);
    return [...manifests].sort((one, other) => rank(one) - rank(other));
}
