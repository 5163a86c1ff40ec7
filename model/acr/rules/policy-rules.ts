import { problemIf } from "../../registry-problem";
import type { AcrSpec } from "../acr-spec";
import type { AcrRule } from "./acr-rule";

const SOFT_DELETE = "https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy#preview-limitations";

const hasSoftDelete = ({ softDeleteDays = 0 }: AcrSpec): boolean => softDeleteDays > 0;

const now = ({ softDeleteDays }: AcrSpec): string => `${softDeleteDays}`;

/** What of the policies and locks fits together. */
export const POLICY_RULES: readonly AcrRule[] = [
    {
        id: "retention-without-soft-delete",
        source: SOFT_DELETE,
        check: (spec) => problemIf(hasSoftDelete(spec) && spec.retentionDays !== undefined, ["softDeleteDays"],
            "nothing where there is retentionDays: a registry has one of the two", now(spec)),
    },
    {
        id: "soft-delete-without-replicas",
        source: SOFT_DELETE,
        check: (spec) => problemIf(hasSoftDelete(spec) && spec.replications.length > 0, ["softDeleteDays"],
            "nothing where there are replications, which soft delete does not reach", now(spec)),
    },
    {
        id: "soft-delete-without-cache",
        source: SOFT_DELETE,
        check: (spec) => problemIf(hasSoftDelete(spec) && spec.cache.length > 0, ["softDeleteDays"],
            "nothing where there are cache rules, which soft delete does not go with", now(spec)),
    },
    {
        id: "quarantine-webhook-with-quarantine",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-webhook-reference",
        check: (spec) => spec.webhooks.flatMap(({ actions }, index) => problemIf(
            actions.includes("quarantine") && !spec.quarantine, ["webhooks", index, "actions"],
            "quarantine: true of the registry for the action quarantine, which never happens without", "quarantine among them")),
    },
    {
        id: "read-only-lock-without-tokens",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources#considerations-before-applying-your-locks",
        check: (spec) => problemIf(spec.lock === "ReadOnly" && spec.tokens.length > 0, ["lock"],
            "CanNotDelete or nothing where there are tokens: ReadOnly refuses to make their passwords", "\"ReadOnly\""),
    },
];
