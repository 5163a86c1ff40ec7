import type { ImagePlan } from "../model/images/image";
import { endpointOf, repositoryAt } from "../model/oci/docker-hub";
import type { TakenTag } from "../model/images/proof";
import { mapAtOnce } from "./at-once";
import type { Secret } from "./cloud-login";
import { RegistryHttp } from "./registry-http";
import { headDigest, listTags } from "./tag-list";

/** A registry that images are pushed to, as it can be asked. */
export interface RegistryPlace {
    /** With its port where it has one. */
    readonly host: string;

    /** @default - nobody */
    readonly login?: Secret;

    /** Why there is no login, though the registry wants one; @default - there is no fault */
    readonly fault?: string;

    /** The authority of its certificate as PEM; @default - those that the system trusts */
    readonly authority?: string;

    /** The repositories without host, by the images' names; without those that are not there yet. */
    readonly paths: Readonly<Record<string, string>>;
}

/** How often a question is asked again, where a registry had no time for it. */
const RETRIES = 3;

/** The tags of images' repositories by the images' names, of all registries together; and why a registry does not tell, by its host. */
export interface TagSurvey {
    readonly tags: Readonly<Record<string, readonly string[]>>;
    readonly faults: Readonly<Record<string, string>>;
}

/** Asks registries which tags the repositories of images have. Of a registry that does not tell of one, none is asked any more. */
export async function surveyTags(places: readonly RegistryPlace[], images: readonly ImagePlan[]): Promise<TagSurvey> {
    const tags: Record<string, readonly string[]> = {};
    const faults: Record<string, string> = {};
    await askEach(places, images, async (client, { name }, { host, path }) => {
        const found = host in faults ? [] : await listTags(client, path);
        if ("fault" in found) {
            faults[host] = `${found.fault} (${host}/${path})`;
        } else {
            tags[name] = [...(tags[name] ?? []), ...found];
        }
    });
    places.forEach(({ host, fault }) => fault !== undefined && (faults[host] = fault));
    return { tags, faults };
}

/** Returns where the taken tags of images lead to, by the images' names. */
export async function readTaken(places: readonly RegistryPlace[], images: readonly ImagePlan[]): Promise<Readonly<Record<string, readonly TakenTag[]>>> {
    const taken: Record<string, readonly TakenTag[]> = {};
    await askEach(places, images.filter(({ takenTags }) => takenTags.length > 0), async (client, { name, takenTags }, { host, path }) => {
        for (const tag of takenTags) {
            const found = await headDigest(client, path, tag);
            const ref = `${host}/${path}:${tag}`;
            taken[name] = [...(taken[name] ?? []), ...(found === undefined ? [] : [typeof found === "string" ? { ref, digest: found } : { ref, ...found }])];
        }
    });
    return taken;
}

async function askEach(
    places: readonly RegistryPlace[],
    images: readonly ImagePlan[],
    question: (client: RegistryHttp, image: ImagePlan, at: { readonly host: string; readonly path: string }) => Promise<void>,
): Promise<void> {
    const open = images.length === 0 ? [] : places.filter(({ fault }) => fault === undefined);
    await Promise.all(open.map(async ({ host, login, authority, paths }) => {
        const client = new RegistryHttp(endpointOf(host), login, { retries: RETRIES, authority });
        await mapAtOnce(images, async (image) => {
            const path = paths[image.name];
            await (path === undefined ? undefined : question(client, image, { host, path: repositoryAt(host, path) }));
        }).finally(() => client.close());
    }));
}
