import { isDigest, isHost, isRepository, isTag } from "../image-ref";

/** What a person writes for an image: with a host a reference, without one the name of an image of the stack. */
export interface ImageName {
    /** @default - that of the stack's registries */
    readonly host?: string;

    /** The repository; without a host it may be the image's name in the configuration. */
    readonly name: string;

    readonly tag?: string;

    /** Goes before the tag, where both are written. */
    readonly digest?: string;
}

/**
 * Returns the parts of `host/repository:tag@sha256:…`, of which all but the repository may be left out.
 *
 * @throws {SyntaxError} If it is no reference.
 * @see https://github.com/distribution/reference/blob/v0.6.0/reference.go
 */
export function parseImageName(text: string): ImageName {
    const [named = "", digest, ...more] = text.split("@");
    const slash = named.indexOf("/");
    const first = named.slice(0, Math.max(0, slash));
    const host = isHost(first) ? first : undefined;
    const path = host === undefined ? named : named.slice(slash + 1);
    const colon = path.lastIndexOf(":");
    const [name, tag] = colon > path.lastIndexOf("/") ? [path.slice(0, colon), path.slice(colon + 1)] : [path, undefined];
    const fault = more.length > 0 || (digest !== undefined && !isDigest(digest)) ? "behind the @ is no digest"
        : tag !== undefined && !isTag(tag) ? "behind the : is no tag"
            : host !== undefined && !isRepository(name) ? "its repository is not lower-case words joined by . _ - /"
                : name === "" ? "it has no name" : undefined;
    if (fault !== undefined) {
        throw new SyntaxError(`Cannot read "${text}" as an image: ${fault}`);
    }
    return {
        name,
        ...(host === undefined ? {} : { host }),
        ...(tag === undefined ? {} : { tag }),
        ...(digest === undefined ? {} : { digest }),
    };
}
