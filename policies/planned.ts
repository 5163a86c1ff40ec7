import type { Facts } from "./rule";

/** An image, or a group that runs one, under this program's own component, in the URN's chain of types. */
const PLANNED =
    /\bregistries:(?:images:ImageBuild\$docker-build:index:Image|azure:AzureContainerGroup\$azure-native:containerinstance:ContainerGroup)::/;

/**
 * Says whether this program's own component declares the image, or the group that runs one by its digest: where it goes,
 * what its caches are like and what it starts from is planned, and known to fit while the registry's host is not known.
 */
export function isPlanned({ urn }: Facts): boolean {
    return PLANNED.test(urn);
}
