import type * as pulumi from "@pulumi/pulumi";
import type { DeclaredRegistry } from "./declare-registries";
import type { ImageBuild } from "./image-build";

type Outputs = Record<string, pulumi.Input<unknown>>;

/**
 * Declares what comes after the images, and returns what a stack puts out: the host, the images, and what else the registry
 * says of its users. Of several registries that is the first one; what each of them says is in `registries`, by its kind.
 *
 * @param registries at least one
 */
export function formatOutputs(registries: readonly DeclaredRegistry[], builds: readonly ImageBuild[]): Outputs {
    const said = registries.map(({ name, registry, declareConsumers }) =>
        [name, { host: registry.host, ...declareConsumers(builds) }] as const);
    const several = said.length > 1;
    const first = registries[0]?.name ?? "";
    const images = builds.map(({ name, digest, tags, refs, oldTags }) =>
        [name, { ref: refs[first], digest, tags, ...(several ? { refs } : {}), ...(oldTags === undefined ? {} : { oldTags }) }] as const);
    return { ...said[0]?.[1], images: Object.fromEntries(images), ...(several ? { registries: Object.fromEntries(said) } : {}) };
}
