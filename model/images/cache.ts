import { formatAttributes, type Attributes } from "./attributes";
import type { CacheSpec } from "./cache-spec";

/** A cache to read or write. */
export interface CacheEntryPlan {
    /** `type=…` and more, as buildx has them. */
    readonly attributes: string;

    /** A tag of the image's own repository, whose reference belongs to the attributes as `ref`. */
    readonly tag?: string;

    /** Whether there is a key in the attributes. */
    readonly isSecret: boolean;
}

/** What builds read, and what they write. */
export interface CachePlan {
    readonly from: readonly CacheEntryPlan[];
    readonly to: readonly CacheEntryPlan[];

    /** Tags of the image's own repository, which later builds move. */
    readonly tags: readonly string[];
}

/**
 * What ECR needs, and every other registry takes. The docker-build provider would send image-manifest=false, which is none
 * of BuildKit's defaults any more.
 *
 * Source: https://aws.amazon.com/blogs/containers/announcing-remote-cache-support-in-amazon-ecr-for-buildkit-clients/
 * Source: https://docs.docker.com/build/cache/backends/registry/#oci-media-types
 */
const AS_IMAGE = { "image-manifest": "true", "oci-mediatypes": "true" };

interface Place {
    /** What it is both read and written by. */
    readonly both: Attributes;
    readonly from?: Attributes;
    readonly to?: Attributes;
    readonly tag?: string;
    readonly isSecret?: boolean;
}

/**
 * Returns where a build finds what earlier ones made.
 *
 * @param image its name, and a tag under which an earlier build of it may be
 */
export function planCache(spec: CacheSpec | undefined, image: { readonly name: string; readonly earlier: string | undefined }): CachePlan {
    if (spec === undefined) {
        return { from: [], to: [], tags: [] };
    }
    const places = listPlaces(spec, image.name);
    const own = spec.registry !== undefined && "tag" in spec.registry ? [spec.registry.tag] : [];
    const entry = ({ both, from, to, tag, isSecret = false }: Place, isWritten: boolean): CacheEntryPlan => ({
        attributes: formatAttributes(isWritten ? { ...both, ...to, mode: spec.mode } : { ...both, ...from }),
        ...(tag === undefined ? {} : { tag }),
        isSecret,
    });
    const inline = { attributes: "type=inline", isSecret: false };
    const ofImage = { attributes: "type=registry", isSecret: false, ...(image.earlier === undefined ? {} : { tag: image.earlier }) };
    return {
        from: [...places.map((place) => entry(place, false)), ...(spec.inline && image.earlier !== undefined ? [ofImage] : [])],
        to: spec.write ? [...places.map((place) => entry(place, true)), ...(spec.inline ? [inline] : [])] : [],
        tags: own,
    };
}

/** Places that several images can share tell them apart by the image's name. */
function listPlaces({ registry, local, gha, s3, azblob }: CacheSpec, name: string): Place[] {
    const places: (Place | undefined)[] = [
        registry && ("tag" in registry
            ? { both: { type: "registry" }, to: AS_IMAGE, tag: registry.tag }
            : { both: { type: "registry", ref: registry.ref }, to: AS_IMAGE }),
        local === undefined ? undefined : { both: { type: "local" }, from: { src: local }, to: { dest: local } },
        gha === undefined ? undefined : { both: { type: "gha", scope: gha || name } },
        s3 && { both: { type: "s3", bucket: s3.bucket, region: s3.region, name, prefix: s3.prefix, endpoint_url: s3.endpoint } },
        azblob && {
            both: { type: "azblob", account_url: azblob.accountUrl, container: azblob.container, name, secret_access_key: azblob.accountKey },
            isSecret: azblob.accountKey !== undefined,
        },
    ];
    return places.filter((place) => place !== undefined);
}
