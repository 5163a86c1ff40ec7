import { compareBuild } from "semver";
import { isCommit, parseGitContext, type GitContext } from "../model/images/git-context";
import type { RemoteSource } from "../model/images/image-source";
import { isVersion } from "../model/version";
import { GitError, openGit } from "./git";

/** A git repository that somebody builds from. */
interface WantedRemote {
    /** As it is written. */
    readonly text: string;
    /** Whether its commit's version matters. */
    readonly wantsVersion: boolean;
}

/**
 * Returns what git repositories elsewhere say of their branches, tags and commits, by what is written of them. Each
 * repository is asked once, and not at all where a commit's id says it all.
 *
 * @param folder where git runs, with its settings
 */
export async function readRemotes(folder: string, wanted: readonly WantedRemote[]): Promise<Readonly<Record<string, RemoteSource>>> {
    const asked = wanted.flatMap(({ text, wantsVersion }) => {
        const place = parseGitContext(text);
        return place === undefined ? [] : [{ text, place, needsAnswer: wantsVersion || !isCommit(place.ref) }];
    });
    const urls = new Set(asked.filter(({ needsAnswer }) => needsAnswer).map(({ place }) => place.url));
    const answers = new Map(await Promise.all([...urls].map(async (url) => [url, await readRefs(folder, url)] as const)));
    return Object.fromEntries(asked.map(({ text, place }) => [text, findCommit(place, answers.get(place.url) ?? new Map())]));
}

/** Returns the commits of a repository by its refs, or why it cannot be read. */
async function readRefs(folder: string, url: string): Promise<ReadonlyMap<string, string> | string> {
    try {
        const answer = await openGit(folder)(["ls-remote", "--", url]);
        return new Map(answer.trim().split("\n").map((line) => {
            const [commit = "", ref = ""] = line.split("\t");
            return [ref, commit];
        }));
    } catch (error) {
        if (error instanceof GitError) {
            return error.message;
        }
        throw error;
    }
}

/** BuildKit prefers branches too: https://github.com/moby/buildkit/blob/v0.31.1/source/git/source.go (`resolveMetadata`) */
function findCommit({ ref }: GitContext, refs: ReadonlyMap<string, string> | string): RemoteSource {
    if (isCommit(ref)) {
        return typeof refs === "string" ? { commit: ref } : withVersion(ref, refs);
    }
    if (typeof refs === "string") {
        return { message: refs };
    }
    const names = ref === undefined ? ["HEAD"] : [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`, `${ref}^{}`, ref];
    const commit = names.map((name) => refs.get(name)).find((found) => found !== undefined);
    return commit === undefined ? { message: ref === undefined ? "it is empty" : `it has no branch or tag ${ref}` } : withVersion(commit, refs);
}

function withVersion(commit: string, refs: ReadonlyMap<string, string>): RemoteSource {
    const tags = [...refs].flatMap(([name, target]) => {
        const [, tag = ""] = /^refs\/tags\/(.+?)(?:\^\{\})?$/.exec(name) ?? [];
        return target === commit && isVersion(tag) ? [tag] : [];
    });
    const versionTag = tags.sort(compareBuild).at(-1);
    return { commit, ...(versionTag === undefined ? {} : { versionTag }) };
}
