import type { Inventory, StoredManifest } from "../model/oci/inventory";
import { isIndex, type Manifest } from "../model/oci/manifest";
import { mapAtOnce } from "./at-once";
import { listInCloud, type ListedManifest } from "./listing";
import { listInFolder } from "./local-listing";
import type { Regctl } from "./regctl";

/** Where a repository is read. */
export interface RepositoryPlace {
    readonly host: string;
    readonly repository: string;
    /** The folder of the registry's data, if it is that of this machine. */
    readonly data?: string | undefined;
    readonly env: NodeJS.ProcessEnv;
}

/** Returns what a repository has; `undefined` if there is no such repository. */
export async function readInventory(client: Regctl, place: RepositoryPlace): Promise<Inventory | undefined> {
    const name = `${place.host}/${place.repository}`;
    const tags = await client.tags(name);
    if (tags === undefined) {
        return undefined;
    }
    const { listed, incomplete } = await listAll(client, name, tags, place);
    const read = await mapAtOnce(listed, async (item) => ({ item, manifest: await client.manifest(`${name}@${item.digest}`) }));
    // What is gone by now is of no interest.
    const there = read.flatMap(({ item, manifest }) => (manifest === undefined ? [] : [{ item, manifest }]));
    const stored = await mapAtOnce(there, ({ item, manifest }) => store(client, name, item, manifest));
    return { manifests: stored, ...(incomplete === undefined ? {} : { incomplete }) };
}

/** Returns the tags of a repository by the digests that they are on. */
export async function readTagDigests(client: Regctl, name: string, tags: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const byDigest = new Map<string, string[]>();
    await mapAtOnce(tags, async (tag) => {
        const digest = await client.digest(`${name}:${tag}`);
        if (digest !== undefined) {
            byDigest.set(digest, [...(byDigest.get(digest) ?? []), tag].sort());
        }
    });
    return byDigest;
}

interface Listed {
    readonly listed: readonly ListedManifest[];
    readonly incomplete?: string;
}

async function listAll(client: Regctl, name: string, tags: readonly string[], { host, repository, data, env }: RepositoryPlace): Promise<Listed> {
    const local = data === undefined ? undefined : listInFolder(data, repository);
    if (local !== undefined) {
        return { listed: local };
    }
    const cloud = await listInCloud(host, repository, env);
    if (cloud !== undefined && "manifests" in cloud) {
        return { listed: cloud.manifests };
    }
    const byDigest = await readTagDigests(client, name, tags);
    return {
        listed: [...byDigest].map(([digest, its]) => ({ digest, tags: its })),
        incomplete: cloud?.fault ?? "the protocol of registries lists nothing without a tag",
    };
}

/** Where nothing tells when an image was pushed, when it was built is asked for. */
async function store(client: Regctl, name: string, { digest, tags, at }: ListedManifest, manifest: Manifest): Promise<StoredManifest> {
    const time = at ?? (tags.length === 0 ? undefined : await readBuilt(client, name, manifest));
    return {
        digest,
        tags,
        children: manifest.children.map((child) => child.digest),
        ...(manifest.subject === undefined ? {} : { subject: manifest.subject }),
        ...(time === undefined ? {} : { at: time }),
    };
}

async function readBuilt(client: Regctl, name: string, { digest, mediaType, children }: Manifest): Promise<number | undefined> {
    const image = isIndex(mediaType) ? children.find(({ platform }) => platform !== undefined && !platform.startsWith("unknown/"))?.digest : digest;
    const created = image === undefined ? undefined : (await client.config(`${name}@${image}`))?.created;
    const at = Date.parse(created ?? "");
    // An image that is built to be the same each time says 1970.
    return Number.isNaN(at) || at <= 0 ? undefined : at;
}
