import type { ImagePlan } from "./image-plan";

/** What a preview can build, and what it cannot. */
export interface ProofPlan {
    /** The images to build. */
    readonly build: readonly string[];

    /** Images that are built from others that change, and that no registry has yet. */
    readonly blocked: readonly { readonly name: string; readonly bases: readonly string[] }[];
}

/** A tag of a version that is in a registry already, `host/repository:tag`, and where it leads to, or why that is not known. */
export type TakenTag = { readonly ref: string } & ({ readonly digest: string } | { readonly fault: string });

/** How an update says that a version came to be in a registry that nobody has compared. */
export const UNSEEN = "which was not known when the plan was judged";

/** What is to be proven of images that change. */
export type ProofAim =
    /** That they can be built; where they can, also that no tag of a version gets other content. */
    | "builds"
    /** Only that no tag of a version gets other content. */
    | "tags";

/**
 * Returns which images a preview builds. It pushes none, so that an image whose base changes cannot be built before the
 * base is in the registry.
 *
 * @param changed the names of the images that an update would build
 * @param pushed the names of those that are in a registry, as the stack knows
 */
export function planProof(images: readonly ImagePlan[], changed: ReadonlySet<string>, pushed: ReadonlySet<string>, aim: ProofAim): ProofPlan {
    const plans = new Map(images.map((image) => [image.name, image]));
    const basesOf = (name: string): readonly string[] => Object.values(plans.get(name)?.contexts ?? {})
        .flatMap((context) => ("image" in context && (changed.has(context.image) || !pushed.has(context.image)) ? [context.image] : []));
    const asked = images.filter(({ name, takenTags }) => changed.has(name) && (aim === "builds" || takenTags.length > 0)).map(({ name }) => name);
    const needed = new Set(asked);
    // A set goes on to what is added while it is walked.
    for (const name of needed) {
        basesOf(name).forEach((base) => needed.add(base));
    }
    const all = [...needed].map((name) => ({ name, bases: [...new Set(basesOf(name))] }));
    return {
        build: all.filter(({ bases }) => bases.length === 0).map(({ name }) => name),
        blocked: all.filter(({ bases }) => bases.length > 0),
    };
}

/** The digests of images by their names. */
export type Digests = Readonly<Record<string, string | undefined>>;

/** What builds that are not pushed have found of tags. */
export interface TagProof {
    readonly plan: ProofPlan;

    /** Where the taken tags lead to, by the images' names. */
    readonly taken: Readonly<Record<string, readonly TakenTag[]>>;

    /** What is there, and what the builds came to. */
    readonly digests: { readonly before: Digests; readonly built: Digests };
}

/**
 * Returns, one line each, which tags of versions would get other content. A build without a digest has failed, or is one of
 * several nodes together, which make their index in the registry alone: it is not compared.
 */
export function findTagConflicts({ plan: { build, blocked }, taken, digests: { before, built } }: TagProof): readonly string[] {
    const isThere = (name: string) => (taken[name] ?? []).some((tag) => "digest" in tag && tag.digest === built[name]);
    const stays = (name: string): boolean => (built[name] === undefined
        ? blocked.some((other) => other.name === name && other.bases.every(stays))
        : built[name] === before[name] || isThere(name));
    const own = build.flatMap((name) => (taken[name] ?? []).flatMap((tag) =>
        (built[name] === undefined || ("digest" in tag && built[name] === tag.digest) ? [] : [describeConflict(name, tag, `is ${built[name]}`)])));
    const through = blocked.flatMap(({ name, bases }) => {
        const base = bases.find((other) => !stays(other));
        return base === undefined ? [] : (taken[name] ?? []).map((tag) => describeConflict(name, tag, `starts from ${base}, which changes`));
    });
    return [...own, ...through];
}

function describeConflict(name: string, tag: TakenTag, build: string): string {
    if ("fault" in tag) {
        return `${name}: cannot tell what ${tag.ref} is: ${tag.fault}; run it again, or give it the content of this build with --overwrite`;
    }
    return `${name}: ${tag.ref} exists with other content: it is ${tag.digest}, and this build ${build}; write a new \`version\`, or give it the new content with --overwrite`;
}

/** Returns the export of a build that stays in the builder; what it makes has the digest that a push of it would have. */
export function formatUnpushed(output: string): string {
    return output.replace(/^type=registry/, "type=image,push=false,store=false");
}
