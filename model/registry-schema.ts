import * as v from "valibot";
import { ACR_MAP, completeAcr, standInAcr } from "./acr/schema/acr-schema";
import { closedMap, optional, text } from "./config-field";
import type { RegistrySpec } from "./config-spec";
import { completeEcrPublic, ECR_PUBLIC_MAP, standInEcrPublic } from "./ecr/public/ecr-public-schema";
import { completeEcr, ECR_MAP, standInEcr } from "./ecr/schema/ecr-schema";
import { isHost } from "./image-ref";
import { KIND_TAKES, kindKey, KINDS, REGISTRY_TAKES } from "./registry-kind";

/** The keys of a local registry. */
export const LOCAL_REGISTRY_KEYS = {
    kind: kindKey("local"),
    host: optional(
        "An existing registry to use. Its credentials are those of `docker login`.",
        text("a registry's host[:port], with a dot, a port, or localhost", isHost),
        "one is started on this machine",
    ),
};

const MAPS = v.variant(
    "kind",
    [closedMap(REGISTRY_TAKES, LOCAL_REGISTRY_KEYS), ACR_MAP, ECR_MAP, ECR_PUBLIC_MAP],
    ({ path: at }) => (at === undefined ? REGISTRY_TAKES : KIND_TAKES),
);

/** One registry of any kind. */
export const REGISTRY_SCHEMA = v.pipe(MAPS, v.transform(complete), v.title(REGISTRY_TAKES));

function complete(registry: v.InferOutput<typeof MAPS>): RegistrySpec {
    switch (registry.kind) {
        case "local":
            return registry;
        case "acr":
            return completeAcr(registry);
        case "ecr":
            return completeEcr(registry);
        case "ecr-public":
            return completeEcrPublic(registry);
    }
}

const STAND_INS = { acr: standInAcr, ecr: standInEcr, "ecr-public": standInEcrPublic };

const OF_A_CLOUD = v.looseObject({ kind: v.picklist([...KINDS.azure, ...KINDS.aws]) });

/**
 * Returns a registry with stand-ins for what is wrong in it, so that what its other keys say against each other is told in
 * the same run; `undefined` where that would be about values that nobody wrote.
 *
 * @param keys the keys of the registry that have mistakes
 */
export function standIn(value: unknown, keys: readonly string[]): RegistrySpec | undefined {
    return v.is(OF_A_CLOUD, value) ? STAND_INS[value.kind](value, keys) : undefined;
}
