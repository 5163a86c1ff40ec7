import type { Rule } from "../rule";
import { acrNoAdminUser } from "./acr-no-admin-user";
import { acrPremiumForReplication } from "./acr-premium-for-replication";
import { imageTagIsVersioned } from "./image-tag-is-versioned";

/** Every rule, by id. */
export const rules: readonly Rule[] = [acrNoAdminUser, acrPremiumForReplication, imageTagIsVersioned];
