import { formatAge } from "./age";
import { findNeeded, findRoots, listOwnTags, parentsFirst, type Inventory, type StoredManifest } from "./inventory";

/** What is to be taken away. With several of them, a tagged image goes only if each of them says so. */
export interface PruneRules {
    /** Images of at least this age, in milliseconds. */
    readonly olderThan?: number;

    /** Images beyond so many of the newest in a repository. */
    readonly keep?: number;

    /** Also what has no tag, of that age if one is given. */
    readonly untagged: boolean;
}

/** What must not go, whatever the rules say. */
export interface NamedImages {
    /** Those that a stack's outputs name. */
    readonly digests: ReadonlySet<string>;

    /** Those that the configuration names. */
    readonly tags: ReadonlySet<string>;
}

/** A manifest that goes, or that does not although the rules would have it. */
export interface PruneVerdict {
    readonly digest: string;
    readonly tags: readonly string[];
    /** For people. */
    readonly why: string;
}

/** What pruning a repository comes to. */
export interface PrunePlan {
    /** In the order in which they have to go. */
    readonly take: readonly PruneVerdict[];
    readonly spare: readonly PruneVerdict[];
}

/**
 * Returns what goes from a repository. With an image goes what belongs to it alone: the parts of an index, signatures and
 * other descriptions. What something that stays needs, stays.
 *
 * @param now milliseconds since 1970
 */
export function planPrune({ manifests }: Inventory, rules: PruneRules, named: NamedImages, now: number): PrunePlan {
    const roots = findRoots(manifests);
    const asked = new Map(judge(manifests.filter(({ digest }) => roots.has(digest)), rules, now));
    const isNamed = ({ digest, tags }: StoredManifest) => named.digests.has(digest) || tags.some((tag) => named.tags.has(tag));
    const kept = manifests.filter((manifest) => isNamed(manifest) || (roots.has(manifest.digest) && !asked.has(manifest.digest)));
    const needed = findNeeded(manifests, kept.map(({ digest }) => digest));

    const byDigest = new Map(manifests.map((manifest) => [manifest.digest, manifest]));
    const nameOf = (digest = "") => describe(byDigest.get(digest) ?? { digest, tags: [] });
    const goes = parentsFirst(manifests.filter(({ digest }) => !needed.has(digest)));
    const stays = manifests.filter(({ digest }) => needed.has(digest) && asked.has(digest));
    return {
        take: goes.map(({ digest, tags }) => ({ digest, tags, why: asked.get(digest) ?? "belongs to what goes" })),
        spare: stays.map((manifest) => ({
            digest: manifest.digest,
            tags: manifest.tags,
            why: isNamed(manifest) ? "the stack names it" : `${nameOf(needed.get(manifest.digest))} needs it`,
        })),
    };
}

/** Returns what the rules take among images that stand for themselves, with the reason. */
function* judge(roots: readonly StoredManifest[], rules: PruneRules, now: number): Generator<[string, string]> {
    const tagged = roots.filter((manifest) => listOwnTags(manifest).length > 0).sort(newestFirst);
    const ageRule = rules.olderThan ?? 0;
    for (const [rank, { digest, at }] of tagged.entries()) {
        const old = at !== undefined && now - at >= ageRule;
        const beyond = rules.keep === undefined || rank >= rules.keep;
        if ((rules.olderThan !== undefined || rules.keep !== undefined) && (old || rules.olderThan === undefined) && beyond) {
            yield [digest, [
                ...(rules.keep === undefined ? [] : [`${rank} are newer`]),
                ...(at === undefined ? [] : [`${formatAge(now - at)} old`]),
            ].join(", ")];
        }
    }
    const others = rules.untagged ? roots.filter((manifest) => listOwnTags(manifest).length === 0) : [];
    for (const { digest, at } of others) {
        if (rules.olderThan === undefined || (at !== undefined && now - at >= ageRule)) {
            yield [digest, at === undefined ? "no tag" : `no tag, ${formatAge(now - at)} old`];
        }
    }
}

/** An image of unknown age may be the newest. */
function newestFirst({ at: one = Infinity }: StoredManifest, { at: other = Infinity }: StoredManifest): number {
    return one === other ? 0 : other - one;
}

/** Returns an image's tags, or if it has none, the start of its digest. */
export function describe({ digest, tags }: Pick<StoredManifest, "digest" | "tags">): string {
    return tags.length === 0 ? digest.slice(0, "sha256:".length + 12) : tags.join(", ");
}
