import { parseConfig } from "../../model/config";
import { parseGitContext } from "../../model/images/git-context";
import type { RemoteSource } from "../../model/images/image-source";
import { readImageSources } from "../../source/image-source";
import type { ImageSources } from "../../source/program-plan";

/** What stands for the commit of a repository that is not asked. Rules ask what a tag looks like, and so does its tag. */
const COMMIT: RemoteSource = { commit: "0".repeat(40) };

/** A transport that there is: of repositories on this machine. */
const PROTOCOLS = "file";

/**
 * Returns what the checkout says of images, by their names, with a stand-in for what only repositories elsewhere know.
 *
 * @param values the namespace `registries` of the configuration, without the namespace
 */
export async function readOfflineSources(root: string, values: Readonly<Record<string, unknown>>): Promise<ImageSources> {
    // Git fails at once then, and takes no word to anybody: https://git-scm.com/docs/git#Documentation/git.txt-GITALLOWPROTOCOL
    process.env["GIT_ALLOW_PROTOCOL"] = PROTOCOLS;
    const { images } = parseConfig(values);
    const sources = await readImageSources(root, images);
    return Object.fromEntries(Object.entries(sources).map(([name, source]) => {
        const remotes = Object.entries(source.remotes ?? {}).map(([text, remote]) => [text, "message" in remote ? COMMIT : remote] as const);
        const isElsewhere = parseGitContext(images[name]?.context ?? "") !== undefined;
        return [name, {
            ...source,
            ...(remotes.length === 0 ? {} : { remotes: Object.fromEntries(remotes) }),
            ...(isElsewhere && source.commit === undefined && source.gitMessage === undefined ? COMMIT : {}),
        }];
    }));
}
