import type { Problem } from "../../problem";
import { registryProblem, findTwice, quote } from "../../registry-problem";
import type { AcrSpec } from "../acr-spec";
import type { AcrRule } from "./acr-rule";

const NAMED_LISTS = [
    "privateEndpoints", "credentialSets", "cache", "scopeMaps", "tokens", "webhooks", "diagnostics", "agentPools", "tasks",
] as const satisfies readonly (keyof AcrSpec)[];

const PLAIN_LISTS = ["identities", "ipRules"] as const;

/** Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const TAGS = { most: 50, name: 512, value: 256, forbidden: /[<>%&\\?/]/ };

function checkNames(spec: AcrSpec): readonly Problem[] {
    return NAMED_LISTS.flatMap((list) => {
        const names = spec[list].map(({ name }) => name);
        return findTwice(names.map((name) => name.toLowerCase())).map(({ index, earlier }) =>
            registryProblem([list, index, "name"], `a name that ${list}[${earlier}] has not (case does not count)`, quote(names[index] ?? "")));
    });
}

function checkPlainLists(spec: AcrSpec): readonly Problem[] {
    return PLAIN_LISTS.flatMap((list) => findTwice(spec[list].map((text) => text.toLowerCase())).map(({ index, earlier }) =>
        registryProblem([list, index], `another than ${list}[${earlier}]`, quote(spec[list][index] ?? ""))));
}

function checkTags({ tags }: AcrSpec): readonly Problem[] {
    const entries = Object.entries(tags);
    const isWrong = ([name, value]: [string, string]) =>
        name === "" || name.length > TAGS.name || value.length > TAGS.value || TAGS.forbidden.test(name);
    return [
        ...(entries.length > TAGS.most ? [registryProblem(["tags"], `at most ${TAGS.most} tags`, `${entries.length} tags`)] : []),
        ...entries.filter(isWrong).map(([name, value]) => registryProblem(
            ["tags", name],
            `a name of 1 to ${TAGS.name} characters without < > % & \\ ? /, and up to ${TAGS.value} characters of text`,
            `a name of ${name.length} characters, and ${value.length} of text`,
        )),
    ];
}

/** What names and tags may be. */
export const NAME_RULES: readonly AcrRule[] = [
    {
        id: "names-once",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules",
        check: checkNames,
    },
    {
        id: "entries-once",
        source: "https://learn.microsoft.com/rest/api/containerregistry/registries/create",
        check: checkPlainLists,
    },
    {
        id: "tags-within-limits",
        source: "https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations",
        check: checkTags,
    },
];
