import * as v from "valibot";
import { needed } from "./config-field";

/** What a registry has to be. */
export const REGISTRY_TAKES = "a map with the key kind";

/** What the registries have to be. */
export const REGISTRIES_TAKES = `${REGISTRY_TAKES}, or a list of such maps, each of another kind`;

/** What the kind of a registry has to be. */
export const KIND_TAKES = '"local", "acr", "ecr" or "ecr-public"';

/** The key that says which registry it is. */
export function kindKey<const K extends string>(kind: K) {
    return needed("Which registry to use.", v.pipe(v.literal(kind), v.title(KIND_TAKES)));
}
