import { randomUUID } from "node:crypto";

/** What is in the registries: images by repository, and who may log in. */
export class Images {
    /** Digests by tag, by host and repository; an untagged image stands under its digest. */
    readonly #references = new Map<string, Map<string, string>>();

    /** When tokens end, in milliseconds of the clock, with the region that they are for. */
    readonly tokens = new Map<string, { expires: number; readonly region: string }>();

    /** Returns a new password. */
    issue(region: string, seconds: number): { readonly password: string; readonly expiresAt: Date } {
        const password = Buffer.from(JSON.stringify({ payload: randomUUID(), region })).toString("base64url");
        const expires = Date.now() + seconds * 1_000;
        this.tokens.set(password, { expires, region });
        return { password, expiresAt: new Date(expires) };
    }

    /** Ends every password that there is. */
    expire(): void {
        this.tokens.forEach((token) => (token.expires = 0));
    }

    /** Keeps that an image was pushed. @param place host and repository, such as `public.ecr.aws/alias/web` */
    put(place: string, reference: string, digest: string): void {
        const references = this.#references.get(place) ?? new Map<string, string>();
        this.#references.set(place, references.set(reference, digest).set(digest, digest));
    }

    /** Returns the digest that a tag or digest names. */
    digest(place: string, reference: string): string | undefined {
        return this.#references.get(place)?.get(reference);
    }

    /** Returns digests by tag. */
    tags(place: string): Record<string, string> {
        return Object.fromEntries([...this.#references.get(place) ?? []].filter(([reference]) => !reference.startsWith("sha256:")));
    }

    isEmpty(place: string): boolean {
        return (this.#references.get(place)?.size ?? 0) === 0;
    }

    /** Forgets the images of a repository. */
    clear(place: string): void {
        this.#references.delete(place);
    }
}
