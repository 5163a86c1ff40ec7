/** How much of a build is kept: what the image is made of, or every stage. */
export type CacheMode = "min" | "max";

/** Where builds find what earlier ones made, besides what the builder itself keeps. At least one place. */
export interface CacheSpec {
    /** Whether builds write it, or only read it. */
    readonly write: boolean;

    /** Of all places but `inline`. */
    readonly mode: CacheMode;

    /** Whether it is a part of the image. */
    readonly inline: boolean;

    /** In the registry: a tag of the image's own repository, or a reference to elsewhere. */
    readonly registry?: { readonly tag: string } | { readonly ref: string };

    /** A folder relative to the project, with `/`. */
    readonly local?: string;

    /** The scope in the cache of GitHub Actions; empty for the image's name. */
    readonly gha?: string;

    readonly s3?: S3CacheSpec;

    readonly azblob?: AzblobCacheSpec;
}

/** A cache in a bucket. */
export interface S3CacheSpec {
    readonly bucket: string;
    readonly region: string;

    /** What the names of its objects start with; @default - the bucket's top */
    readonly prefix?: string;

    /** URL of a service other than that of AWS. */
    readonly endpoint?: string;
}

/** A cache in Azure Blob Storage. */
export interface AzblobCacheSpec {
    /** URL of the storage account. */
    readonly accountUrl: string;

    /** @default - BuildKit's own, buildkit-cache */
    readonly container?: string;

    /** A secret; @default - BuildKit logs in to Azure by itself */
    readonly accountKey?: string;
}
