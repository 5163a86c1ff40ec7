import type { ImageName } from "./image-name";
import { formatSuggestion } from "../nearest-word";
import type { RegistryAddress } from "./registry-address";

/** A repository in a registry, and where one is named, an image in it. */
export interface Target {
    readonly host: string;

    readonly repository: string;

    /** The image's name in the configuration; @default - the configuration has none with this repository */
    readonly image?: string;

    /** A tag or a digest. */
    readonly version?: string;
}

/** What is known of an image of the stack. */
export interface KnownImage {
    readonly name: string;
    readonly repository: string;
}

/** Returns every image of a stack in every registry. */
export function listTargets(images: readonly KnownImage[], addresses: readonly RegistryAddress[]): readonly Target[] {
    return addresses.flatMap(({ host }) => images.map(({ name, repository }) => ({ host, repository, image: name })));
}

/**
 * Returns what a name stands for: with a host exactly that; without one, the image of that name in each registry of the
 * stack, or where there is none, the repository of that name.
 *
 * @throws {RangeError} If the stack has no such image, or no registry.
 */
export function requireTargets(
    { host, name, tag, digest }: ImageName,
    images: readonly KnownImage[],
    addresses: readonly RegistryAddress[],
): readonly Target[] {
    const version = digest ?? tag;
    const named = host === undefined ? images.find((image) => image.name === name) : undefined;
    const found = named ?? images.find(({ repository }) => repository === name);
    if (host === undefined && found === undefined) {
        const near = formatSuggestion(name, images.map((image) => image.name));
        throw new RangeError(`Cannot find image "${name}": the stack has ${listNames(images)}${near}`);
    }
    if (host === undefined && addresses.length === 0) {
        throw new RangeError(`Cannot find image "${name}": no registry of the stack has a host that is known; write the reference with its host`);
    }
    const about = {
        repository: found?.repository ?? name,
        ...(found === undefined ? {} : { image: found.name }),
        ...(version === undefined ? {} : { version }),
    };
    return host === undefined ? addresses.map((address) => ({ host: address.host, ...about })) : [{ host, ...about }];
}

/** Returns the reference of a target: with `@` before a digest, with `:` before a tag. */
export function formatTarget({ host, repository, version }: Target): string {
    return `${host}/${repository}${version === undefined ? "" : version.includes(":") ? `@${version}` : `:${version}`}`;
}

function listNames(images: readonly KnownImage[]): string {
    return images.length === 0 ? "none" : images.map(({ name }) => name).join(", ");
}
