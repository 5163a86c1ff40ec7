import { isDigest } from "../image-ref";
import { findNeeded, findRoots, listOwnTags, parentsFirst, type Inventory, type StoredManifest } from "./inventory";
import { describe, type PruneVerdict } from "./prune";

/** What deleting from a repository comes to. */
export interface DeletionPlan {
    /** Tags that go alone, with why the image stays. */
    readonly untag: readonly { readonly tag: string; readonly digest: string; readonly why: string }[];

    /** Images that go with all their tags, in the order in which they have to. */
    readonly remove: readonly PruneVerdict[];

    /** What cannot be done; nothing is to be done then. */
    readonly refused: readonly string[];
}

/**
 * Returns what goes when tags and digests are to go. A registry deletes by digest, with every tag that is on it: so a tag
 * goes alone while its image has another one or something needs the image, and takes the image along otherwise. A digest
 * goes with its tags, unless something that stays needs it.
 *
 * @param versions tags and digests
 */
export function planDeletion(inventory: Inventory, versions: readonly string[]): DeletionPlan {
    const manifests = withNamed(inventory, versions);
    const byVersion = new Map(manifests.flatMap((manifest) => [manifest.digest, ...manifest.tags].map((version) => [version, manifest] as const)));
    const asked = new Set(versions);
    const unknown = versions.filter((version) => !byVersion.has(version));
    const named = manifests.filter(({ digest }) => asked.has(digest));
    const bare = manifests.filter(({ digest, tags }) => !asked.has(digest) && tags.length > 0 && tags.every((tag) => asked.has(tag)));
    const go = new Set([...named, ...bare].map(({ digest }) => digest));
    // What an image is about does not hold it back.
    const graph = manifests.map((manifest) => (go.has(manifest.digest) ? withoutSubject(manifest) : manifest));
    const needed = findNeeded(graph, [...findRoots(graph)].filter((digest) => !go.has(digest)));
    const nameOf = nameIn(manifests, needed);
    const removed = manifests.filter(({ digest }) => !needed.has(digest));
    return {
        untag: versions.flatMap((tag) => {
            const manifest = byVersion.get(tag);
            return manifest === undefined || isDigest(tag) || asked.has(manifest.digest) || !needed.has(manifest.digest) ? [] : [{
                tag,
                digest: manifest.digest,
                why: go.has(manifest.digest) ? `${nameOf(manifest)} needs the image` : `the image is ${others(manifest, asked)} as well`,
            }];
        }),
        remove: parentsFirst(removed).map((manifest) => ({
            digest: manifest.digest,
            tags: manifest.tags,
            why: go.has(manifest.digest) ? reasonFor(manifest, asked) : "belongs to what goes",
        })),
        refused: [
            ...unknown.map((version) => `${version} is not there`),
            ...named.filter(({ digest }) => needed.has(digest)).map((manifest) => `${describe(manifest)} cannot go: ${nameOf(manifest)} needs it`),
        ],
    };
}

function withoutSubject({ digest, children }: StoredManifest): StoredManifest {
    return { digest, children, tags: [] };
}

/** Where what has no tag is not listed, a digest is taken to be there because it is named. */
function withNamed({ manifests, incomplete }: Inventory, versions: readonly string[]): readonly StoredManifest[] {
    const known = new Set(manifests.map(({ digest }) => digest));
    const named = incomplete === undefined ? [] : versions.filter((version) => isDigest(version) && !known.has(version));
    return [...manifests, ...[...new Set(named)].map((digest) => ({ digest, tags: [], children: [] }))];
}

function reasonFor(manifest: StoredManifest, asked: ReadonlySet<string>): string {
    const along = manifest.tags.filter((tag) => !asked.has(tag));
    return !asked.has(manifest.digest) ? "no other tag is on it" : along.length === 0 ? "named by its digest" : `takes ${along.join(", ")} along`;
}

function others(manifest: StoredManifest, asked: ReadonlySet<string>): string {
    return listOwnTags(manifest).filter((tag) => !asked.has(tag)).join(", ") || "linked";
}

/** Returns a function that names what a manifest is needed by. */
function nameIn(manifests: readonly StoredManifest[], needed: ReadonlyMap<string, string>): (manifest: StoredManifest) => string {
    const byDigest = new Map(manifests.map((manifest) => [manifest.digest, manifest]));
    return ({ digest }) => {
        const by = needed.get(digest) ?? digest;
        return describe(byDigest.get(by) ?? { digest: by, tags: [] });
    };
}
