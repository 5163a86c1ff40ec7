import { formatSuggestion } from "../../nearest-word";
import { problemIf, quote } from "../../registry-problem";
import { isSame } from "../values/arm-id";
import { listActions } from "../values/scope-map";
import type { AcrRule } from "./acr-rule";

/** Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus */
const ACTIONS_MAX = 500;

/** Those that every registry comes with. Source: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions#create-token-and-specify-repositories */
const BUILT_IN = /^_repositories_(?:admin|pull|push|pull_metadata_read|push_metadata_write)$/;

/** What tokens and scope maps need. */
export const LOGIN_RULES: readonly AcrRule[] = [
    {
        id: "token-scope-map-exists",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions",
        check: ({ tokens, scopeMaps }) => tokens.flatMap(({ scopeMap }, index) => problemIf(
            !BUILT_IN.test(scopeMap) && !scopeMaps.some(({ name }) => isSame(name, scopeMap)),
            ["tokens", index, "scopeMap"],
            `the name of one of the registry's scopeMaps${formatSuggestion(scopeMap, scopeMaps.map(({ name }) => name))}`,
            quote(scopeMap),
        )),
    },
    {
        id: "scope-map-within-limits",
        source: "https://learn.microsoft.com/azure/container-registry/container-registry-skus",
        check: ({ scopeMaps }) => scopeMaps.flatMap((map, index) => {
            const { length } = listActions(map);
            return problemIf(length > ACTIONS_MAX, ["scopeMaps", index, "repositories"],
                `at most ${ACTIONS_MAX} actions on repositories: fewer of them, or prefixes such as team-a/*`, `${length} actions`);
        }),
    },
];
