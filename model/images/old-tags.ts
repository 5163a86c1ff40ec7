import { isDigest, isTag } from "../image-ref";
import { parseImageName } from "../oci/image-name";
import { isMap } from "../one-of";

/** What may become of the tags of an image that is gone from the configuration. */
export const OLD_TAGS_CHOICES = ["keep", "untag", "delete"] as const;

/** One of them. */
export type OldTagsChoice = (typeof OLD_TAGS_CHOICES)[number];

/** Tags of one image in one repository, which nothing of the stack has any more. */
export interface OldTags {
    /** With its host. */
    readonly repository: string;

    readonly tags: readonly string[];

    /** What the stack pushed under them. */
    readonly digest: string;

    readonly choice: Exclude<OldTagsChoice, "keep">;

    /** The digests in that repository that the stack still names. */
    readonly needed: readonly string[];
}

/** An image as a stack's outputs tell of it. */
interface PushedImage {
    /** With their hosts, each once. */
    readonly repositories: readonly string[];
    readonly digest: string;
    readonly tags: readonly string[];
    readonly choice: OldTagsChoice;
}

/**
 * Returns the tags that a run has made old: those of images that are gone, or that are no longer pushed to a repository.
 * Not old are a tag that another image has there now, those of earlier versions of an image that stays, and those of an
 * image whose repository has a new image: it has another name now.
 * Of an image that is gone, the choice is that of the outputs before; of one that is elsewhere now, that of those after.
 *
 * @param before the stack's outputs as the run found them: what cannot be read there is left alone
 * @param after as the run left them: where something cannot be read there, any tag may still be in use, and none is old
 */
export function planOldTags(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): readonly OldTags[] {
    const [earlier, now] = [readImages(before), readImages(after)];
    const images = [...now ?? []].flatMap(([name, image]) => (image === undefined ? [] : [{ name, ...image }]));
    if (earlier === undefined || now === undefined || images.length < now.size) {
        return [];
    }
    const wasIn = (name: string, repository: string) => earlier.get(name)?.repositories.includes(repository) === true;
    return [...earlier].flatMap(([name, image]) => {
        const { choice } = now.get(name) ?? image ?? { choice: "keep" };
        const left = image?.repositories.filter((repository) => now.get(name)?.repositories.includes(repository) !== true) ?? [];
        return image === undefined || choice === "keep" ? [] : left.flatMap((repository) => {
            const others = images.filter(({ repositories }) => repositories.includes(repository));
            const isRenamed = others.some((other) => !wasIn(other.name, repository));
            return isRenamed ? [] : findOld(image, choice, repository, others);
        });
    });
}

/**
 * Returns the tags, by their repositories with hosts, that would be old, had the run not failed: those of images that are
 * gone, or in another repository now, while what became of others is not known. No later run knows of them, as they are in
 * its outputs no more.
 */
export function listForgotten(
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
): readonly { readonly repository: string; readonly tags: readonly string[] }[] {
    const now = readImages(after);
    if (now === undefined || [...now.values()].every((image) => image !== undefined)) {
        return [];
    }
    return [...readImages(before) ?? []].flatMap(([name, image]) => {
        if (image === undefined || image.choice === "keep") {
            return [];
        }
        // Of an image that cannot be read now, the next run finds out by itself.
        const left = image.repositories.filter((repository) => !now.has(name) || now.get(name)?.repositories.includes(repository) === false);
        return left.map((repository) => ({ repository, tags: image.tags }));
    });
}

function findOld({ digest, tags }: PushedImage, choice: OldTags["choice"], repository: string, others: readonly PushedImage[]): readonly OldTags[] {
    const used = new Set(others.flatMap((image) => image.tags));
    const old = tags.filter((tag) => !used.has(tag));
    return old.length === 0 ? [] : [{ repository, tags: old, digest, choice, needed: [...new Set(others.map((image) => image.digest))] }];
}

/** Returns what can be read of the images by their names; `undefined` if there is no telling which there are. */
function readImages({ images }: Readonly<Record<string, unknown>>): ReadonlyMap<string, PushedImage | undefined> | undefined {
    return isMap(images) ? new Map(Object.entries(images).map(([name, image]) => [name, readImage(image)])) : undefined;
}

/** Outputs may be those of an older version of this program, and secret ones are masked. */
function readImage(image: unknown): PushedImage | undefined {
    const { ref, refs = {}, digest, tags, oldTags = "keep" } = isMap(image) ? image : {};
    const choice = OLD_TAGS_CHOICES.find((known) => known === oldTags) ?? "keep";
    if (!isMap(refs) || typeof digest !== "string" || !isDigest(digest) || !Array.isArray(tags) || !tags.every(isTagText)) {
        return undefined;
    }
    const repositories = [ref, ...Object.values(refs)].map((text) => readRepository(text, digest));
    return repositories.every((repository) => repository !== undefined) ? { repositories: [...new Set(repositories)], digest, tags, choice } : undefined;
}

function isTagText(tag: unknown): tag is string {
    return typeof tag === "string" && isTag(tag);
}

/** Returns the repository of a reference that pins a digest. */
function readRepository(ref: unknown, digest: string): string | undefined {
    if (typeof ref !== "string" || !ref.endsWith(`@${digest}`)) {
        return undefined;
    }
    try {
        const { host, name } = parseImageName(ref);
        return host === undefined ? undefined : `${host}/${name}`;
    } catch {
        return undefined;
    }
}
