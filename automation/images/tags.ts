import { formatAge } from "../../model/oci/age";
import { mapAtOnce } from "../../registry-client/at-once";
import { printJson } from "../report";
import { formatTable } from "../table";
import { groupByRepository, readRepository, type ImagesWork } from "./work";

/** Shows the tags of an image, those of the newest image first. */
export async function listTags(work: ImagesWork): Promise<number> {
    const { options, say } = work;
    const repositories = await mapAtOnce(groupByRepository(work.targets.flat()), async ({ host, repository }) => {
        const inventory = await readRepository(work, { host, repository });
        const manifests = [...(inventory?.manifests ?? [])].sort(({ at: one = 0 }, { at: other = 0 }) => other - one);
        const tags = manifests.flatMap(({ tags: its, digest, at }) =>
            its.map((tag) => ({ tag, digest, at: at === undefined ? null : new Date(at).toISOString() })));
        return { host, repository, tags: inventory === undefined ? null : tags };
    });
    if (options.json) {
        printJson({ ok: repositories.every(({ tags }) => tags !== null), repositories });
    }
    for (const { host, repository, tags } of options.json ? [] : repositories) {
        say(tags === null ? `${host}/${repository}: not there` : `${host}/${repository}: ${tags.length} tags`);
        formatTable(["TAG", "AGE", "DIGEST"], (tags ?? []).map(({ tag, digest, at }) =>
            [tag, at === null ? "?" : formatAge(Date.now() - Date.parse(at)), digest])).forEach(say);
    }
    return repositories.every(({ tags }) => tags !== null) ? 0 : 1;
}
