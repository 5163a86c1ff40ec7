import type { Problem } from "../../problem";
import { registryProblem, problemIf, quote, type RegistryPath } from "../../registry-problem";
import { parseAge } from "./purge-age";
import { DEFAULT_TAGS } from "./purge-command";
import { explainPattern, matchesAllRepositories, matchesAllTags } from "./purge-pattern";
import type { PurgeRuleSpec, PurgeSpec } from "./purge-spec";
import type { TaskContext } from "./task-context";

/** A day in minutes. */
const DAY = 24 * 60;

/** How long `acr purge` may take with repository permissions: its login ends then. Source: https://github.com/Azure/acr-cli/issues/641 */
const ABAC_SECONDS_MAX = 10_800;

/** Returns what of a purge would delete too much, or could not run. */
export function findPurgeProblems(spec: PurgeSpec, at: RegistryPath, { permissions }: TaskContext): readonly Problem[] {
    const { rules, timeoutSeconds = 0 } = spec;
    return [
        ...rules.flatMap((rule, index) => findRuleProblems(rule, [...at, "rules", index])),
        ...problemIf(rules.length === 0, [...at, "rules"], "at least one rule", "an empty list"),
        ...problemIf(permissions === "abac" && timeoutSeconds > ABAC_SECONDS_MAX, [...at, "timeoutSeconds"],
            `at most ${ABAC_SECONDS_MAX} with permissions: abac, where acr purge loses its login after that`, `${timeoutSeconds}`),
    ];
}

function findRuleProblems(rule: PurgeRuleSpec, at: RegistryPath): readonly Problem[] {
    const patterns = [["repositories", rule.repositories], ["tags", rule.tags ?? DEFAULT_TAGS]] as const;
    const unclear = patterns.flatMap(([key, pattern]) => {
        const required = explainPattern(pattern);
        return required === undefined ? [] : [registryProblem([...at, key], required, quote(pattern))];
    });
    return unclear.length > 0 ? unclear : [...findEverything(rule, at), ...findTooSoon(rule, at)];
}

function findEverything({ repositories, tags = DEFAULT_TAGS, keep = 0 }: PurgeRuleSpec, at: RegistryPath): readonly Problem[] {
    return problemIf(
        keep === 0 && matchesAllRepositories(repositories) && matchesAllTags(tags),
        [...at, "keep"],
        "at least 1, or fewer repositories or tags: this would delete everything that nobody pushes for a while",
        `${keep}, with the repositories ${quote(repositories)} and the tags ${quote(tags)}`,
    );
}

function findTooSoon({ olderThan, keep = 0, untagged = false }: PurgeRuleSpec, at: RegistryPath): readonly Problem[] {
    const age = parseAge(olderThan);
    const key = [...at, "olderThan"];
    return [
        ...problemIf(untagged && age < DAY, key,
            "at least 1d with untagged, as the parts of an image that is being pushed have no tag yet", quote(olderThan)),
        ...problemIf(!untagged && age === 0 && keep === 0, key, "more than nothing, or keep of at least 1", quote(olderThan)),
    ];
}
