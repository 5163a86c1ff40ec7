import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ListedManifest } from "./listing";

/**
 * Returns all manifests of a repository in the data of a registry of this machine, those without a tag too; `undefined` if
 * there is no such repository. The time is that of the last push.
 *
 * @param data the folder of the registry's data
 * @see https://github.com/distribution/distribution/blob/v3.1.1/registry/storage/paths.go
 */
export function listInFolder(data: string, repository: string): readonly ListedManifest[] | undefined {
    const folder = join(data, "docker", "registry", "v2", "repositories", repository, "_manifests");
    if (!existsSync(folder)) {
        return undefined;
    }
    const tags = list(join(folder, "tags")).flatMap((tag) => readLink(join(folder, "tags", tag, "current", "link")).map((link) => ({ tag, ...link })));
    const revisions = list(join(folder, "revisions")).flatMap((algorithm) =>
        list(join(folder, "revisions", algorithm)).flatMap((hex) => readLink(join(folder, "revisions", algorithm, hex, "link"))));
    return revisions.map(({ digest, at }) => {
        const own = tags.filter((tag) => tag.digest === digest);
        return { digest, tags: own.map(({ tag }) => tag).sort(), at: Math.max(at, ...own.map((tag) => tag.at)) };
    });
}

function list(folder: string): readonly string[] {
    return existsSync(folder) ? readdirSync(folder) : [];
}

/** Of what was deleted, the folder stays without its link. */
function readLink(file: string): readonly { readonly digest: string; readonly at: number }[] {
    const found = statSync(file, { throwIfNoEntry: false });
    return found === undefined ? [] : [{ digest: readFileSync(file, "utf8").trim(), at: found.mtimeMs }];
}
