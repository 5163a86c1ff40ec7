import { putBackTag } from "../../registry-client/put-back";
import type { Regctl } from "../../registry-client/regctl";

/** What is to go from a repository. */
export interface Removals {
    /** With its host. */
    readonly repository: string;
    readonly untag: readonly { readonly tag: string; readonly digest: string }[];
    /** In the order in which they have to go. */
    readonly remove: readonly { readonly digest: string; readonly tags: readonly string[] }[];
}

/** What came of it. */
export interface Carried {
    readonly untagged: readonly string[];
    readonly deleted: readonly string[];
    readonly errors: readonly string[];
}

/** Takes away what is to go, one after the other. What fails is told, and holds up nothing but the rest of its repository. */
export async function carryOut(client: Regctl, removals: readonly Removals[]): Promise<Carried> {
    const untagged: string[] = [];
    const deleted: string[] = [];
    const errors: string[] = [];
    for (const { repository, untag, remove } of removals) {
        try {
            for (const { tag } of untag) {
                await client.untag(`${repository}:${tag}`);
                untagged.push(`${repository}:${tag}`);
            }
            for (const { digest } of remove) {
                // Another run, or a rule of the registry, may have been faster.
                if (await client.remove(`${repository}@${digest}`)) {
                    deleted.push(`${repository}@${digest}`);
                }
            }
        } catch (error) {
            // The tag that it stopped at may be half gone.
            const half = untag.find(({ tag }) => !untagged.includes(`${repository}:${tag}`));
            const mended = half === undefined ? [] : await mend(client, repository, half);
            errors.push([`Cannot delete from ${repository}: ${reasonOf(error)}`, ...mended].join("; "));
        }
    }
    return { untagged, deleted, errors };
}

async function mend(client: Regctl, repository: string, { tag, digest }: Removals["untag"][number]): Promise<readonly string[]> {
    try {
        return await putBackTag(client, repository, tag, digest) ? [`${tag} was put back`] : [];
    } catch (error) {
        return [`${tag} may lead to an empty image now, as it cannot be put back to ${digest}: ${reasonOf(error)}`];
    }
}

function reasonOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
