import type { AdvicePlace } from "./advice-place";

/** What an error says of where it came up. */
export type FaultScene = Pick<AdvicePlace, "repository" | "tag" | "action" | "denied" | "builders"> & Partial<Pick<AdvicePlace, "host">>;

/** A host as references have it: with a dot, a port, or localhost. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const HOST = String.raw`((?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+(?::\d+)?|[A-Za-z0-9-]+:\d+|localhost)`;

const REPOSITORY = String.raw`([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)`;

const TAG = String.raw`(?::([\w][\w.-]{0,127}))?`;

/** Where references and hosts stand; the first that fits holds. */
const PLACES: readonly RegExp[] = [
    new RegExp(`failed to push ${HOST}/${REPOSITORY}${TAG}`),
    new RegExp(`failed to resolve source metadata for ${HOST}/${REPOSITORY}${TAG}`),
    new RegExp(`https?://${HOST}/v2/${REPOSITORY}/(?:blobs|manifests|tags)/`),
    new RegExp(`\\(${HOST}/${REPOSITORY}\\)`),
    new RegExp(`Cannot (?:log in to|tell which tags) "?${HOST}`),
    new RegExp(`registry DNS name ${HOST} is`),
    new RegExp(`https?://${HOST}/v2/`),
    new RegExp(`https?://${HOST}/(?:oauth2/)?token`),
];

/** A pull, as BuildKit says it. Source: https://github.com/moby/buildkit/blob/v0.31.1/frontend/dockerfile/dockerfile2llb/convert.go */
const PULL = /failed to resolve source metadata|pull access denied|pull rate limit/;

/** Something that is made, as both clouds' providers say it. */
const MAKE = /RequestID: |StatusCode=\d+|AuthorizationFailed|\bAlreadyInUse\b|AlreadyExistsException/;

/** What a cloud does not allow. Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html and https://learn.microsoft.com/azure/role-based-access-control/troubleshooting */
const DENIED = /not authorized to perform: ([a-z-]+:[A-Za-z]+)|perform action '([A-Za-z./]+)'/;

/** A node that this program has asked, and a builder that buildx does not find. */
const BUILDER = /BuildKit at ([a-z-]+:\/\/[\w.:@/[\]-]+) does not answer|no builder "([\w.-]+)" found/g;

/** A repository where no host stands before it, in the words of AWS. */
const NAMED = /repository with name '([a-z0-9._/-]+)'|:repository\/([a-z0-9._/-]+)|in the '([a-z0-9._/-]+)' repository/;

/** Returns what an error says of where it came up. */
export function readScene(text: string): FaultScene {
    const [, host, named, tag] = PLACES.map((place) => place.exec(text)).find((match) => match !== null) ?? [];
    const repository = named ?? firstOf(NAMED.exec(text));
    const denied = firstOf(DENIED.exec(text));
    const builders = [...text.matchAll(BUILDER)].flatMap(([, endpoint, name]) => endpoint ?? name ?? []);
    const action = PULL.test(text) ? "pull" : MAKE.test(text) ? "make" : undefined;
    return {
        ...(host === undefined ? {} : { host }),
        ...(repository === undefined ? {} : { repository }),
        ...(tag === undefined ? {} : { tag }),
        ...(action === undefined ? {} : { action }),
        ...(denied === undefined ? {} : { denied }),
        ...(builders.length === 0 ? {} : { builders }),
    };
}

/** Returns the group of a match that is there. */
function firstOf(match: RegExpExecArray | null): string | undefined {
    return match?.slice(1).find((group) => group !== undefined);
}
