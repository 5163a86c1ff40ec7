import * as v from "valibot";
import { needed } from "./config-field";
import { formatList } from "./word-list";

/** The kinds of registries, by where they are. */
export const KINDS = { local: ["local"], azure: ["acr"], aws: ["ecr", "ecr-public"] } as const;

/** All of them. */
export const ALL_KINDS = [...KINDS.local, ...KINDS.azure, ...KINDS.aws] as const;

/** What a registry has to be. */
export const REGISTRY_TAKES = "a map with the key kind";

/** What the registries have to be. */
export const REGISTRIES_TAKES = `${REGISTRY_TAKES}, or a list of such maps, each of another kind`;

/** What the kind of a registry has to be. */
export const KIND_TAKES = formatList(ALL_KINDS.map((kind) => `"${kind}"`), "or");

/** The key that says which registry it is. */
export function kindKey<const K extends string>(kind: K) {
    return needed("Which registry to use.", v.pipe(v.literal(kind), v.title(KIND_TAKES)));
}
