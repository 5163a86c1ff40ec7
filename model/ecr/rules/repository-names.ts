import { formatKey } from "../../config-key";
import type { Problem } from "../../problem";
import { problemIf, quote } from "../../registry-problem";
import type { PushedImage } from "../pushed-image";
import { listRepositories } from "../repository-list";

/** What a registry takes as the name of a repository. */
export interface NameGrammar {
    /** As a noun phrase. */
    readonly takes: string;

    readonly accepts: (name: string) => boolean;
}

/** Returns the repositories whose names a registry does not take: those that are written, and those of images. */
export function findNameProblems(
    { repositories }: { readonly repositories: Readonly<Record<string, unknown>> },
    images: readonly Pick<PushedImage, "repository">[],
    { takes, accepts }: NameGrammar,
): readonly Problem[] {
    const written = Object.keys(repositories);
    const ofImages = listRepositories({ repositories: {} }, images).filter((name) => !written.includes(name));
    return [
        ...written.flatMap((name) => problemIf(!accepts(name), ["repositories", name], takes, quote(name))),
        ...ofImages.filter((name) => !accepts(name)).map((name) =>
            ({ key: formatKey(["images"]), required: `of each image ${takes}`, now: quote(name) })),
    ];
}
