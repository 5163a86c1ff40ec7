import { findOneOf, type KeyMistake, type Written } from "../../one-of";
import { ARCHIVED_DAYS_MIN } from "./lifecycle-limits";

/** The keys that say which images a rule is about. */
export const SELECTION_KEYS = ["untagged", "any", "tagPatterns", "tagPrefixes"] as const;

/** The keys that say when a rule takes an image. */
export const LIMIT_KEYS = ["keep", "pushedDays", "pulledDays", "archivedDays"] as const;

/**
 * Returns what the keys of a rule say against each other.
 *
 * @param written `undefined` for what is no map, of which there is nothing to say
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export function findKeyMistakes(written: Written | undefined): readonly KeyMistake[] {
    if (written === undefined) {
        return [];
    }
    const { pulledDays, archivedDays, archive } = written;
    const isArchiving = archive !== undefined && archive !== false;
    return [
        ...findOneOf(written, SELECTION_KEYS, { key: "tagPatterns", required: `one of ${SELECTION_KEYS.join(", ")}` }),
        ...findOneOf(written, LIMIT_KEYS, { key: "keep", required: `one of ${LIMIT_KEYS.join(", ")}` }),
        ...(pulledDays !== undefined && archivedDays === undefined && !isArchiving
            ? [{
                key: "archive",
                required: "true with pulledDays: ECR deletes no image for that, "
                    + `but what is archived by a rule with archivedDays of at least ${ARCHIVED_DAYS_MIN}`,
            }]
            : []),
        ...(archivedDays !== undefined && isArchiving
            ? [{ key: "archive", required: "nothing beside archivedDays, as that is about images that are in the archive already" }]
            : []),
    ];
}
