import { planDeletion, type DeletionPlan } from "../oci/deletion";
import type { Inventory } from "../oci/inventory";
import { describe } from "../oci/prune";
import type { OldTags } from "./old-tags";

/** What the old tags of a repository come to. */
export interface DropPlan extends Pick<DeletionPlan, "untag" | "remove"> {
    /** What is not done of what was chosen. */
    readonly left: readonly LeftImage[];
}

/** Something that stays although its going was chosen. */
export interface LeftImage {
    /** A tag or a digest. */
    readonly version: string;
    /** For people. */
    readonly why: string;
}

/** What a registry does with images. */
export interface RegistryWays {
    /** Whether it deletes an image with its last tag. */
    readonly deletesUntagged: boolean;
}

/**
 * Returns what goes of old tags. A tag goes if it still leads to what the stack pushed; what is gone already is nothing to
 * do. An image goes if it was chosen to, nothing in the repository needs it, the stack does not name it, and all is known of
 * the repository: otherwise an index without a tag might hold it.
 *
 * @param old all of one repository
 */
export function planDrop(old: readonly OldTags[], inventory: Inventory, { deletesUntagged }: RegistryWays): DropPlan {
    const digests = new Map(inventory.manifests.flatMap(({ digest, tags }) => tags.map((tag) => [tag, digest] as const)));
    const there = old.map((one) => ({ ...one, tags: one.tags.filter((tag) => digests.get(tag) === one.digest) }));
    const moved = old.flatMap(({ tags, digest }) => tags.flatMap((tag) => {
        const now = digests.get(tag) ?? digest;
        return now === digest ? [] : [{ version: tag, why: `it leads to ${describe({ digest: now, tags: [] })}, which the stack did not push under it` }];
    }));
    const deletion = planDeletions(there.filter(({ choice }) => choice === "delete"), inventory);
    const alone = [
        ...deletion.untag,
        ...there.filter(({ choice }) => choice === "untag").flatMap(({ tags, digest }) => tags.map((tag) => ({ tag, digest, why: "oldTags is untag" }))),
    ];
    const last = deletesUntagged ? findLast(alone, inventory) : new Set<string>();
    return {
        untag: alone.filter(({ tag }) => !last.has(tag)),
        remove: deletion.remove,
        left: [...moved, ...deletion.left, ...[...last].map((version) => ({ version, why: "this registry deletes an image with its last tag" }))],
    };
}

function planDeletions(old: readonly OldTags[], inventory: Inventory): DropPlan {
    const tags = old.flatMap((one) => one.tags);
    const plan = planDeletion(inventory, tags);
    const needed = new Set(old.flatMap((one) => one.needed));
    const why = plan.remove.some(({ digest }) => needed.has(digest)) ? "the stack still names it, or a part of it"
        : inventory.incomplete === undefined ? undefined : `what may need it is not known: ${inventory.incomplete}`;
    if (why === undefined) {
        return { untag: plan.untag, remove: plan.remove, left: [] };
    }
    const spared = plan.remove.filter(({ digest }) => old.some((one) => one.digest === digest));
    const chosen = new Set(tags);
    return {
        untag: [...plan.untag, ...spared.flatMap(({ digest, tags: its }) => its.filter((tag) => chosen.has(tag)).map((tag) => ({ tag, digest, why })))],
        remove: [],
        left: spared.map(({ digest }) => ({ version: digest, why })),
    };
}

/** Returns one tag of each image that would have none. */
function findLast(going: DropPlan["untag"], { manifests }: Inventory): ReadonlySet<string> {
    const gone = new Set(going.map(({ tag }) => tag));
    const bare = new Set(manifests.filter(({ tags }) => tags.every((tag) => gone.has(tag))).map(({ digest }) => digest));
    return new Set([...bare].flatMap((bared) => going.find(({ digest }) => digest === bared)?.tag ?? []));
}
