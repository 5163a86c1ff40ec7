import { faultOf, type Refusal } from "./answer-fault";
import type { Finding } from "./finding";
import { allows, type TokenClaims } from "./token";

/** A token, as far as it can be read, or what was said in place of one; `undefined` where a password is sent, or nothing. */
export type TokenOutcome = TokenClaims | Refusal | undefined;

/** What a registry says of a repository to a login that it takes. */
export interface RepositoryFacts {
    readonly repository: string;

    /** For `pull`. */
    readonly token: TokenOutcome;

    /** To the question for its tags, with their number where it tells them. */
    readonly list: Refusal & { readonly count?: number | undefined };

    /** To the question for each manifest. */
    readonly manifests: readonly Refusal[];
}

/** A question for an upload, and for its end. */
export interface UploadFacts {
    readonly begun: Refusal;

    /** @default - it was not cancelled, as nothing says where */
    readonly cancelled?: Refusal;
}

/** Returns whether a login may pull from a repository. */
export function judgePull({ repository, token, list, manifests }: RepositoryFacts): Finding {
    if (token !== undefined && "status" in token) {
        return { state: "failed", found: token.said, fault: ofKnown(token) };
    }
    const allowed = token === undefined ? undefined : allows(token, repository, "pull");
    if (allowed === false) {
        return { state: "failed", found: `not to this login: ${formatAccess(token, repository)}`, fault: "forbidden" };
    }
    // Who may pull need not be told all tags, and without an image there is no other question.
    const refused = (manifests.length === 0 ? [list] : manifests).find(({ status }) => status !== 200 && status !== 404);
    if (manifests.some(({ status }) => status === 200) || (list.status === 200 && refused === undefined)) {
        return { state: "ok", found: allowed === true ? "yes, and its token says so" : "yes" };
    }
    if (refused !== undefined) {
        // The answer to the question for a manifest has no words.
        return { state: "failed", found: list.status === refused.status ? list.said : refused.said, fault: ofKnown(refused) };
    }
    return allowed === true ? { state: "ok", found: "its token says so" } : { state: "unknown", found: "nothing is there to be pulled" };
}

/**
 * Returns whether a login may push to a repository: by what its token says, or by an upload, which is begun and cancelled.
 *
 * @param upload @default - it was not tried
 */
export function judgePush(repository: string, token: TokenOutcome, upload?: UploadFacts): Finding {
    if (token !== undefined && "status" in token) {
        return { state: "failed", found: token.said, fault: ofKnown(token) };
    }
    const allowed = token === undefined ? undefined : allows(token, repository, "push");
    if (allowed !== undefined) {
        return allowed
            ? { state: "ok", found: "its token says so" }
            : { state: "failed", found: `not to this login: ${formatAccess(token, repository)}`, fault: "forbidden" };
    }
    if (upload === undefined) {
        return { state: "unknown", found: "not tried: that could make the repository, and nothing else tells" };
    }
    const { begun, cancelled } = upload;
    if (begun.status !== 202) {
        return { state: "failed", found: begun.said, fault: ofKnown(begun) };
    }
    const isGone = cancelled !== undefined && (cancelled.status === 404 || Math.floor(cancelled.status / 100) === 2);
    return {
        state: "ok",
        found: isGone ? "an upload was begun and cancelled, as nothing else tells"
            : "an upload was begun, as nothing else tells; it could not be cancelled, and the registry discards it in time",
    };
}

/** Returns whether there is a repository. */
export function judgeRepository({ list, manifests }: RepositoryFacts): Finding {
    const { status, said, count } = list;
    if (status === 200) {
        return { state: "ok", found: count === undefined ? "it is there" : `it is there, with ${count} tags` };
    }
    if (manifests.some((manifest) => manifest.status === 200)) {
        return { state: "ok", found: "it is there, though its tags are not told to this login" };
    }
    return status === 401 || status === 403
        ? { state: "unknown", found: `its tags are not told to this login: ${said}` }
        : { state: "failed", found: said, fault: ofKnown(list) };
}

/** A login that was taken once is refused for what it wants. */
function ofKnown(answer: Refusal): ReturnType<typeof faultOf> {
    return answer.status === 401 ? "forbidden" : faultOf(answer);
}

function formatAccess(token: TokenClaims | undefined, repository: string): string {
    const actions = (token?.access ?? []).flatMap((access) => (access.name === repository ? access.actions : []));
    return `its token lets it ${actions.length === 0 ? "do nothing here" : `${actions.join(", ")} alone`}`;
}
