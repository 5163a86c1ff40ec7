import { ACR_TYPES, isAcr } from "../acr";
import { child, classic, generic } from "../examples";
import { listOf, textOf } from "../props";
import { propertyAt } from "../property";
import type { Rule } from "../rule";

/** What changes or deletes images of every repository. */
const UNBOUNDED = /^repositories\/\*+\/content\/(?:write|delete)$/i;

/** A scope map lets nobody change every repository. */
export const acrScopeMapBounded: Rule = {
    id: "acr-scope-map-bounded",
    title: "A container registry's scope map names the repositories that may be changed",
    why: "one token that leaks is enough to replace or delete every image",
    severity: "high",
    level: "advisory",
    fix:
        "Name a repository or a prefix instead of * in content/write and content/delete, such as " +
        "repositories/team-a/*/content/write.",
    url: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
    references: [],
    appliesTo: ACR_TYPES,
    scope: "resource",
    reads: ["actions", "actions[0]", "properties.actions"],

    check(resource) {
        if (!isAcr(resource, "scopemaps")) {
            return [];
        }
        const { path, value } = propertyAt(resource, { arm: "actions", classic: "actions" });
        const unbounded = listOf(value).flatMap((action, index) =>
            UNBOUNDED.test(textOf(action)) ? [`${path}[${index}]`] : [],
        );
        return unbounded.length === 0 ? [] : [`All repositories may be changed by: ${unbounded.join(", ")}.`];
    },

    good: [
        { title: "one repository", resources: [child("ScopeMap", { actions: ["repositories/web/content/write"] })] },
        { title: "a prefix", resources: [child("ScopeMap", { actions: ["repositories/team-a/*/content/delete"] })] },
        { title: "all, to read", resources: [child("ScopeMap", { actions: ["repositories/*/content/read"] })] },
        { title: "free-form", resources: [generic("registries/scopeMaps", { actions: [] })] },
        { title: "a webhook, which has actions too", resources: [child("Webhook", { actions: ["push"] })] },
    ],
    bad: [
        {
            title: "all, to write",
            resources: [
                child("ScopeMap", { actions: ["repositories/*/content/write", "repositories/*/content/read"] }),
            ],
            violation: "All repositories may be changed by: actions[0].",
        },
        {
            title: "free-form",
            resources: [generic("registries/scopeMaps", { actions: ["repositories/*/content/Delete"] })],
            violation: "All repositories may be changed by: properties.actions[0].",
        },
        {
            title: "classic",
            resources: [classic("RegistryScopeMap", { actions: ["repositories/**/content/write"] })],
            violation: "All repositories may be changed by: actions[0].",
        },
    ],
};
