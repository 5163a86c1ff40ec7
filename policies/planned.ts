import type { Facts } from "./rule";

/** An image under this program's own component, in the URN's chain of types. */
const PLANNED = /\bregistries:images:ImageBuild\$docker-build:index:Image::/;

/**
 * Says whether this program's own component declares the image: where it goes, what its caches are like and what it
 * starts from is planned, and known to fit while the registry's host is not known.
 */
export function isPlanned({ urn }: Facts): boolean {
    return PLANNED.test(urn);
}
