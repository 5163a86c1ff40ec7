import type { Problem } from "../../problem";
import type { EcrSpec } from "../ecr-spec";
import type { PushedImage } from "../pushed-image";
import { CACHE_RULES } from "./cache-rules";
import type { EcrRule } from "./ecr-rule";
import { LIFECYCLE_RULES } from "./lifecycle-rules";
import { NAME_RULES } from "./name-rules";
import { REPLICATION_RULES } from "./replication-rules";
import { RESOURCE_RULES } from "./resource-rules";
import { SCANNING_RULES } from "./scanning-rules";
import { TAG_RULES } from "./tag-rules";
import { TEMPLATE_RULES } from "./template-rules";

/** All that a private registry's keys and images have to say together. */
export const ECR_RULES: readonly EcrRule[] = [
    ...NAME_RULES,
    ...TAG_RULES,
    ...LIFECYCLE_RULES,
    ...RESOURCE_RULES,
    ...SCANNING_RULES,
    ...REPLICATION_RULES,
    ...CACHE_RULES,
    ...TEMPLATE_RULES,
];

/** Returns every contradiction in a private registry. */
export function findEcrProblems(spec: EcrSpec, images: readonly PushedImage[]): readonly Problem[] {
    return ECR_RULES.flatMap(({ check }) => check(spec, images));
}
