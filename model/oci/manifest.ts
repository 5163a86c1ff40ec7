import * as v from "valibot";

/** The media types of manifests that hold other manifests. Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/media-types.md */
const INDEXES: readonly string[] = [
    "application/vnd.oci.image.index.v1+json",
    // Source: https://github.com/distribution/distribution/blob/v3.1.1/docs/content/spec/manifest-v2-2.md
    "application/vnd.docker.distribution.manifest.list.v2+json",
];

const DESCRIPTOR = v.looseObject({
    mediaType: v.optional(v.string(), ""),
    digest: v.string(),
    size: v.optional(v.number(), 0),
    platform: v.optional(v.looseObject({ os: v.string(), architecture: v.string(), variant: v.optional(v.string()) })),
});

/** Of an image or an index, what is looked at here. Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md */
const MANIFEST = v.looseObject({
    manifests: v.nullish(v.array(DESCRIPTOR), []),
    layers: v.nullish(v.array(DESCRIPTOR), []),
    config: v.optional(DESCRIPTOR),
    subject: v.optional(DESCRIPTOR),
    artifactType: v.optional(v.string()),
    annotations: v.nullish(v.record(v.string(), v.string()), {}),
});

/** One of the manifests that an index holds. */
export interface ManifestChild {
    readonly digest: string;
    readonly mediaType: string;
    /** Such as `linux/arm64`; `unknown/unknown` for what describes a build. */
    readonly platform?: string;
}

/** What a manifest says. */
export interface Manifest {
    readonly digest: string;
    readonly mediaType: string;
    readonly children: readonly ManifestChild[];
    /** Digest of what this is about: what it signs, or describes. */
    readonly subject?: string;
    readonly artifactType?: string;
    readonly annotations: Readonly<Record<string, string>>;
    /** What is stored for it, without the parts of its children. */
    readonly sizeBytes: number;
}

/**
 * Returns what a manifest says.
 *
 * @param descriptor its digest and media type, as the registry has them
 * @param body the parsed manifest
 * @throws {TypeError} If it is none.
 */
export function readManifest(descriptor: unknown, body: unknown): Manifest {
    const about = v.safeParse(DESCRIPTOR, descriptor);
    const read = v.safeParse(MANIFEST, body);
    if (!about.success || !read.success) {
        throw new TypeError(`Cannot read a manifest: ${(about.issues ?? read.issues ?? [])[0]?.message ?? "it is none"}`);
    }
    const { manifests, layers, config, subject, artifactType, annotations } = read.output;
    return {
        digest: about.output.digest,
        mediaType: about.output.mediaType,
        children: (manifests ?? []).map(({ digest, mediaType, platform }) =>
            ({ digest, mediaType, ...(platform === undefined ? {} : { platform: formatPlatform(platform) }) })),
        ...(subject === undefined ? {} : { subject: subject.digest }),
        ...(artifactType === undefined ? {} : { artifactType }),
        annotations: annotations ?? {},
        sizeBytes: [config, ...(layers ?? [])].reduce((sum, part) => sum + (part?.size ?? 0), about.output.size),
    };
}

/** Says whether a manifest of this type holds others. */
export function isIndex(mediaType: string): boolean {
    return INDEXES.includes(mediaType);
}

function formatPlatform({ os, architecture, variant }: { os: string; architecture: string; variant?: string | undefined }): string {
    return [os, architecture, ...(variant === undefined || variant === "" ? [] : [variant])].join("/");
}
