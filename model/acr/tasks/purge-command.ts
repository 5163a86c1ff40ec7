import { matchesRepository, matchesTag } from "./purge-pattern";
import type { PurgeRuleSpec, PurgeSpec } from "./purge-spec";

/**
 * The image of `acr purge`. Earlier ones deleted what images with several platforms (before 0.7) or signatures (before
 * 0.8) are made of, minded no age with `--untagged` (before 0.17), and had no notion of repository permissions (before
 * 0.19).
 *
 * Source: https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge
 * Source: https://github.com/Azure/acr-cli/issues/131, https://github.com/Azure/acr-cli/issues/133,
 * https://github.com/Azure/acr-cli/pull/517, https://github.com/Azure/acr-cli/pull/577
 */
const PURGE_IMAGE = "mcr.microsoft.com/acr/acr-cli:0.19";

/** The registry that runs the task, in the words of ACR Tasks. */
const REGISTRY = "{{.Run.Registry}}";

/** The tags that a rule has which names none. */
export const DEFAULT_TAGS = ".*";

/** An image that is pushed to the registry. */
export interface PushedImage {
    /** Without host. */
    readonly repository: string;

    readonly tags: readonly string[];
}

/**
 * Returns the command that carries out a rule and spares the tags of these images. The rule's expressions have to be such
 * that `explainPattern` says nothing of them: then single quotes keep them from the shell.
 *
 * @see https://github.com/Azure/acr-cli#purge-command
 */
export function formatPurge(
    rule: PurgeRuleSpec,
    { dryRun = false, concurrency }: Pick<PurgeSpec, "dryRun" | "concurrency">,
    images: readonly PushedImage[],
): string {
    const { olderThan, keep = 0, untagged = false } = rule;
    return [
        `${PURGE_IMAGE} purge --registry ${REGISTRY}`,
        `--filter '${formatRepositories(rule)}:${formatTags(rule, spareTags(rule, images))}'`,
        `--ago ${olderThan}`,
        ...(keep === 0 ? [] : [`--keep ${keep}`]),
        ...(untagged ? ["--untagged"] : []),
        ...(concurrency === undefined ? [] : [`--concurrency ${concurrency}`]),
        ...(dryRun ? ["--dry-run"] : []),
    ].join(" ");
}

/** `acr purge` puts `^` and `$` around it, which of alternatives would hold the first and the last at one end only. */
function formatRepositories({ repositories }: PurgeRuleSpec): string {
    return repositories.includes("|") ? `(${repositories})` : repositories;
}

/** Which tags of the images the rule would delete. One is spared in all of the rule's repositories. */
function spareTags({ repositories, tags = DEFAULT_TAGS }: PurgeRuleSpec, images: readonly PushedImage[]): readonly string[] {
    const spared = images
        .filter(({ repository }) => matchesRepository(repositories, repository))
        .flatMap((image) => image.tags.filter((tag) => matchesTag(tags, tag)));
    return [...new Set(spared)].sort();
}

/** `keep` could not spare them: it counts, and what others pushed later would count first. */
function formatTags({ tags = DEFAULT_TAGS }: PurgeRuleSpec, spared: readonly string[]): string {
    if (spared.length === 0) {
        return tags;
    }
    const names = spared.map((tag) => tag.replaceAll(".", "[.]")).join("|");
    return `^(?!(${names})$).*${tags === DEFAULT_TAGS ? "" : `(${tags})`}`;
}
