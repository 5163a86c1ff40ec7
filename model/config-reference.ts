import * as v from "valibot";
import { NAMESPACE } from "./config-key";
import { ACCESS_KEYS, CONFIG_KEYS, LOCAL_REGISTRY_KEYS } from "./config-schema";
import { IMAGE_KEYS } from "./image-schema";

/** What the documentation says of one key. */
export interface ConfigRow {
    /** `registries:images.<name>.context` */
    readonly key: string;

    /** What it takes, as its problems say it. */
    readonly takes: string;

    /** What holds where it is left out; `undefined` if it must not be. */
    readonly fallback: string | undefined;

    readonly meaning: string;
}

/** Returns every key that a stack file may have, in the order to explain them. */
export function listConfigKeys(): readonly ConfigRow[] {
    const { registry, images, access, builder } = CONFIG_KEYS;
    return [
        ...rows("", { registry }),
        ...rows("registry.", LOCAL_REGISTRY_KEYS),
        ...rows("", { images }),
        ...rows("images.<name>.", IMAGE_KEYS),
        ...rows("", { access }),
        ...rows("access[].", ACCESS_KEYS),
        ...rows("", { builder }),
    ];
}

function rows(above: string, keys: v.ObjectEntries): ConfigRow[] {
    return Object.entries(keys).map(([key, schema]) => ({
        key: `${NAMESPACE}:${above}${key}`,
        takes: v.getTitle(schema) ?? "",
        fallback: schema.type === "exact_optional" ? String(v.getMetadata(schema)["default"]) : undefined,
        meaning: v.getDescription(schema) ?? "",
    }));
}
