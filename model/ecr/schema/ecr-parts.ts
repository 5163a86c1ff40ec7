import type * as v from "valibot";
import { LIFECYCLE_RULE_KEYS } from "../lifecycle/lifecycle-schema";
import { CREATION_TEMPLATE_KEYS, PULL_THROUGH_CACHE_KEYS } from "./creation-schema";
import { ACCOUNT_SETTINGS_KEYS, OIDC_PROVIDER_KEYS } from "./ecr-schema";
import { DESTINATION_KEYS, REPLICATION_KEYS, SOURCE_KEYS } from "./replication-schema";
import { ENCRYPTION_KEYS, REPOSITORY_KEYS } from "./repository-schema";
import { SCAN_RULE_KEYS, SCANNING_KEYS } from "./scanning-schema";

/** The keys of each part of a private registry of Amazon ECR, by where the part is; those of a lifecycle and of encryption once. */
export const ECR_PARTS: readonly (readonly [above: string, keys: v.ObjectEntries])[] = [
    ["encryption", ENCRYPTION_KEYS],
    ["lifecycle[]", LIFECYCLE_RULE_KEYS],
    ["repositories.<name>", REPOSITORY_KEYS],
    ["scanning", SCANNING_KEYS],
    ["scanning.rules[]", SCAN_RULE_KEYS],
    ["replication[]", REPLICATION_KEYS],
    ["replication[].to[]", DESTINATION_KEYS],
    ["replicationFrom[]", SOURCE_KEYS],
    ["pullThroughCache[]", PULL_THROUGH_CACHE_KEYS],
    ["creationTemplates[]", CREATION_TEMPLATE_KEYS],
    ["accountSettings", ACCOUNT_SETTINGS_KEYS],
    ["oidcProviders", OIDC_PROVIDER_KEYS],
];
