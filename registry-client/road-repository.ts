import { MANIFEST_TYPES } from "../model/oci/manifest-types";
import { parseJson, valueOf } from "../model/acr/login/login-outcome";
import { isPublicEcrHost, parseEcrHost } from "../model/ecr/ecr-host";
import type { Finding } from "../model/road/finding";
import { judgePull, judgePush, judgeRepository, type TokenOutcome, type UploadFacts } from "../model/road/judge-access";
import { judgeTags, type TagFacts } from "../model/road/judge-tags";
import { mapAtOnce } from "./at-once";
import type { RoadAnswer, RoadClient } from "./road-client";
import type { LoggedIn } from "./road-login";

/** A repository at the end of the road. */
export interface RoadTarget {
    /** Without host. */
    readonly repository: string;

    /** The image's name in the configuration; @default - the configuration has none with this repository */
    readonly image?: string;

    /** Tags and digests that are to be there. */
    readonly versions: readonly string[];

    /** Whether they are what the configuration asks for. */
    readonly planned: boolean;
}

/** The steps that each repository has, in their order. */
export const REPOSITORY_STEPS: readonly string[] = ["repository", "tags", "pull", "push"];

const NONE_NAMED: Finding = { state: "skipped", found: "none is named" };

/**
 * Finds out whether a repository and its tags are there, and what a login may do with it.
 *
 * @param repository as the host knows it that answers
 */
export async function walkRepository(
    { client, challenge, tokens }: LoggedIn,
    host: string,
    repository: string,
    versions: readonly string[],
): Promise<ReadonlyMap<string, Finding | readonly Finding[]>> {
    const listed = await client.ask({ path: `${repository}/tags/list`, scope: pullOf(repository) });
    const tags = await mapAtOnce(versions, (tag) => askTag(client, repository, tag));
    const list = { ...listed, ...(listed.status === 200 ? { count: countTags(listed) } : {}) };
    const facts = { repository, token: tokens.get(repository), list, manifests: tags.map(({ answer }) => answer) };
    const found = judgeRepository(facts);
    const token: TokenOutcome = challenge?.scheme === "bearer" ? await client.requestToken(challenge, pushOf(repository)) : undefined;
    // An upload could make a repository where ECR makes them on a push.
    const isMade = found.state === "ok" || !(parseEcrHost(host) !== undefined || isPublicEcrHost(host));
    const isTold = token !== undefined && ("status" in token || token.access !== undefined);
    const upload = isTold || !isMade ? undefined : await tryUpload(client, repository);
    const findings: (readonly [string, Finding | readonly Finding[]])[] = [
        ["repository", found],
        ...(tags.length === 0 ? [["tags", NONE_NAMED] as const] : found.state === "failed" ? [] : [["tags", judgeTags(tags)] as const]),
        ["pull", judgePull(facts)],
        ["push", judgePush(repository, token, upload)],
    ];
    return new Map(findings);
}

function pullOf(repository: string): string {
    return `repository:${repository}:pull`;
}

function pushOf(repository: string): string {
    return `repository:${repository}:pull,push`;
}

async function askTag(client: RoadClient, repository: string, tag: string): Promise<TagFacts> {
    const answer = await client.ask({ path: `${repository}/manifests/${tag}`, method: "HEAD", accept: MANIFEST_TYPES.join(", "), scope: pullOf(repository) });
    return { tag, answer, digest: answer.headers["docker-content-digest"] };
}

/** Nothing is pushed: an upload without contents is begun, and cancelled where the registry says. */
async function tryUpload(client: RoadClient, repository: string): Promise<UploadFacts> {
    const scope = pushOf(repository);
    const begun = await client.ask({ path: `${repository}/blobs/uploads/`, method: "POST", scope });
    const location = begun.status === 202 ? client.ownPath(begun.headers["location"]) : undefined;
    return location === undefined ? { begun } : { begun, cancelled: await client.ask({ path: location, method: "DELETE", scope }) };
}

/** A list that goes on elsewhere is not counted. */
function countTags({ body, headers }: RoadAnswer): number | undefined {
    const tags = valueOf(parseJson(body), "tags");
    return headers["link"] === undefined ? (Array.isArray(tags) ? tags.length : 0) : undefined;
}
