import type { Regctl } from "./regctl";

/**
 * What regctl says in an empty image that it moves a tag to, where a registry takes no tags away: to delete that image
 * takes the tag along.
 *
 * Source: https://github.com/regclient/regclient/blob/v0.11.7/scheme/reg/tag.go (`TagDelete`)
 */
const EMPTY_IMAGE = "delete-tag";

/**
 * Puts a tag back that could not be taken away, and returns whether it had to be. Where a registry deletes nothing, as
 * distribution's does unless it is told to, the tag would lead to an empty image for good.
 *
 * @param repository with its host
 * @param digest what the tag led to
 */
export async function putBackTag(client: Regctl, repository: string, tag: string, digest: string): Promise<boolean> {
    const ref = `${repository}:${tag}`;
    const isEmpty = (await client.config(ref))?.labels[EMPTY_IMAGE] === tag;
    if (isEmpty) {
        await client.copy(`${repository}@${digest}`, ref);
    }
    return isEmpty;
}
