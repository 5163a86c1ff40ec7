import type { Manifest } from "../../model/oci/manifest";
import { formatTarget, type Target } from "../../model/oci/target";
import { mapAtOnce } from "../../registry-client/at-once";
import { readTagDigests } from "../../registry-client/inventory";
import type { Regctl } from "../../registry-client/regctl";
import { printJson } from "../report";
import { formatTable } from "../table";
import type { ImagesWork } from "./work";

/** Prints the digest that each name leads to. */
export async function showDigests(work: ImagesWork): Promise<number> {
    const { client, options } = work;
    const found = await mapAtOnce(versioned(work).map(formatTarget), async (ref) => ({ ref, digest: await client.digest(ref) ?? null }));
    if (options.json) {
        printJson({ ok: found.every(({ digest }) => digest !== null), images: found });
    }
    for (const { ref, digest } of options.json ? [] : found) {
        (digest === null ? process.stderr : process.stdout).write(`${digest ?? `${ref}: not there`}\n`);
    }
    return found.every(({ digest }) => digest !== null) ? 0 : 1;
}

/** Shows what images are: platforms, labels, and what is about them. */
export async function showImages(work: ImagesWork): Promise<number> {
    const { client, options, say } = work;
    const found = await mapAtOnce(versioned(work), async (target) => ({ target, manifest: await client.manifest(formatTarget(target)) }));
    const images = await mapAtOnce(found, async ({ target, manifest }) =>
        ({ ref: formatTarget(target), ...(manifest === undefined ? undefined : await describeImage(client, target, manifest)) }));
    const ok = found.every(({ manifest }) => manifest !== undefined);
    if (options.json) {
        printJson({ ok, images });
    } else {
        images.flatMap(formatImage).forEach(say);
    }
    return ok ? 0 : 1;
}

/** Returns the targets with the version that is meant: of an image of the stack, the first of its tags. */
function versioned({ targets, plan }: ImagesWork): readonly Target[] {
    return targets.flat().map((target) => {
        const version = target.version ?? plan.images.find(({ name }) => name === target.image)?.tags[0] ?? "latest";
        return { ...target, version };
    });
}

interface ShownImage {
    readonly ref: string;
    readonly digest?: string;
    readonly mediaType?: string;
    readonly created?: string;
    readonly tags?: readonly string[];
    readonly platforms?: readonly { readonly platform: string; readonly digest: string; readonly sizeBytes: number }[];
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly referrers?: readonly { readonly digest: string; readonly artifactType?: string }[];
}

async function describeImage(client: Regctl, { host, repository }: Target, manifest: Manifest): Promise<Omit<ShownImage, "ref">> {
    const { digest, mediaType, annotations, children } = manifest;
    const name = `${host}/${repository}`;
    const parts = children.filter(({ platform = "unknown" }) => !platform.startsWith("unknown"));
    const platforms = await mapAtOnce(parts, async ({ digest: part, platform = "" }) =>
        ({ platform, digest: part, sizeBytes: (await client.manifest(`${name}@${part}`))?.sizeBytes ?? 0 }));
    const config = await client.config(`${name}@${parts[0]?.digest ?? digest}`);
    const tags = await readTagDigests(client, name, await client.tags(name) ?? []);
    return {
        digest,
        mediaType,
        ...(config?.created === undefined ? {} : { created: config.created }),
        tags: tags.get(digest) ?? [],
        platforms: children.length === 0 ? [{ platform: "one", digest, sizeBytes: manifest.sizeBytes }] : platforms,
        labels: config?.labels ?? {},
        annotations,
        referrers: (await client.referrers(`${name}@${digest}`)).map(({ digest: about, artifactType }) =>
            ({ digest: about, ...(artifactType === undefined ? {} : { artifactType }) })),
    };
}

function formatImage({ ref, digest, mediaType, created, tags = [], platforms = [], ...image }: ShownImage): string[] {
    if (digest === undefined) {
        return [`${ref}: not there`];
    }
    const pairs = (title: string, map: Readonly<Record<string, string>> = {}) =>
        Object.entries(map).sort().map(([key, value]) => `  ${title.padEnd(10)} ${key}=${value}`);
    const rows = platforms.map(({ platform, sizeBytes, digest: part }) => [`  ${platform}`, (sizeBytes / 1e6).toFixed(1), part]);
    return [
        ref,
        `  digest     ${digest}`,
        `  type       ${mediaType ?? "?"}`,
        `  built      ${created ?? "?"}`,
        `  tags       ${tags.join(", ") || "none"}`,
        ...formatTable(["  PLATFORM", "MB", "DIGEST"], rows),
        ...pairs("label", image.labels),
        ...pairs("annotation", image.annotations),
        ...(image.referrers ?? []).map(({ digest: about, artifactType }) => `  about it   ${about} ${artifactType ?? ""}`.trimEnd()),
    ];
}
