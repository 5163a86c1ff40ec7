import { posix } from "node:path";
import type { RemoteSource } from "./image-source";

/** A place in a git repository that is built. */
export interface GitContext {
    readonly url: string;

    /** A branch, a tag or a commit's full id; @default - the branch that the repository names first */
    readonly ref?: string;

    /** Below the top of the repository, with `/`; @default - the top */
    readonly folder?: string;
}

/** What such a place is written as. */
export const GIT_CONTEXT_TAKES = "a git repository, such as https://example.com/team/shop.git#v1.4.2:services/web, without a login in it";

/**
 * What BuildKit takes for a git repository. Over HTTP it needs `.git`: without, the URL is an archive's.
 *
 * Source: https://github.com/moby/buildkit/blob/v0.31.1/util/gitutil/git_ref.go (`ParseGitRef`)
 */
const REPOSITORY = /^(?:https?:\/\/[^\s@]+\.git|git:\/\/[^\s@]+|ssh:\/\/(?:[^\s@:]+@)?[^\s@]+|[\w.-]+@[\w.-]+:[^\s@]+)$/;

/** Source: https://git-scm.com/docs/git-check-ref-format */
const REF = /^(?![/.-])(?!.*(?:\.\.|\/\/|@\{|\.lock$))[^\s~^:?*[\\\p{Cc}]+(?<![/.])$/u;

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

/**
 * Returns the parts of `repository#ref:folder`; `undefined` if it is none.
 *
 * @see https://docs.docker.com/build/concepts/context/#url-fragments
 */
export function parseGitContext(text: string): GitContext | undefined {
    const [url = "", fragment = "", more] = text.split("#");
    const [ref = "", folder = "", rest] = fragment.split(":");
    const below = posix.join("/", folder).slice(1).replace(/\/$/, "");
    if (!REPOSITORY.test(url) || more !== undefined || rest !== undefined || (ref !== "" && !REF.test(ref)) || /[\\\p{Cc}]/u.test(folder)) {
        return undefined;
    }
    return { url, ...(ref === "" ? {} : { ref }), ...(below === "" ? {} : { folder: below }) };
}

/** Returns a place in a git repository as BuildKit reads it. */
function formatGitContext({ url, ref = "", folder }: GitContext): string {
    const fragment = folder === undefined ? ref : `${ref}:${folder}`;
    return fragment === "" ? url : `${url}#${fragment}`;
}

/** Says whether a ref is a commit's full id, which never names anything else. */
export function isCommit(ref: string | undefined): ref is string {
    return ref !== undefined && COMMIT.test(ref);
}

/** Returns a place in a git repository at the commit that its branch or tag names now, so that a new one is another build. */
export function pinGitContext(text: string, remote: RemoteSource | undefined): string {
    const place = parseGitContext(text);
    return place === undefined || remote === undefined || !("commit" in remote) ? text : formatGitContext({ ...place, ref: remote.commit });
}
