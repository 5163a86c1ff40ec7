import type { Problem } from "../../problem";
import type { AcrSpec } from "../acr-spec";
import { TIER_RULES } from "../acr-tier";
import type { AcrRule } from "./acr-rule";
import { CACHE_RULES } from "./cache-rules";
import { ENDPOINT_RULES } from "./endpoint-rules";
import { KEY_RULES } from "./key-rules";
import { LOGIN_RULES } from "./login-rules";
import { NAME_RULES } from "./name-rules";
import { NETWORK_RULES } from "./network-rules";
import { POLICY_RULES } from "./policy-rules";
import { WATCH_RULES } from "./watch-rules";

/** All that a registry's keys have to say together. */
export const ACR_RULES: readonly AcrRule[] = [
    ...TIER_RULES,
    ...NAME_RULES,
    ...NETWORK_RULES,
    ...ENDPOINT_RULES,
    ...POLICY_RULES,
    ...KEY_RULES,
    ...CACHE_RULES,
    ...LOGIN_RULES,
    ...WATCH_RULES,
];

/** Returns every contradiction in a registry. */
export function findAcrProblems(spec: AcrSpec): readonly Problem[] {
    return ACR_RULES.flatMap(({ check }) => check(spec));
}
