import * as v from "valibot";
import { needed } from "./config-field";

/** What a registry has to be. */
export const REGISTRY_TAKES = "a map with the key kind";

/** What the kind of a registry has to be. */
export const KIND_TAKES = '"local" or "acr" (ecr comes with a later version)';

/** The key that says which registry it is. */
export function kindKey<const K extends string>(kind: K) {
    return needed("Which registry to use.", v.pipe(v.literal(kind), v.title(KIND_TAKES)));
}
