import { MANIFEST_TYPES } from "../model/oci/manifest-types";
import type { HttpAnswer, HttpFault } from "./http";
import type { RegistryHttp } from "./registry-http";

/** What a registry is asked for at most in one answer; some give fewer. */
const PAGE = 1000;

/**
 * Returns the tags of a repository, none if there is no such repository; or why they are not known.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags
 */
export async function listTags(registry: RegistryHttp, repository: string): Promise<readonly string[] | HttpFault> {
    const tags: string[] = [];
    let path: string | undefined = `${repository}/tags/list?n=${PAGE}`;
    while (path !== undefined) {
        const answer: HttpAnswer | HttpFault = await registry.ask({ path });
        if ("fault" in answer || answer.status !== 200) {
            return !("fault" in answer) && answer.status === 404 ? tags : { fault: describeAnswer(answer) };
        }
        const found = readTags(answer.body);
        if (found === undefined) {
            return { fault: "its answer is no list of tags" };
        }
        tags.push(...found);
        path = nextPage(answer, path);
    }
    return tags;
}

/** Returns the digest that a tag or a digest leads to, `undefined` if it leads nowhere; or why that is not known. */
export async function headDigest(registry: RegistryHttp, repository: string, version: string): Promise<string | HttpFault | undefined> {
    const answer = await registry.ask({ path: `${repository}/manifests/${version}`, method: "HEAD", accept: MANIFEST_TYPES.join(", ") });
    if ("fault" in answer || answer.status !== 200) {
        return !("fault" in answer) && answer.status === 404 ? undefined : { fault: describeAnswer(answer) };
    }
    return answer.headers["docker-content-digest"] ?? { fault: "the registry names no digest" };
}

/** What the codes of a system mean, in the words of the programs around this one. */
const WORDS: Readonly<Record<string, string>> = {
    ECONNREFUSED: "connection refused",
    ENOTFOUND: "no such host",
    EHOSTUNREACH: "no route to host",
    ETIMEDOUT: "connection timed out",
};

/** Returns what came in place of what was asked for, in a few words. */
export function describeAnswer(answer: HttpAnswer | HttpFault): string {
    return "fault" in answer ? WORDS[answer.fault] ?? answer.fault : [`HTTP ${answer.status}`, ...readErrors(answer.body)].join(": ");
}

function readTags(body: string): readonly string[] | undefined {
    const { tags } = parse(body) as { readonly tags?: unknown };
    return tags === null ? [] : Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === "string") : undefined;
}

/** @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes */
function readErrors(body: string): readonly string[] {
    const { errors } = parse(body) as { readonly errors?: unknown };
    return (Array.isArray(errors) ? errors : []).slice(0, 1).flatMap(({ code, message }: { readonly code?: unknown; readonly message?: unknown }) =>
        [code, message].filter((text): text is string => typeof text === "string" && text !== "").join(" ").slice(0, 300));
}

function parse(body: string): object {
    try {
        const value: unknown = JSON.parse(body);
        return typeof value === "object" && value !== null ? value : {};
    } catch {
        return {};
    }
}

/** A registry may say where the next page is, as a path or in full; it is not followed to anywhere else. */
function nextPage({ headers }: HttpAnswer, path: string): string | undefined {
    const [, link] = /<([^>]+)>\s*;\s*rel="?next"?/.exec(headers["link"] ?? "") ?? [];
    if (link === undefined) {
        return undefined;
    }
    const base = new URL(`https://registry.invalid/v2/${path}`);
    const next = new URL(link, base);
    return next.pathname.startsWith("/v2/") && next.href !== base.href ? `${next.pathname.slice("/v2/".length)}${next.search}` : undefined;
}
