import { isDigest, isHost } from "../image-ref";

/** What is said of an image besides what is in it. */
export interface ImageFacts {
    readonly title: string;

    /** @default - it has none but a commit */
    readonly version?: string | undefined;

    /** @default - what is built is not all committed */
    readonly commit?: { readonly id: string; readonly time?: string | undefined } | undefined;

    /** URL of the repository; @default - not known */
    readonly source?: string | undefined;

    /** @default - none, or not known */
    readonly base?: BaseImage | undefined;
}

/** What an image starts from. */
export interface BaseImage {
    /** With its host. */
    readonly name: string;

    /** @default - it is found by its tag */
    readonly digest?: string;
}

/** Source: https://github.com/opencontainers/image-spec/blob/v1.1.1/annotations.md#pre-defined-annotation-keys */
const PREFIX = "org.opencontainers.image.";

/** Where an image without a host is sought. Source: https://github.com/distribution/reference/blob/v0.6.0/normalize.go */
const [DEFAULT_HOST, DEFAULT_FOLDER] = ["docker.io", "library/"];

/**
 * Returns the labels of an image, sorted, so that the same is always written the same. There is no time of a build among
 * them: with one, no build would be like another.
 *
 * @param own win over those that are found
 */
export function planLabels({ title, version, commit, source, base }: ImageFacts, own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const found = {
        title, version, revision: commit?.id, created: commit?.time, source, "base.name": base?.name, "base.digest": base?.digest,
    };
    const labels = Object.entries(found).flatMap(([key, value]) => (value === undefined ? [] : [[PREFIX + key, value] as const]));
    return sorted([...labels, ...Object.entries(own)]);
}

/**
 * Returns the annotations of an image's manifest: the labels that are made for both, and its own.
 *
 * What the docker-build provider would take for a second type is left out.
 * Source: https://github.com/pulumi/pulumi-docker-build/blob/v0.0.22/provider/internal/export.go (`validate`)
 */
export function planAnnotations(labels: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
    const shared = Object.entries(labels).filter(([key, value]) => key.startsWith(PREFIX) && isAnnotation(value));
    return sorted([...shared, ...Object.entries(own)]);
}

/** Says whether the provider takes a text as the value of an annotation. */
export function isAnnotation(value: string): boolean {
    return !/type=|[\r\n]/.test(value);
}

/** Returns a reference with its host and its tag or digest, as nobody can mistake it. */
export function qualifyBase(ref: string): BaseImage {
    const [name = "", digest] = ref.split("@");
    const [first = "", ...rest] = name.split("/");
    const whole = rest.length > 0 && isHost(first) ? name : `${DEFAULT_HOST}/${rest.length > 0 ? "" : DEFAULT_FOLDER}${name}`;
    if (digest !== undefined && isDigest(digest)) {
        return { name: isTagged(whole) ? whole : `${whole}@${digest}`, digest };
    }
    return { name: isTagged(whole) ? whole : `${whole}:latest` };
}

function isTagged(name: string): boolean {
    return /:[^/]+$/.test(name);
}

function sorted(entries: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
    return Object.fromEntries([...new Map(entries)].sort(([one], [other]) => (one < other ? -1 : 1)));
}
